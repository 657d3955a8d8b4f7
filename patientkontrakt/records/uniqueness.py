"""``Patient.identifier`` is the one global uniqueness (model.md §1 "Answers"): two Patients never share a number."""

from typing import Any

from patientkontrakt.fhir.outcome import Conflict, Issue
from patientkontrakt.records.desk import Desk
from patientkontrakt.store import directory
from patientkontrakt.store.derive import number_hash
from patientkontrakt.store.locks import lock_patient


def require_unique(desk: Desk, patient: dict[str, Any], id: str) -> None:
    """Raises Conflict when another Patient has one of the identifiers. Each number is locked until commit, as the
    keyed hash that is no patient's id, so that two at once cannot both be first."""
    for place, identifier in enumerate(patient.get("identifier", ())):
        system, value = identifier.get("system"), identifier.get("value")
        if not system or not value:
            continue
        lock_patient(desk.tx, "number:" + number_hash(f"{system}|{value}", desk.number_key))
        if set(directory.ids_by_identifier(desk.tx, "Patient", (system,), value)) - {id}:
            raise Conflict(
                Issue(
                    "duplicate",
                    "Det finns redan en patient med det här numret. Använd den, eller rätta numret.",
                    "There is already a patient with this number. Use that one, or correct the number.",
                    (f"Patient.identifier[{place}].value",),
                )
            )

"""Who may be called what (model.md §1 "Answers"): two Patients never share a number, wherever they are, nor two
Practitioners an HSA-id; two resources
of one patient and type never share an identifier, as far as the caller may see."""

from typing import Any

from patientkontrakt.fhir import systems
from patientkontrakt.fhir.outcome import Conflict, Issue
from patientkontrakt.fhir.search.parameters import parameter_of
from patientkontrakt.fhir.search.question import SearchQuery
from patientkontrakt.identifiers import hsa_id
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.matching import letter_of, matching
from patientkontrakt.records.siblings import clause_of
from patientkontrakt.store import directory
from patientkontrakt.store.derive import number_hash
from patientkontrakt.store.locks import lock_patient


def require_own_identifiers(desk: Desk, resource: dict[str, Any], id: str, patient: str | None) -> None:
    """Raises Conflict when another resource of ``type`` that ``patient``, now locked, has is called the same (S-148).

    What the actor may not see is not in the way: a no would tell of it.
    """
    type = resource["resourceType"]
    parameter = parameter_of(type, "identifier")
    if patient is None or type == "Patient" or parameter is None or desk.opens(letter_of(desk), type) is None:
        return
    for place, identifier in enumerate(_identifiers(resource)):
        system, value = identifier.get("system"), identifier.get("value")
        if not system or not value:
            continue
        clause = clause_of(type, "identifier", system, value)
        rows = matching(desk, SearchQuery(type, clauses=(clause,)), patient)
        if {record.id for record, _ in rows} - {id}:
            raise Conflict(
                Issue(
                    "duplicate",
                    "Patienten har redan en post av den här typen med samma identifierare. Ändra den i stället.",
                    "The patient already has a resource of this type with the same identifier. Change that one.",
                    (f"{type}.identifier[{place}].value",),
                )
            )


def _identifiers(resource: dict[str, Any]) -> list[dict[str, Any]]:
    """One or several: QuestionnaireResponse and others have a single identifier."""
    given = resource.get("identifier") or []
    return given if isinstance(given, list) else [given]


def require_unique(desk: Desk, resource: dict[str, Any], id: str) -> None:
    """Raises Conflict when another Patient has one of the identifiers, or another Practitioner the HSA-id."""
    if resource["resourceType"] == "Patient":
        _require_unique_patient(desk, resource, id)
    if resource["resourceType"] == "Practitioner":
        _require_unique_hsa_id(desk, resource, id)


def _require_unique_hsa_id(desk: Desk, practitioner: dict[str, Any], id: str) -> None:
    for place, identifier in enumerate(practitioner.get("identifier", ())):
        value = identifier.get("value")
        if identifier.get("system") not in systems.HSA_IDS or not value:
            continue
        if _others(desk, "Practitioner", systems.HSA_IDS, hsa_id.compared(value), id):
            raise Conflict(
                Issue(
                    "duplicate",
                    "Det finns redan en medarbetare med det här HSA-id:t. Använd den, eller rätta det.",
                    "There is already a member of staff with this HSA-id. Use that one, or correct it.",
                    (f"Practitioner.identifier[{place}].value",),
                )
            )


def _others(desk: Desk, type: str, known_in: tuple[str, ...], value: str, id: str) -> set[str]:
    """Who else has the number. It is locked until commit, as the keyed hash that is no patient's id, so that two at
    once cannot both be first."""
    lock_patient(desk.tx, "number:" + number_hash(f"{known_in[0]}|{value}", desk.number_key))
    return set(directory.ids_by_identifier(desk.tx, type, known_in, value)) - {id}


def _require_unique_patient(desk: Desk, patient: dict[str, Any], id: str) -> None:
    for place, identifier in enumerate(patient.get("identifier", ())):
        system, value = identifier.get("system"), identifier.get("value")
        if not system or not value:
            continue
        if _others(desk, "Patient", (system,), value, id):
            raise Conflict(
                Issue(
                    "duplicate",
                    "Det finns redan en patient med det här numret. Använd den, eller rätta numret.",
                    "There is already a patient with this number. Use that one, or correct the number.",
                    (f"Patient.identifier[{place}].value",),
                )
            )

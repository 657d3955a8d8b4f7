"""Patients and relations: find one, reach one, and what another care provider has."""

from typing import Any

from patientkontrakt.api.v1.blueprint import Blueprint
from patientkontrakt.api.v1.door import asked
from patientkontrakt.api.v1.schemas import acts, shown
from patientkontrakt.care import existence, patients, permissions, reasons, relations

blueprint = Blueprint("patienter", "Patienter, vårdrelationer och skäl.")


@blueprint.operation(
    "POST",
    "/relations",
    permissions.STAFF_ONLY,
    shows=shown.ShownRelation,
    takes=acts.NewRelation,
    status=201,
)
def establish(act: dict[str, Any]) -> Any:
    """Establish a care relation: an exact number, or a patient's id, and a reason. Logged, and shown to the patient."""
    ask = asked()
    name = relations.Name(**act["name"]) if "name" in act else None
    with ask.writing() as desk:
        made = relations.establish(
            desk,
            act["reason"],
            number=act.get("number"),
            patient=act.get("patient"),
            name=name,
            days=act["days"],
        )
    until = made.episode.body().get("period", {}).get("end")
    return {"id": made.episode.id, "patient": made.patient, "new_patient": made.created, "until": until}


@blueprint.operation(
    "POST",
    "/patients/search",
    permissions.SEARCH_PATIENTS,
    shows=shown.PatientPage,
    takes=acts.SearchPatients,
)
def search(act: dict[str, Any]) -> Any:
    """Find patients the unit has a relation with, by exact number or by name."""
    ask = asked()
    place = ask.place("patients", act["page"])
    with ask.reading() as desk:
        page = patients.search(desk, number=act.get("number"), name=act.get("name"), after=place)
    return {"patients": page.patients, "next": ask.sealed("patients", page.after)}


@blueprint.operation("GET", "/patients/<patient>/shared", permissions.STAFF_ONLY, shows=shown.ShownExistence)
def shared(patient: str) -> Any:
    """Whether another care provider has something, and what is missing for seeing it."""
    with asked().reading() as desk:
        return existence.shared(desk, patient)


@blueprint.operation(
    "POST", "/reasons", permissions.STAFF_ONLY, shows=shown.ShownReason, takes=acts.TellReason, status=201
)
def tell(act: dict[str, Any]) -> Any:
    """Tell why a patient is opened. Kept for twelve hours, for the log; it opens nothing."""
    with asked().writing() as desk:
        until = reasons.tell(desk, act["patient"], act["reason"])
    return {"until": until}

"""Patients and relations: find one, reach one, and what another care provider has."""

from typing import Any

from patientkontrakt.api.v1.blueprint import Blueprint
from patientkontrakt.api.v1.door import asked
from patientkontrakt.api.v1.schemas import acts, shown
from patientkontrakt.api.v1.schemas import work as shapes
from patientkontrakt.api.v1.schemas.overview import ShownOverview
from patientkontrakt.care import existence, overview, patients, permissions, reasons, relations
from patientkontrakt.care.contract.model import Story
from patientkontrakt.care.parties import PATIENT_SIDE, type_of
from patientkontrakt.care.people import Party, described

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
    ask.types_a_number(act.get("number"))
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
    shows=shapes.RowPage,
    takes=acts.SearchPatients,
)
def search(act: dict[str, Any]) -> Any:
    """Find patients the unit has a relation with: by number, however it is written, or by parts of the name."""
    ask = asked()
    ask.types_a_number(act.get("number"), act.get("name"))
    place = ask.place("patients", act["page"])
    with ask.reading() as desk:
        page = patients.search(desk, number=act.get("number"), name=act.get("name"), after=place)
    return {"patients": page.patients, "next": ask.sealed("patients", page.after)}


@blueprint.operation(
    "GET",
    "/patients",
    permissions.LIST_PATIENTS,
    shows=shapes.RowPage,
    takes=acts.TurnPage,
    location="query",
)
def everybody(act: dict[str, Any]) -> Any:
    """Everybody the unit has a relation with today, by name, with where the contract stands."""
    ask = asked()
    place = ask.place("patients/all", act["page"])
    with ask.reading() as desk:
        page = patients.listed(desk, place)
    return {"patients": page.patients, "next": ask.sealed("patients/all", page.after)}


@blueprint.operation("GET", "/patients/<patient>/overview", permissions.PATIENT_OVERVIEW, shows=ShownOverview)
def known(patient: str) -> Any:
    """What is already known when a contract is begun, for a unit with a relation."""
    with asked().reading() as desk:
        found = overview.overview(desk, patient)
        own = desk.actor.unit
    contracts = [vars(each) | {"mine": each.unit == own} for each in found.contracts]
    return vars(found) | {"contracts": contracts, "story": _story(found.story)}


def _story(story: Story | None) -> dict[str, Any] | None:
    own = story is not None and type_of(story.author or "") in PATIENT_SIDE
    return vars(story) | {"own": own} if story else None


@blueprint.operation(
    "GET",
    "/shared",
    permissions.SHARED_WITH_US,
    shows=shapes.SharedWithUs,
    takes=acts.TurnPage,
    location="query",
)
def shared_with_us(act: dict[str, Any]) -> Any:
    """Patients of the unit whose contract another care provider keeps: what is shared, and what is missing."""
    ask = asked()
    place = ask.place("shared", act["page"])
    with ask.reading() as desk:
        page = existence.everybody_shared(desk, place)
        units = {each.unit for one in page.patients for each in one.contracts if each.unit}
        people = described(desk, [f"Organization/{unit}" for unit in units])
    return {
        "patients": [_shared(each, people) for each in page.patients],
        "next": ask.sealed("shared", page.after),
    }


def _shared(one: existence.SharedPatient, people: dict[str, Party]) -> dict[str, Any]:
    contracts = [
        vars(each) | {"unit_name": people[f"Organization/{each.unit}"].name if each.unit else None}
        for each in one.contracts
    ]
    return vars(one) | {"contracts": contracts}


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
        until = reasons.tell(desk, act["patient"], act["reason"], act["text"])
    return {"until": until}

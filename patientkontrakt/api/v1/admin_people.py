"""Staff's assignments, for administrators: whose they are at a unit of theirs, giving one and ending one."""

from typing import Any, Final

from patientkontrakt import clock
from patientkontrakt.api.v1.administering import administering, note, reading
from patientkontrakt.api.v1.blueprint import Blueprint
from patientkontrakt.api.v1.door import asked
from patientkontrakt.api.v1.schemas import admin_people as shapes
from patientkontrakt.auth import accounts, assignments
from patientkontrakt.auth.assignments import Assignment
from patientkontrakt.care import assignments as entries
from patientkontrakt.care import people, permissions
from patientkontrakt.care.people import Party
from patientkontrakt.fhir.outcome import Conflict, Issue, NotFound
from patientkontrakt.records.desk import Desk

blueprint = Blueprint("uppdrag", "Personalens uppdrag: vilka som finns, ge ett och avsluta ett.")
ADMINISTER = permissions.ADMINISTER

Body = dict[str, Any]

_ENDED: Final = Issue("conflict", "Uppdraget är redan avslutat.", "The assignment has ended already.")


@blueprint.operation("GET", "/admin/units", ADMINISTER, shows=shapes.OwnUnits)
def own_units() -> Any:
    """The units of the administrator's own care provider."""
    with reading() as desk:
        return {"units": [{"id": each.id, "name": each.name} for each in entries.own_units(desk)]}


@blueprint.operation(
    "GET", "/admin/people", ADMINISTER, shows=shapes.UnitsPeople, takes=shapes.WhichUnit, location="query"
)
def list_people(act: Body) -> Any:
    """The assignments of a unit, and whom of the care provider's people one may be given."""
    with reading() as desk:
        custodian = str(desk.actor.custodian)
        found = assignments.at_unit(desk.tx, act["unit"], custodian)
        known = [each for each in assignments.people_of(desk.tx, custodian) if each != desk.actor.account]
        named = people.described(desk, [*known, *(each.account for each in found)])
        return {
            "assignments": [_shown(each, named) for each in found],
            "people": [{"account": each, "name": named.get(each, Party()).name} for each in known],
        }


@blueprint.operation(
    "POST", "/admin/people", ADMINISTER, shows=shapes.ShownAssignment, takes=shapes.GiveAssignment, status=201
)
def give(act: Body) -> Any:
    """Give somebody an assignment at a unit of the care provider's, from now. Nobody gives herself one."""
    with administering() as (desk, hand):
        made = entries.give(desk, act["person"], act["unit"], act["role"], act["until"])
        found = assignments.one(desk.tx, made.id, str(desk.actor.custodian))
        if found is None:
            raise NotFound
        accounts.start_assignment(
            desk.tx,
            made.id,
            found.account,
            found.unit,
            str(desk.actor.custodian),
            found.role,
            hand.at,
            found.ends,
        )
        note(desk, "assignment-start", f"PractitionerRole/{made.id}")
        return _one(desk, made.id)


@blueprint.operation("POST", "/admin/people/<assignment>/end", ADMINISTER, shows=shapes.ShownAssignment)
def end(assignment: str) -> Any:
    """End an assignment: its tokens are refused from now, and only an administrator begins it again."""
    with administering() as (desk, hand):
        found = assignments.one(desk.tx, assignment, str(desk.actor.custodian))
        if found is None:
            raise NotFound
        if not accounts.end_assignment(desk.tx, assignment, hand.at, by=hand.by):
            raise Conflict(_ENDED)
        if found.source == "admin":
            entries.close(desk, assignment)
        note(desk, "assignment-end", f"PractitionerRole/{assignment}")
        return _one(desk, assignment)


def _one(desk: Desk, id: str) -> Body:
    found = assignments.one(desk.tx, id, str(desk.actor.custodian))
    if found is None:
        raise NotFound
    return _shown(found, people.described(desk, [found.account]))


def _shown(one: Assignment, named: dict[str, Party]) -> Body:
    return {
        "id": one.id,
        "person": {"account": one.account, "name": named.get(one.account, Party()).name},
        "unit": one.unit,
        "role": one.role,
        "starts": clock.moment(one.starts),
        "ends": None if one.ends is None else clock.moment(one.ends),
        "goes_on": one.ends is None or clock.millis(asked().now) < one.ends,
        "by_hand": one.source == "admin" or one.ended_by is not None,
    }

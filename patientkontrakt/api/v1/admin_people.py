"""Staff's assignments, for administrators: whose they are at a unit of theirs, giving one and ending one."""

from collections.abc import Iterable
from functools import partial
from typing import Any, Final

from patientkontrakt import clock
from patientkontrakt.api.v1.administering import administering, note, reading
from patientkontrakt.api.v1.blueprint import Blueprint
from patientkontrakt.api.v1.door import asked
from patientkontrakt.api.v1.schemas import admin_people as shapes
from patientkontrakt.api.v1.schemas.admin import Who
from patientkontrakt.auth.administration import assignments
from patientkontrakt.auth.administration.assignments import Assignment, Book
from patientkontrakt.care import assignments as entries
from patientkontrakt.care import own_units, people, permissions, staff_search
from patientkontrakt.care.people import Party
from patientkontrakt.fhir.outcome import Conflict, Issue, NotFound
from patientkontrakt.records.desk import Desk

blueprint = Blueprint("uppdrag", "Personalens uppdrag: vilka som finns, ge ett och avsluta ett.")
ADMINISTER = permissions.ADMINISTER
UNITS: Final = "admin/units"

Body = dict[str, Any]

_ENDED: Final = Issue("conflict", "Uppdraget är redan avslutat.", "The assignment has ended already.")


@blueprint.operation(
    "GET", "/admin/units", ADMINISTER, shows=shapes.OwnUnits, takes=shapes.LookForOwnUnits, location="query"
)
def list_units(act: Body) -> Any:
    """The units of the administrator's own care provider, itself among them, by name, a page at a time."""
    ask = asked()
    place = ask.place(UNITS, act["page"])
    with reading() as desk:
        page = own_units.own_units(desk, act["q"], place)
    return {"units": page.units, "total": page.total, "next": ask.sealed(UNITS, page.after)}


@blueprint.operation("GET", "/admin/units/<unit>", ADMINISTER, shows=shapes.OwnUnit)
def one_unit(unit: str) -> Any:
    """One of them."""
    with reading() as desk:
        return own_units.own_unit(desk, unit)


@blueprint.operation(
    "GET", "/admin/people", ADMINISTER, shows=shapes.UnitsPeople, takes=shapes.WhichUnit, location="query"
)
def list_people(act: Body) -> Any:
    """The assignments of a unit of the care provider's: those that go on by name, then those that ended last."""
    with reading() as desk:
        unit, custodian = own_units.own_unit(desk, act["unit"]), str(desk.actor.custodian)
        going_on = _shown(desk, assignments.going_on(desk.tx, unit.id, custodian, desk.at))
        ended = _shown(desk, assignments.ended(desk.tx, unit.id, custodian, desk.at))
    going_on.sort(key=lambda each: each["person"]["name"] or "")
    return {
        "unit": unit,
        "assignments": [*going_on, *ended],
        "more_ended": len(ended) == assignments.MOST_ENDED,
    }


@blueprint.operation("GET", "/admin/people/<assignment>", ADMINISTER, shows=shapes.ShownAssignment)
def show(assignment: str) -> Any:
    """One assignment."""
    with reading() as desk:
        return _one(desk, assignment)


@blueprint.operation(
    "POST",
    "/admin/staff/search",
    permissions.STAFF_BY_NAME,
    shows=shapes.FoundStaff,
    takes=shapes.SearchStaff,
)
def search(act: Body) -> Any:
    """Those of the care provider's people, now or before, whose names hold these words; never the administrator herself."""
    with reading() as desk:
        ours = partial(assignments.who_have_worked_for, desk.tx, str(desk.actor.custodian))
        found = staff_search.named(desk, act["name"], lambda those: ours(those) - {desk.actor.account})
    return {
        "people": [{"account": account, "name": name} for account, name in found.people],
        "more": found.more,
    }


@blueprint.operation("GET", "/admin/staff/<practitioner>", ADMINISTER, shows=Who)
def one_of_staff(practitioner: str) -> Any:
    """One of them, to give an assignment."""
    account = f"Practitioner/{practitioner}"
    with reading() as desk:
        if not assignments.who_have_worked_for(desk.tx, str(desk.actor.custodian), [account]):
            raise NotFound
        return {"account": account, "name": people.described(desk, [account])[account].name}


@blueprint.operation(
    "POST", "/admin/people", ADMINISTER, shows=shapes.ShownAssignment, takes=shapes.GiveAssignment, status=201
)
def give(act: Body) -> Any:
    """Give somebody an assignment at a unit of the care provider's, from today. Nobody gives herself one, or one she has."""
    with administering() as (desk, hand):
        wanted = entries.Wanted(act["person"], act["unit"], act["role"], act["until"])
        made = entries.give(desk, Book(desk.tx, hand.at, hand.by), wanted)
        note(desk, "assignment-start", f"PractitionerRole/{made}")
        return _one(desk, made)


@blueprint.operation("POST", "/admin/people/<assignment>/end", ADMINISTER, shows=shapes.ShownAssignment)
def end(assignment: str) -> Any:
    """End an assignment: its tokens are refused from now, and only an administrator or the operator gives one anew."""
    with administering() as (desk, hand):
        if assignments.one(desk.tx, assignment, str(desk.actor.custodian)) is None:
            raise NotFound
        if not entries.end(desk, Book(desk.tx, hand.at, hand.by), assignment):
            raise Conflict(_ENDED)
        note(desk, "assignment-end", f"PractitionerRole/{assignment}")
        return _one(desk, assignment)


def _one(desk: Desk, id: str) -> Body:
    found = assignments.one(desk.tx, id, str(desk.actor.custodian))
    if found is None:
        raise NotFound
    return _shown(desk, [found])[0]


def _shown(desk: Desk, found: Iterable[Assignment]) -> list[Body]:
    found = list(found)
    units = {each.unit: f"Organization/{each.unit}" for each in found}
    named = people.described(desk, [*(each.account for each in found), *units.values()])
    return [_in_words(each, named, desk.at) for each in found]


def _in_words(one: Assignment, named: dict[str, Party], at: int) -> Body:
    return {
        "id": one.id,
        "person": {"account": one.account, "name": named.get(one.account, Party()).name},
        "unit": one.unit,
        "unit_name": named.get(f"Organization/{one.unit}", Party()).name,
        "role": one.role,
        "starts": clock.moment(one.starts),
        "first_day": clock.today(clock.moment(one.starts)),
        "ends": None if one.ends is None else clock.moment(one.ends),
        "last_day": None if one.last_moment is None else clock.today(clock.moment(one.last_moment)),
        "goes_on": one.goes_on(at),
        "stands": one.stands(at),
        "by_hand": one.source == "admin" or one.ended_by is not None,
    }

"""What care does around a contract once it is written: who takes part, sharing, how goals and promises go, proposals."""

from datetime import date
from typing import Any

from patientkontrakt import clock
from patientkontrakt.api.v1.blueprint import Blueprint
from patientkontrakt.api.v1.door import asked
from patientkontrakt.api.v1.schemas import contract_acts as shapes
from patientkontrakt.api.v1.schemas.shown import ShownSharing
from patientkontrakt.care import (
    followups,
    goal_levels,
    participants,
    people,
    permissions,
    promises_kept,
    proposals,
    sharing_by_staff,
)
from patientkontrakt.care.promises.from_fhir import read_status
from patientkontrakt.care.promises.model import PromiseStatus
from patientkontrakt.care.shapes import targets
from patientkontrakt.records.stored import Stored

blueprint = Blueprint("vardens-handlingar", "Vårdens handlingar kring ett kontrakt.")


@blueprint.operation(
    "GET", "/contracts/<plan>/participants", permissions.TAKE_PART, shows=shapes.Participants
)
def taking_part(plan: str) -> Any:
    """Who takes part in a contract, how each unit's invitation stands, and when each last read it."""
    with asked().reading() as desk:
        found = participants.participants(desk, plan)
    return {"participants": [_participant(each) for each in found]}


def _participant(each: participants.Participant) -> dict[str, Any]:
    party = {"name": each.party.name, "role": each.party.role, "phone": each.party.phone}
    return vars(each) | party


@blueprint.operation("GET", "/contracts/<plan>/sharing", permissions.SHARING, shows=shapes.ContractSharings)
def sharing(plan: str) -> Any:
    """Whom the patient shares with, and which of those units have a relation, without which sharing opens nothing."""
    with asked().reading() as desk:
        found = sharing_by_staff.of_contract(desk, plan)
        units = {unit for each in found.sharing for unit in each.units}
        named = people.described(desk, (f"Organization/{unit}" for unit in units))
    names = {unit: named[f"Organization/{unit}"].name for unit in units}
    rows = [
        vars(each) | {"unit": (other := found.other(each)), "unit_name": names.get(other or "")}
        for each in found.sharing
    ]
    return {"sharing": rows, "effective": found.effective, "people": named}


@blueprint.operation(
    "POST",
    "/contracts/<plan>/sharing",
    permissions.CHANGE_SHARING,
    shows=ShownSharing,
    takes=shapes.RecordSharing,
    status=201,
)
def share(act: dict[str, Any], plan: str) -> Any:
    """Record that the patient, told what it means, shares with a unit; it takes the place of one with the same unit."""
    with asked().writing() as desk:
        return sharing_by_staff.share_for(
            desk, plan, act["unit"], level=act["level"], method=act["method"], until=_day(act["until"])
        )


@blueprint.operation(
    "POST",
    "/contracts/<plan>/sharing/<consent>/stop",
    permissions.CHANGE_SHARING,
    shows=ShownSharing,
    takes=shapes.RecordStop,
)
def stop_sharing(act: dict[str, Any], plan: str, consent: str) -> Any:
    """Stop a sharing on the patient's word: the unit's next request is refused."""
    with asked().writing() as desk:
        return sharing_by_staff.stop_for(desk, plan, consent, act["method"])


@blueprint.operation(
    "POST",
    "/contracts/<plan>/goals/<goal>/level",
    permissions.GOAL_LEVEL,
    shows=shapes.ShownLevel,
    takes=shapes.SetLevel,
    status=201,
)
def set_level(act: dict[str, Any], plan: str, goal: str) -> Any:
    """Note where the patient is on a goal's five steps; earlier levels stay."""
    with asked().writing() as desk:
        return _level(goal_levels.set_level(desk, plan, goal, act["value"], act["text"]))


def _level(made: Stored) -> dict[str, Any]:
    body = made.body()
    goal = targets(body["focus"])[0].partition("/")[2]
    return {"id": made.id, "goal": goal, "value": body["valueInteger"], "at": clock.moment(made.updated)}


@blueprint.operation(
    "POST",
    "/contracts/<plan>/followups",
    permissions.FOLLOW_UP,
    shows=shapes.ShownFollowUp,
    takes=shapes.NewFollowUp,
    status=201,
)
def follow_up(act: dict[str, Any], plan: str) -> Any:
    """Follow up: levels, a note the patient sees, and the next review, which waits for the next utgåva."""
    levels = [followups.Level(each["id"], each["value"], each["text"]) for each in act["goals"]]
    with asked().writing() as desk:
        done = followups.follow_up(desk, plan, levels, act["note"], _day(act["next_review"]))
    return {
        "levels": [_level(each) for each in done.levels],
        "note": done.note,
        "next_review": done.next_review,
        "waits": done.next_review is not None,
    }


@blueprint.operation(
    "POST",
    "/contracts/<plan>/promises/<task>/status",
    permissions.KEEP_PROMISE,
    shows=shapes.ShownPromiseKept,
    takes=shapes.ReportPromise,
)
def report(act: dict[str, Any], plan: str, task: str) -> Any:
    """Say how one of care's promises goes; another custodian's unit accepts and reports its own."""
    with asked().writing() as desk:
        status = PromiseStatus(act["status"])
        return _kept(promises_kept.report(desk, plan, task, status, act["note"], act["version"]))


@blueprint.operation(
    "POST",
    "/contracts/<plan>/promises/<task>/remind",
    permissions.KEEP_PROMISE,
    shows=shapes.ShownPromiseKept,
    takes=shapes.SayMore,
)
def remind(act: dict[str, Any], plan: str, task: str) -> Any:
    """Remind the one who promised; another unit gets a work item."""
    with asked().writing() as desk:
        return _kept(promises_kept.remind(desk, plan, task, act["text"]))


@blueprint.operation(
    "POST",
    "/contracts/<plan>/promises/<task>/note",
    permissions.KEEP_PROMISE,
    shows=shapes.ShownPromiseKept,
    takes=shapes.NewWords,
    status=201,
)
def remark(act: dict[str, Any], plan: str, task: str) -> Any:
    """Write how a promise goes, in words; the patient sees them."""
    with asked().writing() as desk:
        return _kept(promises_kept.remark(desk, plan, task, act["text"]))


def _kept(stored: Stored) -> dict[str, Any]:
    return {"id": stored.id, "version": stored.version, "status": read_status(stored.body()).value}


@blueprint.operation(
    "POST",
    "/contracts/<plan>/proposals",
    permissions.PROPOSE,
    shows=shapes.ShownPromiseKept,
    takes=shapes.NewProposal,
    status=201,
)
def propose(act: dict[str, Any], plan: str) -> Any:
    """Propose a promise of the own unit in a contract it reads; kept with its own custodian."""
    with asked().writing() as desk:
        made = proposals.propose(
            desk, plan, act["text"], owner=act["owner"], when=act["when"], due=_day(act["due"])
        )
    return _kept(made)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None

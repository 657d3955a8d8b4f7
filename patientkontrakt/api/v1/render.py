"""From what care answers to plain dictionaries for the schemas: names of fields, nothing decided."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from patientkontrakt.api.negotiation import Language
from patientkontrakt.care.contacts.hours import Availability
from patientkontrakt.care.contacts.model import FixedContact
from patientkontrakt.care.contract.around import Around
from patientkontrakt.care.contract.model import Deed, Life
from patientkontrakt.care.contract.views import NextStep, View
from patientkontrakt.care.goals.door import is_own
from patientkontrakt.care.goals.model import GoalItem
from patientkontrakt.care.mylog.viewing import Seen
from patientkontrakt.care.parties import PATIENT_SIDE, Side, type_of
from patientkontrakt.care.people import Party
from patientkontrakt.care.promises.form import shown as promise_form
from patientkontrakt.care.promises.model import Promise
from patientkontrakt.care.promises.progress import reminded_at
from patientkontrakt.care.times.model import NextTime
from patientkontrakt.fhir.outcome import Issue

Body = dict[str, Any]
SAME = ("title", "description", "start", "end", "created", "author", "published", "contributors", "no_time_needed",
        "warnings", "coordination", "relatives", "review_by", "end_reason")  # fmt: skip
AROUND = ("patient_name", "born", "changed_at", "changed_by", "reach_now")


def plan(view: View, people: Mapping[str, Party], readable: frozenset[str]) -> Body:
    """A contract for its reader."""
    contract, latest, applies = view.contract, view.life.latest(), view.life.agreed()
    around = {name: getattr(view.around, name) for name in AROUND}
    return (
        around
        | {name: getattr(contract, name) for name in SAME}
        | {
            "id": contract.id,
            "version": view.version,
            "patient": contract.patient.partition("/")[2],
            "unit": view.unit,
            "custodian": view.custodian,
            "status": contract.status.value,
            "phase": view.phase.value,
            "utgava": latest.number if latest else None,
            "applies": applies.number if applies else None,
            "utgavor": utgavor(view.life),
            "asked": view.asked,
            "next_step": _next_step(view.next_step, view),
            "story": _story(view),
            "goals": [_goal(each, view.around) for each in contract.goals],
            "wishes": [_goal(each, view.around) for each in view.contract.wishes],
            "promises": _halves(view),
            "proposals": [promise(each, view) for each in view.contract.proposals],
            "contacts": [contact(each, view.around) for each in contract.contacts if each.active],
            "times": [time(each, view.around) for each in contract.times if each.status != "cancelled"],
            "linked": [asdict(each) | {"readable": each.reference in readable} for each in contract.linked],
            "completeness": completeness(view.points),
            "people": people,
        }
    )


def references(view: View) -> Iterable[str | None]:
    """Everybody who is named in a contract."""
    contract = view.contract
    yield from (contract.author, view.around.changed_by)
    yield from contract.contributors
    for held in (*contract.promises, *contract.proposals):
        yield from (held.owner, held.watched_by, held.requester)
    for contact in contract.contacts:
        yield from (contact.member, contact.team, contact.unit)
    for time in contract.times:
        yield from time.who
    yield from (goal.by for goal in contract.goals)
    yield from (linked.responsible for linked in contract.linked)
    yield contract.story.author if contract.story else None


def _story(view: View) -> Body | None:
    story = view.contract.story
    if story is None:
        return None
    own = type_of(story.author or "") in PATIENT_SIDE
    version = view.around.versions.get(f"QuestionnaireResponse/{story.id}", 0) if own else 0
    return asdict(story) | {"own": own, "version": version}


def _goal(goal: GoalItem, around: Around) -> Body:
    key, level = f"Goal/{goal.id}", around.levels.get(goal.id)
    step = next((each.text for each in goal.steps if level and each.value == level.value), None)
    return asdict(goal) | {
        "own": is_own(goal.by),
        "version": around.versions.get(key),
        "audience": "egen" if key in around.hers_alone else "alla",
        "level": level.value if level else None,
        "level_at": level.at if level else None,
        "now": step or goal.now,
    }


def contact(fixed: FixedContact, around: Around) -> Body:
    """A fixed contact, with its hours."""
    seen = around.contacts.get(fixed.id, Availability())
    told = {"hours": seen.hours, "open": seen.open, "opens_next": seen.opens_next}
    told |= {"version": around.versions.get(f"CareTeam/{fixed.id}")}
    return asdict(fixed) | told


def time(held: NextTime, around: Around) -> Body:
    """A time, with its version and place."""
    told = {"version": around.versions.get(f"Appointment/{held.id}"), "place": around.places.get(held.id)}
    return asdict(held) | told


def _halves(view: View) -> Body:
    each = view.contract.promises
    return {
        "mine": [promise(one, view) for one in each if one.side == Side.PATIENT],
        "care": [promise(one, view) for one in each if one.side == Side.CARE],
    }


def promise(held: Promise, view: View) -> Body:
    """A promise, with words and rhythm apart."""
    form = promise_form(held)
    return {
        "id": held.id,
        "text": held.text,
        "owner": held.owner,
        "requester": held.requester,
        "when": form["when"],
        "timing": form["timing"],
        "due": held.due,
        "status": held.status.value,
        "late": held.id in view.late,
        "watched_by": held.watched_by,
        "notes": held.notes,
        "version": view.around.versions.get(f"Task/{held.id}"),
        "side": "mine" if held.side == Side.PATIENT else "care",
        "done_at": view.around.done.get(held.id),
        "reminded_at": reminded_at(held),
    }


def _next_step(step: NextStep | None, view: View) -> Body:
    if step is None:
        return {"kind": "ingen", "time": None, "promise": None}
    if step.time:
        return {"kind": "tid", "time": time(step.time, view.around), "promise": None}
    return {"kind": "lofte", "time": None, "promise": promise(step.promise, view) if step.promise else None}


def utgavor(life: Life) -> list[Body]:
    """Each publication with its yes and its withdrawal, newest first."""
    told: dict[int, Body] = {}
    for entry in life.entries:
        row = told.setdefault(entry.number, {"number": entry.number})
        if entry.deed == Deed.UTGIVEN:
            row |= {"at": entry.at, "author": entry.author}
        elif entry.deed == Deed.OVERENS:
            row |= {
                "agreed_at": entry.at,
                "method": entry.method and entry.method.value,
                "withdrawn_at": None,
            }
        else:
            row |= {"withdrawn_at": entry.at}
    return [told[number] for number in sorted(told, reverse=True)]


def completeness(points: Mapping[str, bool]) -> Body:
    """n of 9."""
    return {"count": sum(points.values()), "of": len(points), "points": points}


def missing(issues: Iterable[Issue], language: Language) -> list[Body]:
    """What holds back, in the reader's language."""
    return [
        {"detail": each.sv if language == "sv" else each.en, "where": list(each.expression)}
        for each in issues
    ]


def access(row: Seen, language: Language) -> Body:
    """A row of the log in the reader's language."""
    action, reason = row.action, row.reason
    return {
        "id": row.id,
        "place": ", ".join(each for each in (row.unit.name, row.unit.address) if each) or None,
        "at": row.at,
        "outcome": row.outcome,
        "own": row.own,
        "group": row.group,
        "emergency": row.emergency,
        "activity": row.activity,
        "name": row.party.name,
        "role": row.party.role or row.role,
        "unit": row.unit.name,
        "custodian": row.custodian.name,
        "client": row.client,
        "purpose": row.purpose,
        "action": action.sv if language == "sv" else action.en,
        "reason": reason.sv if language == "sv" else reason.en,
        "what": row.what,
        "count": row.count,
    }

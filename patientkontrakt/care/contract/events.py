"""What has happened around a patient, for a line of time: visits, utgåvor and answers, plans, when home care began."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from patientkontrakt.care.contract.model import Deed, LinkedPlan
from patientkontrakt.care.contract.views import View
from patientkontrakt.care.contract.wording.saying import Words, quoted
from patientkontrakt.care.contract.wording.telling import filled
from patientkontrakt.care.parties import PATIENT_SIDE, type_of
from patientkontrakt.care.registers import entry, unit_of
from patientkontrakt.care.shapes import Resource, moment, target
from patientkontrakt.care.whole import search_whole
from patientkontrakt.fhir import systems
from patientkontrakt.records.desk import Desk

HALF_A_YEAR: Final = timedelta(days=183)
EMERGENCY, INPATIENT = "EMER", frozenset({"IMP", "ACUTE", "NONAC"})


@dataclass(frozen=True)
class Event:
    """One thing that happened: from when to when, whose line, what kind, in words, and where."""

    start: datetime
    end: datetime | None
    lane: str
    kind: str
    words: Words
    where: str | None = None


def events(desk: Desk, view: View, since: datetime | None = None) -> list[Event]:
    """What the reader may read of the last half year, or since then if that is later, oldest first."""
    first = max(since or desk.now - HALF_A_YEAR, desk.now - HALF_A_YEAR)
    patient = view.contract.patient.partition("/")[2]
    found = [
        *visits(desk, patient),
        *_of_contract(desk, view),
        *_plans(desk, view),
        *_relations(desk, patient),
    ]
    fresh = [each for each in found if first <= (each.end or each.start) and each.start <= desk.now]
    return sorted(fresh, key=lambda each: (each.start, each.words.sv))


def visits(desk: Desk, patient: str) -> list[Event]:
    """Every visit that the reader may read."""
    return [event for each in _search(desk, "Encounter", patient) if (event := _visit(desk, each))]


def _visit(desk: Desk, body: Resource) -> Event | None:
    span = body.get("period", {})
    start, kind = moment(span.get("start")), body.get("class", {}).get("code")
    if start is None or body.get("status") in ("cancelled", "entered-in-error", "planned"):
        return None
    unit = target(body.get("serviceProvider"))
    where = _name(desk, unit)
    why = next((each["text"] for each in body.get("reasonCode", []) if each.get("text")), None)
    said = _VISITS["akut" if kind == EMERGENCY else "inlagd" if kind in INPATIENT else "besok"]
    words = filled(said, where=Words(where or "vården", where or "care"))
    if why:
        words = Words(f"{words.sv}: {quoted(why).sv}.", f"{words.en}: {quoted(why).en}.")
    else:
        words = Words(f"{words.sv}.", f"{words.en}.")
    end = moment(span.get("end"))
    lane = "sjukhus" if kind == EMERGENCY or kind in INPATIENT else _lane(desk, unit)
    return Event(start, end, lane, "akut" if kind == EMERGENCY else "insats", words, where)


_VISITS: Final = {
    "akut": Words("Akut besök, {where}", "Emergency visit, {where}"),
    "inlagd": Words("Inlagd, {where}", "Admitted, {where}"),
    "besok": Words("Besök, {where}", "Visit, {where}"),
}


def _of_contract(desk: Desk, view: View) -> Iterator[Event]:
    """Utgåvor and what she said to them, and when she told what matters to her."""
    where, lane = _name(desk, f"Organization/{view.unit}"), _lane(desk, f"Organization/{view.unit}")
    for each in view.life.entries:
        number = Words(str(each.number), str(each.number))
        words = filled(_DEEDS[each.deed], n=number)
        if each.deed == Deed.UTGIVEN:
            yield Event(each.at, None, lane, "plan", words, where)
        else:
            yield Event(each.at, None, "jag", "jag", words)
    story = view.contract.story
    if story and story.written and type_of(story.author or "") in PATIENT_SIDE:
        yield Event(story.written, None, "jag", "jag", _STORY)


_DEEDS: Final = {
    Deed.UTGIVEN: Words("Utgåva {n} av planen.", "Version {n} of the plan."),
    Deed.OVERENS: Words("Du sa ja till utgåva {n}.", "You said yes to version {n}."),
    Deed.ATERKALLAD: Words(
        "Du tog tillbaka ditt ja till utgåva {n}.", "You took back your yes to version {n}."
    ),
}
_STORY: Final = Words("Du skrev vad som är viktigt för dig.", "You wrote what matters to you.")


def _plans(desk: Desk, view: View) -> Iterator[Event]:
    """The linked plans that the reader may open, from the day they began."""
    linked = {each.reference: each for each in view.contract.linked if each.reference}
    if not linked:
        return
    patient = view.contract.patient.partition("/")[2]
    for body in _search(desk, "CarePlan", patient):
        plan = linked.get(f"CarePlan/{body['id']}")
        start = moment(body.get("created")) or moment(body.get("period", {}).get("start"))
        if plan and start:
            yield _plan(desk, plan, start)


def _plan(desk: Desk, plan: LinkedPlan, start: datetime) -> Event:
    words = filled(Words("{plan} skrevs.", "{plan} was written."), plan=quoted(plan.display))
    unit = unit_of(desk, plan.responsible) if plan.responsible else None
    keeper = f"Organization/{unit}" if unit else None
    return Event(start, None, _lane(desk, keeper), "plan", words, _name(desk, keeper))


def _relations(desk: Desk, patient: str) -> Iterator[Event]:
    """When a unit of a kommun began to come home to her."""
    for body in _search(desk, "EpisodeOfCare", patient):
        unit, start = target(body.get("managingOrganization")), moment(body.get("period", {}).get("start"))
        if start and _lane(desk, unit) == "kommun" and _is_relation(body):
            where = _name(desk, unit)
            words = filled(
                Words("{where} började hjälpa dig.", "{where} began to help you."),
                where=Words(where or "kommunen", where or "the municipality"),
            )
            yield Event(start, None, "kommun", "insats", words, where)


def _is_relation(body: Resource) -> bool:
    return any(
        systems.has_coding(body.get("type"), systems.RELATION, kind) for kind in ("vardrelation", "listning")
    )


def _search(desk: Desk, type: str, patient: str) -> Iterable[Resource]:
    if desk.opens("s", type) is None:
        return ()
    return [each.body() for each in search_whole(desk, type, [("patient", patient)])[0]]


def _name(desk: Desk, unit: str | None) -> str | None:
    name = (entry(desk, unit) or {}).get("name")
    return str(name) if name else None


def _lane(desk: Desk, unit: str | None) -> str:
    """Whose line a unit is on: a kommun's by what it is part of, a hospital's by its name, else a health centre's."""
    reference, first = unit, entry(desk, unit) or {}
    for _ in range(4):
        body = entry(desk, reference) or {}
        kinds = body.get("type")
        if systems.has_coding(kinds, systems.ORG, "kommun") or systems.has_coding(
            kinds, systems.ORG, "omsorgsgivare"
        ):
            return "kommun"
        reference = target(body.get("partOf"))
    return "sjukhus" if "sjukhus" in str(first.get("name", "")).lower() else "vardcentral"

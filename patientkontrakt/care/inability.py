"""A patient who cannot say yes or no, and not only for now: three assessments open another custodian's data (A-9, M4).

Two steps, as the law has them (lag 2022:913 3 kap. 3-4 §§): first who has data, then the data of those one needs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from patientkontrakt import clock
from patientkontrakt.care import permissions
from patientkontrakt.care.codes import known
from patientkontrakt.care.command import commanded
from patientkontrakt.care.emergency.shapes import HERS_ALONE, consent, recipient
from patientkontrakt.care.parties import id_of
from patientkontrakt.care.refusals import RuleBroken, rule
from patientkontrakt.care.shapes import Resource, day, ref, refs, target, targets
from patientkontrakt.care.staff import require_assignment
from patientkontrakt.fhir import systems
from patientkontrakt.fhir.outcome import NotFound
from patientkontrakt.records import reader, writer
from patientkontrakt.records.circle import is_hidden_from
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.keepers import openable
from patientkontrakt.records.permission import require_scopes
from patientkontrakt.records.siblings import hold, sibling, siblings
from patientkontrakt.records.stored import Stored

UNABLE: Final = known(systems.CONSENT_PURPOSE, "beslutsoformogen")
ASSESSED: Final = systems.ext("bedomning")
LAW: Final = "lag 2022:913 3 kap. 3-4 §§"
LONGEST: Final = timedelta(days=366)
WHO: Final = "inability-who"
RECORDED: Final = "inability"
REASON: Final = "inability"


@dataclass(frozen=True)
class Assessments:
    """That the care is needed, what is known of her attitude, and that nothing tells she would oppose (3 kap. 3 §)."""

    need: str
    attitude: str
    no_objection: str


@dataclass(frozen=True)
class Inability:
    """What is recorded: whose data the unit reads, since when, and until when."""

    id: str
    custodians: tuple[str, ...]
    since: date | None
    until: date | None
    status: str


@dataclass(frozen=True)
class OtherCustodians:
    """Those who have data about her that the unit cannot read; ``hidden`` where it may not be told who they are."""

    custodians: tuple[str, ...]
    hidden: bool = False


def who_has(desk: Desk, patient: str, told: Assessments) -> OtherCustodians:
    """Step 1. What is blocked outwards is not among them: nobody but the patient lifts that."""
    _admitted(desk, patient)
    desk.note(WHO, f"Patient/{patient}", "permitted", REASON, patient=patient)
    found = _others(desk, patient)
    if is_hidden_from(desk, patient):
        return OtherCustodians((), hidden=bool(found))
    return OtherCustodians(tuple(found))


def record(desk: Desk, patient: str, custodians: Sequence[str], told: Assessments, until: date) -> Inability:
    """Step 2: the unit reads these custodians' data until that day, a year ahead at most. Raises RuleBroken.

    ``custodians`` is empty where step 1 did not tell them: then all it found.
    """
    _admitted(desk, patient)
    if not clock.today(desk.now) <= until <= clock.today(desk.now) + LONGEST:
        raise RuleBroken(_AN_END)
    hold(desk, patient)
    found = _others(desk, patient)
    chosen = _chosen(found, custodians, hidden=is_hidden_from(desk, patient))
    with commanded(desk):
        made = writer.create(desk, _consent(desk, patient, chosen, told, until), trust=HERS_ALONE)
    desk.note(RECORDED, f"Patient/{patient}", "permitted", REASON, patient=patient)
    return read_inability(made)


def of_unit(desk: Desk, patient: str) -> list[Inability]:
    """What the actor's unit has recorded of this patient, newest first."""
    _admitted(desk, patient)
    made = siblings(desk, patient, "Consent", category=UNABLE)
    return [read_inability(each) for each in reversed(made) if _reads(each, desk.actor.unit)]


def end(desk: Desk, patient: str, consent_id: str) -> Inability:
    """She can say yes or no again, or it was wrong: the next request is refused. Raises NotFound."""
    _admitted(desk, patient)
    current = sibling(desk, patient, "Consent", consent_id)
    if current is None or not _is_inability(current) or not _reads(current, desk.actor.unit):
        raise NotFound()
    if read_inability(current).status == "active":
        with commanded(desk):
            over = current.body() | {"status": "inactive"}
            current = writer.update(desk, "Consent", consent_id, over, None, trust=HERS_ALONE)
    return read_inability(current)


def read_inability(stored: Stored) -> Inability:
    """What a Consent of this kind says."""
    body = stored.body()
    span = body["provision"].get("period", {})
    whose = tuple(id_of(each) for each in targets(body.get("organization")))
    return Inability(stored.id, whose, day(span.get("start")), day(span.get("end")), body["status"])


def _admitted(desk: Desk, patient: str) -> None:
    """Staff in care whose unit has a relation. Raises AccessRefused, NotFound."""
    require_assignment(desk)
    require_scopes(desk, *permissions.INABILITY)
    reader.read(desk, "Patient", patient)


def _others(desk: Desk, patient: str) -> list[str]:
    return sorted({each.custodian for each in openable(desk, patient)} - {desk.actor.custodian or ""})


def _chosen(found: list[str], named: Sequence[str], *, hidden: bool) -> list[str]:
    """Those named, all of which step 1 told; all it found where it told nothing. A guess at what was hidden is refused."""
    chosen = found if hidden else sorted(set(named))
    if not chosen or not set(chosen) <= set(found) or (hidden and named):
        raise RuleBroken(_NOT_NAMED)
    return chosen


def _is_inability(consent_: Stored) -> bool:
    return systems.has_coding(consent_.body().get("category"), *UNABLE)


def _reads(consent_: Stored, unit: str | None) -> bool:
    actors = consent_.body().get("provision", {}).get("actor", [])
    return f"Organization/{unit}" in [target(each.get("reference")) for each in actors]


def _consent(desk: Desk, patient: str, custodians: Sequence[str], told: Assessments, until: date) -> Resource:
    said = [
        {"url": "behov", "valueString": told.need},
        {"url": "installning", "valueString": told.attitude},
        {"url": "inget-motsatt", "valueString": told.no_objection},
        {"url": "by", "valueReference": ref(desk.actor.who)},
        {"url": "when", "valueDateTime": clock.iso(desk.now)},
    ]
    return consent(desk, patient, UNABLE, LAW) | {
        "extension": [{"url": ASSESSED, "extension": said}],
        "organization": refs(f"Organization/{each}" for each in custodians),
        "provision": {
            "type": "permit",
            "period": {"start": clock.today(desk.now).isoformat(), "end": until.isoformat()},
            "actor": [recipient(f"Organization/{desk.actor.unit}")],
        },
    }


_AN_END: Final = rule(
    "Ange till vilken dag det gäller, högst ett år fram.",
    "Say until which day it holds, at most a year ahead.",
    "until",
)
_NOT_NAMED: Final = rule(
    "Ange vårdgivare som har uppgifter ni inte kan läsa.",
    "Name care providers with data that you cannot read.",
    "custodians",
)

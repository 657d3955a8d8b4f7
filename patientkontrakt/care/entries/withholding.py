"""Withholding an entry from the patient: only where it is of synnerlig vikt, with a reason, and looked at again (P-5, P-6).

OSL 25 kap. 6-7 §§. Staff read that it is withheld, why, and who looks at it again; the patient and her guardian see
neither the entry nor that there is one.
"""

from datetime import date, timedelta
from typing import Final

from patientkontrakt import clock
from patientkontrakt.care import codes, permissions
from patientkontrakt.care.command import commanded
from patientkontrakt.care.contract.archive import Dossier, open_dossier
from patientkontrakt.care.entrance import read_by_staff
from patientkontrakt.care.entries.deed import Deed, is_deed, provenance, read_deed
from patientkontrakt.care.entries.part import is_hers, part_of
from patientkontrakt.care.questions.replying import work_items
from patientkontrakt.care.questions.waiting import REVIEW, wait_for
from patientkontrakt.care.refusals import RuleBroken, rule
from patientkontrakt.care.registers import unit_of
from patientkontrakt.care.shapes import has_code, targets
from patientkontrakt.records import withheld, writer
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.ownership import Owner
from patientkontrakt.records.permission import require_changeable, require_scopes
from patientkontrakt.records.siblings import hold, siblings
from patientkontrakt.records.stored import Stored
from patientkontrakt.records.withheld import WITHHELD
from patientkontrakt.records.writer import COMMAND, Trust

LONGEST: Final = timedelta(days=366)
"""Nothing is withheld for longer without somebody looking at it again."""


def withhold(desk: Desk, plan: str, part: str, reason: str, reviewer: str, review_by: date) -> Deed:
    """Withhold an entry of the own unit, or go on doing so until another day.

    Raises NotFound, AccessRefused, RuleBroken: her own words, what she does not see anyway, a reviewer from elsewhere,
    a day that is not ahead or too far off.
    """
    require_scopes(desk, *permissions.WITHHOLD)
    dossier, found = _entry(desk, plan, part)
    _require_reviewer(desk, reviewer, review_by)
    if is_hers(found.body()):
        raise RuleBroken(_HER_WORDS)
    if found.visibility not in ("alla", WITHHELD):
        raise RuleBroken(_NOT_SHOWN)
    if found.visibility != WITHHELD:
        with commanded(desk):
            for each in (found, *_following(desk, found)):
                withheld.withhold(desk, each)
    deed = _deed(desk, "undanhallen", found, dossier, reason, reviewer, review_by)
    _look_again(desk, dossier, found, deed)
    return deed


def show_again(desk: Desk, plan: str, part: str, reason: str | None = None) -> Deed:
    """She sees the entry again, as it was and as it is. Raises NotFound, AccessRefused, RuleBroken."""
    require_scopes(desk, *permissions.WITHHOLD)
    dossier, found = _entry(desk, plan, part)
    if found.visibility != WITHHELD:
        raise RuleBroken(_SHOWN)
    with commanded(desk):
        for each in (found, *_following(desk, found)):
            withheld.show_again(desk, each)
    _done(desk, found)
    return _deed(desk, "visas-igen", found, dossier, reason)


def _entry(desk: Desk, plan: str, part: str) -> tuple[Dossier, Stored]:
    patient = read_by_staff(desk, plan).patient
    hold(desk, patient)
    dossier = open_dossier(desk, patient, plan)
    found = part_of(desk, dossier, part)
    require_changeable(desk, found.type, found.id)
    return dossier, found


def _require_reviewer(desk: Desk, reviewer: str, review_by: date) -> None:
    today = clock.today(desk.now)
    if unit_of(desk, reviewer) != desk.actor.unit:
        raise RuleBroken(_REVIEWER)
    if not today < review_by <= today + LONGEST:
        raise RuleBroken(_REVIEW_BY)


def _following(desk: Desk, entry: Stored) -> list[Stored]:
    """What says the same in other words: how far a goal has come, and why the entry was marked as wrong."""
    levels = siblings(desk, entry.patient or "", "Observation")
    marks = siblings(desk, entry.patient or "", "Provenance")
    about = [each for each in levels if entry.key in targets(each.body().get("focus"))]
    about += [each for each in marks if _is_mark_of(each, entry)]
    return [each for each in about if each.visibility in ("alla", WITHHELD)]


def _is_mark_of(act: Stored, entry: Stored) -> bool:
    body = act.body()
    return (
        has_code(body.get("activity"), codes.RATTAD) and is_deed(body) and read_deed(body).part == entry.key
    )


def _deed(
    desk: Desk,
    kind: str,
    found: Stored,
    dossier: Dossier,
    reason: str | None,
    reviewer: str | None = None,
    review_by: date | None = None,
) -> Deed:
    """Written down for staff only: that something is withheld is no news to her either."""
    deed = Deed(
        kind=kind,
        part=found.key,
        version=found.version,
        plan=dossier.plan.key,
        at=desk.now,
        by=desk.actor.who,
        unit=f"Organization/{desk.actor.unit}",
        reason=reason,
        reviewer=reviewer,
        review_by=review_by,
    )
    trust = Trust("command", Owner(found.custodian, found.unit), "personal")
    with commanded(desk):
        writer.create(desk, provenance(deed), trust=trust)
    return deed


def _look_again(desk: Desk, dossier: Dossier, found: Stored, deed: Deed) -> None:
    """The reviewer has it to look at from that day on; one such item at a time."""
    _done(desk, found)
    wait_for(
        desk,
        REVIEW,
        None,
        dossier.patient,
        focus=found.key,
        plan=dossier.plan.key,
        to=deed.reviewer,
        due=deed.review_by or clock.today(desk.now),
        owner=Owner(found.custodian, found.unit),
    )


def _done(desk: Desk, found: Stored) -> None:
    with commanded(desk):
        for task in work_items(desk, found):
            done = task.body() | {"status": "completed", "lastModified": clock.iso(desk.now)}
            writer.update(desk, "Task", task.id, done, None, trust=COMMAND)


_HER_WORDS: Final = rule(
    "Det här har patienten sagt själv. Det går inte att undanhålla.",
    "The patient has said this herself. It cannot be withheld.",
    "part",
)
_NOT_SHOWN: Final = rule("Patienten ser inte det här.", "The patient does not see this.", "part")
_SHOWN: Final = rule("Patienten ser redan det här.", "The patient sees this already.", "part")
_REVIEWER: Final = rule(
    "Ange någon på din enhet som prövar det igen.",
    "Name somebody at your unit who looks at it again.",
    "reviewer",
)
_REVIEW_BY: Final = rule(
    "Ange en dag framåt, högst ett år bort, då det prövas igen.",
    "Give a day ahead, at most a year away, when it is looked at again.",
    "review_by",
)

"""Writing a contract: open it, edit its sections, give out an utgåva. Each takes the desk first, then plain values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from patientkontrakt import clock
from patientkontrakt.care import permissions, sharing
from patientkontrakt.care.command import commanded
from patientkontrakt.care.contract import drafting, filing, publishing, rules
from patientkontrakt.care.contract.archive import Dossier, open_dossier, reachable
from patientkontrakt.care.contract.model import Contract, Section, Utgava
from patientkontrakt.care.contract.sections import show
from patientkontrakt.care.contract.sheet import Draft, Sheet
from patientkontrakt.care.contract.to_fhir import care_plan
from patientkontrakt.care.parties import PATIENT_SIDE, Side, type_of
from patientkontrakt.care.refusals import StepNotAllowed, rule
from patientkontrakt.care.staff import require_opener
from patientkontrakt.fhir.outcome import Issue
from patientkontrakt.fhir.resource import new_id
from patientkontrakt.records import drafts, writer
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.permission import require_changeable, require_creatable, require_scopes
from patientkontrakt.records.stored import Stored

AT_ONCE: Final = frozenset({Section.KONTAKTER, Section.TIDER})
"""No part of what is agreed: once there is an utgåva, written to FHIR at once (D4)."""


def open_contract(
    desk: Desk,
    patient: str,
    title: str,
    *,
    description: str | None = None,
    start: date | None = None,
    end: date | None = None,
    filled: Mapping[Section, dict[str, Any]] = {},
    id: str | None = None,
    keep_ids: bool = True,
) -> Stored:
    """An utkast for `patient`, hidden from her, with the sections already filled in. Raises AccessRefused.

    It gets a random id, unless who opens it has one for it. Without `keep_ids` so does everything in it.
    """
    require_scopes(desk, *permissions.OPEN_CONTRACT)
    require_opener(desk)
    require_creatable(desk, "CarePlan", patient)
    contract = Contract(
        id=id or new_id(),
        patient=f"Patient/{patient}",
        title=title,
        author=desk.actor.who,
        description=description,
        start=start or clock.today(desk.now),
        end=end,
        created=desk.now,
        contributors=(f"Organization/{desk.actor.unit}",),
    )
    with commanded(desk):
        plan = writer.create(desk, care_plan(contract), id=contract.id, trust=filing.HIDDEN)
    dossier = open_dossier(desk, patient, plan.id)
    sheets = drafting.sheets(desk, dossier)
    for section, data in filled.items():
        _save(desk, dossier, sheets[section], data, keep_ids=keep_ids)
    return plan


def edit_section(
    desk: Desk,
    plan: str,
    section: Section,
    data: dict[str, Any],
    version: int,
    *,
    keep_ids: bool = True,
) -> Sheet:
    """Save one section that was read as `version` (0: not read, and nobody is writing it).

    Without `keep_ids` an item keeps its id only if it is this contract's already: a door never takes new ones.
    Raises VersionConflict, RuleBroken; ChangedMeanwhile where it is written at once and another door wrote too.
    """
    dossier = for_change(desk, plan)
    sheet = drafting.sheets(desk, dossier)[section]
    drafting.require_read(sheet, version)
    saved = _save(desk, dossier, sheet, data, keep_ids=keep_ids)
    desk.note("update", dossier.plan.key, "permitted", "draft", patient=dossier.patient)
    return saved


def _save(desk: Desk, dossier: Dossier, sheet: Sheet, data: dict[str, Any], *, keep_ids: bool) -> Sheet:
    contract, section = dossier.contract(), sheet.section
    if section == Section.VIKTIGT and is_her_own_story(contract) and data != show(contract, section):
        raise StepNotAllowed(_HER_STORY)
    said = data if keep_ids else drafting.renamed(contract, sheet, data)
    filled = drafting.filled_in(desk, contract, section, said)
    base = sheet.draft.base if sheet.draft else sheet.published
    if section in AT_ONCE and contract.published:
        return _write_at_once(desk, dossier, sheet, filled, base)
    return drafting.keep(desk, dossier, sheet, filled, base)


def _write_at_once(
    desk: Desk, dossier: Dossier, sheet: Sheet, data: dict[str, Any], base: dict[str, Any]
) -> Sheet:
    """Contacts and times now; what the section holds of agreed content waits in the draft for the next utgåva."""
    before, section = dossier.contract(), sheet.section
    draft = Draft(section, 0, data, base, desk.actor.who, desk.at)
    now = drafting.applied(before, [draft], desk.actor.unit, drafting.settled(before, [draft]))
    waits = replace(now, no_time_needed=before.no_time_needed, review_by=before.review_by)
    filing.file(desk, dossier, waits)
    hidden = sheet.ids(show(before, section)) - sheet.ids(sheet.published)
    wanted, given_out = (sheet.without(show(each, section), hidden) for each in (now, waits))
    return drafting.keep(desk, dossier, sheet, wanted, given_out, given_out=wanted == given_out)


@dataclass(frozen=True)
class Published:
    """A given out utgåva, what still holds the contract back from `active`, and how complete it is."""

    utgava: Utgava
    missing: list[Issue]
    points: dict[str, bool]


def publish(desk: Desk, plan: str) -> Published:
    """Give out the drafts as the next utgåva, in one commit, merged with what other doors have changed meanwhile.

    Raises ChangedMeanwhile where they collide, StepNotAllowed, Invalid.
    """
    dossier = for_change(desk, plan)
    written = [each.draft for each in drafting.sheets(desk, dossier).values() if each.draft]
    before = dossier.contract()
    merged = drafting.settled(before, written)
    filled = drafting.applied(before, written, desk.actor.unit, merged)
    after = filing.proposed_anew(filled, before, dossier.bodies(), Side.CARE)
    filing.file(desk, dossier, replace(after, published=True))
    shares = merged[Section.DELNING]["shares"] if Section.DELNING in merged else []
    for share in shares:
        sharing.record(desk, dossier.patient, **share)
    drafts.close(desk, plan)
    _require_news(desk, dossier, given=bool(shares))
    utgava = publishing.give_out(desk, dossier.patient, plan)
    return _published(desk, dossier.patient, plan, utgava)


def _require_news(desk: Desk, before: Dossier, *, given: bool) -> None:
    """An utgåva that says what the last one said is no news to anybody."""
    latest = before.life().latest()
    now = open_dossier(desk, before.patient, before.plan.id)
    same_plan = latest and latest.content == now.content() and now.plan.version == before.plan.version
    if latest and same_plan and not given and _story(latest.targets) == _story(publishing.versioned(now)):
        raise StepNotAllowed(_NOTHING_NEW)


def _story(targets: Iterable[str]) -> list[str]:
    return [each for each in targets if type_of(each) == "QuestionnaireResponse"]


def _published(desk: Desk, patient: str, plan: str, utgava: Utgava) -> Published:
    contract = open_dossier(desk, patient, plan).contract()
    known, today = reachable(desk, contract), clock.today(desk.now)
    missing = rules.gate(contract, known, desk.now, today)
    return Published(utgava, missing, rules.completeness(contract, known, desk.now, today))


def for_change(desk: Desk, plan: str) -> Dossier:
    """The dossier of a contract the actor may change, its patient locked. Raises NotFound, AccessRefused, or
    StepNotAllowed when it has ended."""
    require_scopes(desk, *permissions.CHANGE_CONTRACT)
    require_changeable(desk, "CarePlan", plan)
    current = writer.lock(desk, "CarePlan", plan)
    dossier = open_dossier(desk, current.patient or "", plan)
    if dossier.contract().status in rules.ENDED:
        raise StepNotAllowed(_ENDED)
    return dossier


def is_her_own_story(contract: Contract) -> bool:
    """Whether the patient has written her story herself."""
    return contract.story is not None and type_of(contract.story.author or "") in PATIENT_SIDE


_HER_STORY: Final = rule(
    "Berättelsen har patienten skrivit själv. Bara patienten ändrar den.",
    "The patient has written the story herself. Only the patient changes it.",
    "QuestionnaireResponse.author",
)
_NOTHING_NEW: Final = rule(
    "Inget har ändrats sedan förra utgåvan.",
    "Nothing has changed since the last utgåva.",
    "CarePlan",
)
_ENDED: Final = rule(
    "Planen är avslutad. Gör en ny.",
    "The plan has ended. Make a new one.",
    "CarePlan.status",
)

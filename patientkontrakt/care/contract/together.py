"""Several who write the same section (ux.md §3.5, K-10): see both texts, go on from what is published, or drop it."""

from dataclasses import dataclass

from patientkontrakt import clock
from patientkontrakt.care import permissions
from patientkontrakt.care.contract import drafting
from patientkontrakt.care.contract.archive import Dossier, open_dossier
from patientkontrakt.care.contract.commands import for_change, is_her_own_story
from patientkontrakt.care.contract.merging import Merged, Side, merge
from patientkontrakt.care.contract.model import Contract, Section
from patientkontrakt.care.contract.readings import PARTS, readings
from patientkontrakt.care.contract.sections import Data, items, show
from patientkontrakt.care.contract.sheet import Sheet, fingerprint
from patientkontrakt.care.parties import PATIENT_SIDE, type_of
from patientkontrakt.fhir.resource import new_id
from patientkontrakt.records import drafts, reader
from patientkontrakt.records.chronicle import chronicle
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.permission import require_changeable, require_scopes


@dataclass(frozen=True)
class Meeting:
    """Both texts in one: what it can be saved on, and where they collide."""

    version: int
    merged: Merged


def compared(desk: Desk, plan: str, section: Section, version: int, data: Data) -> Meeting:
    """What the section says with both what was saved since `version` was read and `data`. Nothing is saved.

    Raises NotFound, AccessRefused.
    """
    dossier = _readable(desk, plan)
    sheet = drafting.sheets(desk, dossier)[section]
    contract = dossier.contract()
    known = drafting.renamed(contract, sheet, data, earlier=True)
    mine = drafting.filled_in(desk, contract, section, known)
    base = sheet.read_as(version) or _formerly(desk, dossier, section, version)
    return Meeting(sheet.version, merge(section, base, sheet.data, mine))


def _formerly(desk: Desk, dossier: Dossier, section: Section, version: int) -> Data | None:
    """What was published when `version` was read, if that was within the time that drafts are kept."""
    since = desk.now - drafts.KEPT
    written = chronicle(desk, dossier.patient, PARTS, clock.millis(since), dossier.plan.key)
    contracts = (each.contract for each in readings(written, dossier.plan.key, since))
    shown = (show(each, section) for each in contracts if each)
    return next((each for each in shown if fingerprint(each) == version), None)


def _readable(desk: Desk, plan: str) -> Dossier:
    require_scopes(desk, *permissions.CHANGE_CONTRACT)
    require_changeable(desk, "CarePlan", plan)
    stored = reader.read(desk, "CarePlan", plan)
    return open_dossier(desk, stored.patient or "", plan)


def go_on(desk: Desk, plan: str, section: Section, version: int) -> Sheet:
    """The draft, read as `version`, rests on what is published now, which its writer has seen: where they differ the
    draft holds, but for the patient's own words. Raises VersionConflict, NotFound, AccessRefused."""
    dossier = for_change(desk, plan)
    sheet = drafting.sheets(desk, dossier)[section]
    drafting.require_read(sheet, version)
    desk.note("update", dossier.plan.key, "permitted", "draft", patient=dossier.patient)
    if sheet.draft is None:
        return sheet
    contract = dossier.contract()
    side: Side = "theirs" if section == Section.VIKTIGT and is_her_own_story(contract) else "mine"
    merged = merge(section, sheet.draft.base, sheet.published, sheet.draft.data, prefer=side)
    data = _anew(contract, section, _in_her_words(sheet, merged))
    return drafting.keep(desk, dossier, sheet, data, sheet.published)


def _in_her_words(sheet: Sheet, merged: Merged) -> Data:
    """A goal in the patient's own words says what she says; care's wording beside it is care's."""
    if sheet.section != Section.MAL:
        return merged.data
    hers = {each["id"]: each for each in sheet.published["goals"] if type_of(each["by"]) in PATIENT_SIDE}
    goals = (hers.get(each["id"], {}) | {"rephrased": each["rephrased"]} for each in merged.data["goals"])
    return merged.data | {
        "goals": [each | own for each, own in zip(merged.data["goals"], goals, strict=True)]
    }


def _anew(contract: Contract, section: Section, data: Data) -> Data:
    """What another door has taken out of the plan, and the draft keeps, comes back as a new item."""
    there = drafting.item_ids(contract)
    for each in items(section, data):
        each["id"] = each["id"] if each["id"] in there else new_id()
    return data


def throw_away(desk: Desk, plan: str) -> None:
    """Drop everything that is being written; what is published stands. Raises NotFound, AccessRefused."""
    dossier = for_change(desk, plan)
    drafts.throw_away(desk, plan)
    desk.note("update", dossier.plan.key, "permitted", "draft", patient=dossier.patient)

"""Drafts of a contract's sections (model.md D4): written aside, versioned, merged into the plan at publication.

A draft keeps what the form showed when it was begun, so that a change made meanwhile at another door is seen.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from patientkontrakt import clock
from patientkontrakt.care.contract import sections
from patientkontrakt.care.contract.archive import Dossier
from patientkontrakt.care.contract.merging import Conflict, Merged, merge
from patientkontrakt.care.contract.model import Contract, Section
from patientkontrakt.care.contract.sections import Data, Writer
from patientkontrakt.care.contract.sheet import Draft, Sheet
from patientkontrakt.care.refusals import ChangedMeanwhile
from patientkontrakt.fhir.outcome import Issue, VersionConflict
from patientkontrakt.fhir.resource import new_id
from patientkontrakt.records import drafts
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.readable import readable


def sheets(desk: Desk, dossier: Dossier) -> dict[Section, Sheet]:
    """Every section of the form as the actor's shows it, with what is being written of it."""
    contract = seen(desk, dossier)
    kept = [_read(each) for each in drafts.versions(desk, contract.id) if each.json != drafts.NOTHING]
    return {
        each: Sheet(each, sections.show(contract, each), tuple(one for one in kept if one.section == each))
        for each in Section
    }


def all_drafts(desk: Desk, plan: str) -> dict[Section, Draft]:
    """Every section that is being written, for commands that change a part of one."""
    kept = (_read(each) for each in drafts.versions(desk, plan) if each.json != drafts.NOTHING)
    return {each.section: each for each in kept if each.closed is None}


def write(desk: Desk, contract: Contract, section: Section, data: Data, version: int, patient: str) -> Draft:
    """A command's own change of a section that stands as `version` (0: nobody is writing it). Raises VersionConflict."""
    draft = all_drafts(desk, contract.id).get(section)
    if version != (draft.version if draft else 0):
        raise VersionConflict(draft.version if draft else 0)
    base = draft.base if draft else sections.show(contract, section)
    return _add(desk, contract.id, patient, section, data, base)


def seen(desk: Desk, dossier: Dossier) -> Contract:
    """The contract with only those parts that the actor may read: what is not shown has not been taken away."""
    types = (each.type for each in dossier.parts.values())
    known = readable(desk, dossier.patient, types)
    parts = {key: each for key, each in dossier.parts.items() if key in known}
    return replace(dossier, parts=parts).contract()


def _read(row: drafts.Section) -> Draft:
    told = json.loads(row.json)
    return Draft(Section(row.name), row.version, told["data"], told["base"], row.by, row.at, row.closed)


def require_read(sheet: Sheet, version: int) -> None:
    """Raises VersionConflict with the version that stands, when somebody has written since `version` was read."""
    if not sheet.takes(version):
        raise VersionConflict(sheet.version)


def keep(
    desk: Desk, dossier: Dossier, sheet: Sheet, data: Data, base: Data, *, given_out: bool = False
) -> Sheet:
    """Save the next version of a section; `given_out` when what it says is published already."""
    if given_out:
        drafts.close(desk, dossier.plan.id, sheet.section.value)
    plan, patient = dossier.plan.id, dossier.patient
    draft = _add(desk, plan, patient, sheet.section, data, base, given_out=given_out)
    return replace(sheet, kept=(*sheet.kept, draft), published=base if given_out else sheet.published)


def _add(
    desk: Desk, plan: str, patient: str, section: Section, data: Data, base: Data, *, given_out: bool = False
) -> Draft:
    told = json.dumps({"data": data, "base": base}, ensure_ascii=False)
    return _read(drafts.add(desk, plan, patient, section.value, told, desk.actor.who, closed=given_out))


def filled_in(desk: Desk, contract: Contract, section: Section, data: Data) -> Data:
    """A filled section as its form will show it: every item with an id, what was left open filled in."""
    writer = Writer(desk.actor.who, desk.actor.unit and f"Organization/{desk.actor.unit}", desk.now)
    whole = with_ids(section, data)
    if section == Section.DELNING:
        return whole
    shown = sections.show(sections.fill(contract, section, whole, writer), section)
    return shown | {"id": whole["id"]} if section == Section.VIKTIGT else shown


def with_ids(section: Section, data: Data) -> Data:
    """The section, where every item has an id; so has a story."""
    for item in sections.items(section, data):
        item["id"] = item.get("id") or new_id()
    return data | {"id": data.get("id") or new_id()} if section == Section.VIKTIGT else data


def applied(
    contract: Contract, written: Iterable[Draft], unit: str | None, data: Mapping[Section, Data] = {}
) -> Contract:
    """The contract with every draft filled in (or `data` of it), each by the one who wrote it, at `unit` (an id)."""
    for draft in written:
        writer = Writer(draft.by, unit and f"Organization/{unit}", clock.moment(draft.at))
        told = data.get(draft.section, draft.data)
        contract = sections.fill(contract, draft.section, told, writer)
    return contract


def settled(contract: Contract, written: Iterable[Draft]) -> dict[Section, Data]:
    """Every draft merged with what the contract now says.

    Raises ChangedMeanwhile with each place that another door has changed too, and nothing else.
    """
    merged = {each.section: with_now(contract, each) for each in written}
    if issues := [_collision(name, each) for name, one in merged.items() for each in one.conflicts]:
        raise ChangedMeanwhile(*issues)
    return {name: each.data for name, each in merged.items()}


def with_now(contract: Contract, draft: Draft) -> Merged:
    """A draft merged with what the contract now says."""
    return merge(draft.section, draft.base, sections.show(contract, draft.section), draft.data)


def _collision(section: Section, conflict: Conflict) -> Issue:
    place = ".".join(filter(None, (section.value, conflict.item, conflict.field)))
    name = _NAMES[section]
    return Issue(
        "conflict",
        f"”{name[0]}” ändrades samtidigt på samma ställe. Läs det som gäller nu och välj. Din text är kvar.",
        f'"{name[1]}" was changed meanwhile in the same place. Read what now holds and choose. Your text is kept.',
        (place,),
    )


def renamed(contract: Contract, sheet: Sheet, data: Data, *, earlier: bool = False) -> Data:
    """The section, where an item keeps its id only if that is an item of this contract or of its draft.

    Whoever sends another id gets a new one and learns nothing of whether it was taken. To compare with what was
    read, `earlier` versions of the section count too.
    """
    known = item_ids(contract)
    for draft in sheet.kept if earlier else filter(None, (sheet.draft,)):
        known |= sheet.ids(draft.data) | (sheet.ids(draft.base) if earlier else set())
    for item in sections.items(sheet.section, data):
        if item.get("id") not in known:
            item.pop("id", None)
    return data


def item_ids(contract: Contract) -> set[str]:
    """The ids of everything that has its own form."""
    goals = {each.id for each in (*contract.goals, *contract.wishes)}
    promises = {each.id for each in (*contract.promises, *contract.proposals)}
    times = {each.id for each in (*contract.times, *contract.bookings)}
    return goals | promises | times | {each.id for each in contract.contacts}


_NAMES: Final[dict[Section, tuple[str, str]]] = {
    Section.VIKTIGT: ("Viktigt för mig", "Important to me"),
    Section.MAL: ("Mål", "Goals"),
    Section.ANSVAR: ("Vem gör vad", "Who does what"),
    Section.KONTAKTER: ("Kontakter", "Contacts"),
    Section.TIDER: ("Tider", "Times"),
    Section.SAMRE: ("Om du blir sämre", "If you get worse"),
    Section.SAMORDNING: ("Samordning", "Coordination"),
    Section.DELNING: ("Delning", "Sharing"),
}

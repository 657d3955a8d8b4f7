"""Drafts of a contract's sections (model.md D4): written aside, versioned, merged into the plan at publication.

A draft keeps what the form showed when it was written, so that a change made meanwhile at another door is seen.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from patientkontrakt import clock
from patientkontrakt.care.contract import sections
from patientkontrakt.care.contract.model import Contract, Section
from patientkontrakt.care.contract.sections import Writer
from patientkontrakt.care.refusals import ChangedMeanwhile
from patientkontrakt.fhir.outcome import Issue
from patientkontrakt.fhir.resource import new_id
from patientkontrakt.records import drafts
from patientkontrakt.records.desk import Desk


@dataclass(frozen=True)
class Draft:
    """One section being written: its version, what it says, what the form showed then, and by whom and when."""

    section: Section
    version: int
    data: dict[str, Any]
    base: dict[str, Any]
    by: str
    at: int


def all_drafts(desk: Desk, plan: str) -> dict[Section, Draft]:
    """Every section that is being written, in the form's order."""
    found = drafts.sections(desk, plan)
    return {each: _read(found[each.value]) for each in Section if each.value in found}


def _read(section: drafts.Section) -> Draft:
    told = json.loads(section.json)
    return Draft(Section(section.name), section.version, told["data"], told["base"], section.by, section.at)


def write(
    desk: Desk, contract: Contract, section: Section, data: dict[str, Any], version: int, patient: str
) -> Draft:
    """Keep the filled section, every item with an id. Raises VersionConflict."""
    base = sections.show(contract, section)
    told = json.dumps({"data": with_ids(section, data), "base": base}, ensure_ascii=False)
    return _read(drafts.write(desk, contract.id, patient, section.value, told, version))


def rebase(desk: Desk, contract: Contract, draft: Draft, patient: str) -> Draft:
    """Let the draft rest on the contract as it now is: what has been written at once is no change meanwhile."""
    return write(desk, contract, draft.section, draft.data, draft.version, patient)


def with_ids(section: Section, data: dict[str, Any]) -> dict[str, Any]:
    """The section, where every item has an id; so has a story."""
    for item in sections.items(section, data):
        item["id"] = item.get("id") or new_id()
    return data | {"id": data.get("id") or new_id()} if section == Section.VIKTIGT else data


def applied(contract: Contract, written: dict[Section, Draft], unit: str | None) -> Contract:
    """The contract with every draft filled in, each by the one who wrote it, at `unit` (an id)."""
    for draft in written.values():
        writer = Writer(draft.by, unit and f"Organization/{unit}", clock.moment(draft.at))
        contract = sections.fill(contract, draft.section, draft.data, writer)
    return contract


def require_unchanged(contract: Contract, written: dict[Section, Draft]) -> None:
    """Raises ChangedMeanwhile with every section, and item, that another door has changed since its draft."""
    if issues := [issue for draft in written.values() for issue in _changed(contract, draft)]:
        raise ChangedMeanwhile(*issues)


def _changed(contract: Contract, draft: Draft) -> Iterator[Issue]:
    now = sections.show(contract, draft.section)
    if now == draft.base or now == draft.data:
        return
    before = {item["id"]: item for item in sections.items(draft.section, draft.base)}
    later = {item["id"]: item for item in sections.items(draft.section, now)}
    touched = [key for key in {**before, **later} if before.get(key) != later.get(key)]
    where = tuple(f"{draft.section.value}.{key}" for key in touched) or (draft.section.value,)
    yield Issue(
        "conflict",
        f"Delen ”{draft.section}” ändrades samtidigt. Läs den igen, och spara och ge ut på nytt. Din text är kvar.",
        f'The part "{draft.section}" was changed meanwhile. Read it, save and publish again. Your text is kept.',
        where,
    )


def renamed(desk: Desk, contract: Contract, section: Section, data: dict[str, Any]) -> dict[str, Any]:
    """The section, where an item keeps its id only if that is an item of this contract or of its draft.

    Whoever sends another id gets a new one and learns nothing of whether it was taken.
    """
    draft = all_drafts(desk, contract.id).get(section)
    known = item_ids(contract) | {each["id"] for each in sections.items(section, draft.data if draft else {})}
    for item in sections.items(section, data):
        if item.get("id") not in known:
            item.pop("id", None)
    return data


def item_ids(contract: Contract) -> set[str]:
    """The ids of everything that has its own form."""
    goals = {each.id for each in (*contract.goals, *contract.wishes)}
    promises = {each.id for each in (*contract.promises, *contract.proposals)}
    return goals | promises | {each.id for each in contract.contacts} | {each.id for each in contract.times}

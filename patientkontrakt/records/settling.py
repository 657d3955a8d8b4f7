"""Which resource each entry of a transaction is about, before anything is written: ids, conditions, references (S-034 to S-036).

First what has no patient of its own, and the Patient; then, when the patient is locked, what is hers.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from patientkontrakt.fhir.bundle import BundleEntry, resolve_references
from patientkontrakt.fhir.condition import parse_condition
from patientkontrakt.fhir.outcome import Invalid, Issue, Malformed
from patientkontrakt.fhir.resource import Key, Located, new_id, references
from patientkontrakt.fhir.types import TYPES
from patientkontrakt.records import matching
from patientkontrakt.records.desk import Desk
from patientkontrakt.store.record import Judged

Body = dict[str, Any]


@dataclass
class Settling:
    """The entries of one transaction while it is settled what they are about."""

    desk: Desk
    entries: Sequence[BundleEntry]
    assigned: dict[int, Key] = field(default_factory=dict)
    found: dict[int, Judged] = field(default_factory=dict)
    _named: dict[str, Key] = field(default_factory=dict)  # conditional references, as they were written
    _resolved: tuple[dict[str, Key], dict[int, Body]] | None = None  # the bodies, and what was known then

    def bodies(self) -> dict[int, Body]:
        """The resources by index, their references to the Bundle and their conditions made Type/id where they are known."""
        known = {
            entry.full_url: self.assigned[entry.index]
            for entry in self.entries
            if entry.full_url and entry.index in self.assigned
        } | self._named
        if self._resolved is None or self._resolved[0] != known:
            self._resolved = known, resolve_references(self.entries, known)
        return self._resolved[1]

    def give_ids(self) -> None:
        """Every entry the id of its address, or a new one."""
        for entry in self.entries:
            type = entry.type
            if type is None or type not in TYPES or not TYPES[type].is_in_archive:
                continue
            if entry.id or entry.method == "POST" or entry.query is not None:
                own = (entry.resource or {}).get("id") if entry.method == "PUT" else None
                self.assigned[entry.index] = Key(
                    type, entry.id or (own if isinstance(own, str) else new_id())
                )

    def find(self, patient: str | None, *, hers: bool) -> None:
        """Answer the conditions on ``patient``'s resources (``hers``), or those on Patients and reference data."""
        for entry in sorted(self.entries, key=lambda each: each.if_none_exist or each.query or ""):
            text = condition_in(entry)
            if text is None or entry.index not in self.assigned or _is_hers(entry.type or "") != hers:
                continue
            condition = parse_condition(self.assigned[entry.index].type, text, self.desk.base)
            matching.hold(self.desk, condition, patient)
            if found := matching.one(self.desk, condition, patient):
                self.found[entry.index] = found
                self.desk.coming.pop((condition.type, self.assigned[entry.index].id), None)
                self.assigned[entry.index] = Key(condition.type, found[0].id)
        self._name(patient, hers=hers)

    def _name(self, patient: str | None, *, hers: bool) -> None:
        issues = []
        for entry, located in self._conditional_references:
            text, type = located.holder["reference"], located.reference.type or ""
            if text in self._named or _is_hers(type) != hers:
                continue
            rows = []
            if type in TYPES and TYPES[type].is_in_archive and (patient is not None or not hers):
                condition = parse_condition(type, located.reference.query or "", self.desk.base)
                rows = matching.matching(self.desk, condition, patient)
            if len(rows) == 1:
                self._named[text] = Key(type, rows[0][0].id)
                self.desk.note_records("search", type, rows)
            else:
                issues.append(_not_one(entry, located, len(rows)))
        if issues:
            raise Invalid(*issues)

    @cached_property
    def _conditional_references(self) -> list[tuple[BundleEntry, Located]]:
        return [
            (entry, located)
            for entry in self.entries
            for located in references(entry.resource or {})
            if located.reference.query is not None
        ]

    def require_each_once(self) -> None:
        """Raises Malformed, naming both, when two entries turn out to be about one resource (S-135)."""
        seen: dict[object, str] = {}
        for entry in self.entries:
            if entry.method in ("GET", "HEAD") or entry.index not in self.assigned:
                continue
            names: list[object] = [self.assigned[entry.index]]
            if entry.if_none_exist is not None:
                names.append((entry.type, entry.if_none_exist))
            for name in names:
                if name in seen:
                    raise Malformed(
                        Issue(
                            "duplicate",
                            "Gäller samma post.",
                            "About the same resource.",
                            (seen[name], entry.path),
                        )
                    )
                seen[name] = entry.path


def condition_in(entry: BundleEntry) -> str | None:
    """The condition by which an entry that writes says what it is about."""
    if entry.method == "POST":
        return entry.if_none_exist
    return entry.query if entry.method in ("PUT", "PATCH") and entry.id is None else None


def _is_hers(type: str) -> bool:
    return type in TYPES and TYPES[type].kind == "care" and type != "Patient"


def _not_one(entry: BundleEntry, located: Located, count: int) -> Issue:
    _, _, below = located.path.partition(".")
    return Issue(
        "multiple-matches" if count else "not-found",
        "Villkoret i referensen ska träffa precis en post som får användas här.",
        "The condition in the reference must match exactly one resource that may be used here.",
        (f"{entry.path}.resource.{below}.reference",),
    )

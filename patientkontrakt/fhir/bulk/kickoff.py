"""What a `$export` is asked for, read and found sound (Bulk Data 2.0, "Query Parameters").

What is misspelt or not supported is refused. Under `Prefer: handling=lenient` it is left unheeded and told in the
manifest's `error`; a filter only together with its type: an export that ignored one would hold more than was asked for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from patientkontrakt.fhir.bulk import filters
from patientkontrakt.fhir.outcome import Issue, Malformed
from patientkontrakt.fhir.search import refusals
from patientkontrakt.fhir.search.question import SearchQuery
from patientkontrakt.fhir.search.results import parse_result
from patientkontrakt.fhir.search.unreadable import Unreadable
from patientkontrakt.fhir.search.values import DateRange
from patientkontrakt.fhir.types import TYPES

Level = Literal["system", "Patient", "Group"]
Pair = tuple[str, str]

EXPORTED: Final = tuple(name for name, row in TYPES.items() if row.is_in_archive)
"""What can be exported at all; the log and subscriptions are read where they lie."""
OF_PATIENTS: Final = tuple(name for name in EXPORTED if TYPES[name].kind == "care")
"""What an export of patients holds when no types are named: what lies in their compartments."""
PROVENANCE: Final = ("LatestProvenanceResources", "RelevantProvenanceResources")
FORMATS: Final = ("application/fhir+ndjson", "application/ndjson", "ndjson")
MAX_PATIENTS: Final = 1_000
MAX_FILTERS: Final = 40


@dataclass(frozen=True)
class Kickoff:
    """One export as it was asked for. Empty `types` are all that the level has; `since` is epoch milliseconds.

    `filters` are searches as they were written, `Type?…`; `patients` the ids of those it is limited to, None for nobody in
    particular. `ignored` says what was left unheeded.
    """

    level: Level
    types: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    since: int | None = None
    elements: tuple[str, ...] = ()
    patients: tuple[str, ...] | None = None
    associated: str | None = None
    ignored: tuple[Issue, ...] = ()

    @property
    def named(self) -> tuple[str, ...]:
        """The types it is about."""
        return self.types or (EXPORTED if self.level == "system" else OF_PATIENTS)

    def questions(self, base: str) -> Mapping[str, tuple[SearchQuery, ...]]:
        """The searches of each type that is filtered; a resource comes when it answers one of them."""
        found: dict[str, tuple[SearchQuery, ...]] = {}
        for text in self.filters:
            query = filters.question(text, base)
            found[query.type] = (*found.get(query.type, ()), query)
        return found


def parse_kickoff(level: Level, pairs: Sequence[Pair], *, lenient: bool, base: str) -> Kickoff:
    """What the pairs ask for, every fault reported at once. Raises Malformed. `base` is our FHIR address."""
    reading = _Reading(level, base)
    for name, text in pairs:
        reading.take(name, text)
    return reading.finish(lenient)


@dataclass
class _Reading:
    """A kick-off while it is being read."""

    level: Level
    base: str
    types: list[str] = field(default_factory=list)
    filters: list[str] = field(default_factory=list)
    settings: dict[str, Any] = field(default_factory=dict)
    patients: list[str] | None = None
    faults: list[Issue] = field(default_factory=list)
    not_heeded: set[str] = field(default_factory=set)
    has_named_types: bool = False

    def take(self, name: str, text: str) -> None:
        """One pair; what is wrong with it is remembered."""
        read = _READERS.get(name)
        if read is None:
            self.faults.append(_not_supported(name))
            return
        try:
            read(self, text)
        except Malformed as refusal:
            self.faults.extend(refusal.issues)

    def finish(self, lenient: bool) -> Kickoff:
        """The kick-off. Raises Malformed with every fault, or with those that nobody can overlook."""
        self._require_filters_within_types()
        if self.faults and not lenient:
            raise Malformed(*self.faults)
        kept = [each for each in dict.fromkeys(self.types) if each not in self.not_heeded]
        if self.not_heeded and not self.types:
            kept = [each for each in Kickoff(self.level).named if each not in self.not_heeded]
        if self.faults and not kept and (self.has_named_types or self.not_heeded):
            raise Malformed(*self.faults)  # nothing of what was asked for is left
        return Kickoff(
            self.level,
            types=tuple(kept),
            filters=tuple(each for each in self.filters if filters.type_of(each) not in self.not_heeded),
            patients=None if self.patients is None else tuple(dict.fromkeys(self.patients)),
            ignored=tuple(self.faults),
            **self.settings,
        )

    def format(self, text: str) -> None:
        if text.replace(" ", "+") not in FORMATS:  # a plus that was not percent-encoded
            listed = ", ".join(FORMATS)
            raise Malformed(
                refusals.issue(
                    "value", "_outputFormat", f"ska vara någon av {listed}.", f"must be one of {listed}."
                )
            )

    def since(self, text: str) -> None:
        try:
            self.settings["since"] = DateRange.parse(text.replace(" ", "+")).lo
        except Unreadable as fault:
            raise Malformed(refusals.unreadable("_since", fault)) from None

    def of_types(self, text: str) -> None:
        self.has_named_types = True
        for type in text.split(","):
            if type in EXPORTED:
                self.types.append(type)
            else:
                self.faults.append(_no_such_type())

    def filter(self, text: str) -> None:
        """Several stand with commas between; a comma within a value is that of its search."""
        for each in filters.several(text):
            try:
                filters.question(each, self.base)
            except Malformed as refusal:
                self.faults.extend(refusal.issues)
                self.not_heeded.add(filters.type_of(each))
            else:
                self.filters.append(each)
        if len(self.filters) > MAX_FILTERS:
            raise Malformed(
                refusals.too_much("_typeFilter", f"högst {MAX_FILTERS}.", f"at most {MAX_FILTERS}.")
            )

    def elements(self, text: str) -> None:
        found = parse_result("Patient", "_elements", text)
        self.settings["elements"] = (*self.settings.get("elements", ()), *(found.value if found else ()))

    def associated(self, text: str) -> None:
        for each in text.split(","):
            if each not in PROVENANCE:
                listed = ", ".join(PROVENANCE)
                raise Malformed(
                    refusals.issue(
                        "value",
                        "includeAssociatedData",
                        f"ska vara någon av {listed}.",
                        f"must be one of {listed}.",
                    )
                )
            # the one that says more wins, when both are asked for
            self.settings["associated"] = max(each, self.settings.get("associated", ""))

    def patient(self, text: str) -> None:
        type, _, id = text.rpartition("/")
        if self.level == "system" or type.rpartition("/")[2] not in ("", "Patient") or not id:
            raise Malformed(
                refusals.issue(
                    "value",
                    "patient",
                    "ska vara Patient/id, i ett anrop om patienter eller en grupp.",
                    "must be Patient/id, in a request about patients or a group.",
                )
            )
        self.patients = [*(self.patients or ()), id]
        if len(self.patients) > MAX_PATIENTS:
            raise Malformed(
                refusals.too_much("patient", f"högst {MAX_PATIENTS}.", f"at most {MAX_PATIENTS}.")
            )

    def _require_filters_within_types(self) -> None:
        """A filter of a type that is not exported filters nothing."""
        for each in self.filters if self.has_named_types else ():
            if filters.type_of(each) not in self.types:
                self.faults.append(_not_among_types())


_READERS: Final = {
    "_outputFormat": _Reading.format,
    "_since": _Reading.since,
    "_type": _Reading.of_types,
    "_typeFilter": _Reading.filter,
    "_elements": _Reading.elements,
    "includeAssociatedData": _Reading.associated,
    "patient": _Reading.patient,
}


def pairs_of(parameters: Mapping[str, Any]) -> list[Pair]:
    """The pairs of a Parameters resource: plain values, and `patient` as references. Raises Malformed."""
    given = parameters.get("parameter", [])
    if not isinstance(given, list):
        raise Malformed(_not_supported("parameter"))
    return [_pair(each) for each in given]


def _pair(parameter: Any) -> Pair:
    values = (
        [value for name, value in parameter.items() if name.startswith("value")]
        if isinstance(parameter, dict)
        else []
    )
    name = parameter.get("name") if isinstance(parameter, dict) else None
    value = values[0] if len(values) == 1 else None
    if isinstance(value, dict) and name == "patient":
        value = value.get("reference")
    if not isinstance(name, str) or not isinstance(value, str):
        raise Malformed(_not_supported(name if isinstance(name, str) else "parameter"))
    return name, value


def _not_supported(name: str) -> Issue:
    return refusals.not_supported(name, "hör inte till en export.", "does not belong to an export.")


def _no_such_type() -> Issue:
    return refusals.issue(
        "not-supported",
        "_type",
        "ska vara resurstyper som kan exporteras härifrån.",
        "must be types that can be exported from here.",
    )


def _not_among_types() -> Issue:
    return refusals.issue(
        "value",
        "_typeFilter",
        "gäller en typ som inte står i _type.",
        "is about a type that _type does not name.",
    )

"""A query string into a SearchQuery. What is misspelt or not supported is refused or named, never dropped.

A search that ignored a filter would show more than was asked for (security.md S-012, S-016).
"""

from collections.abc import Sequence
from typing import Any

from patientkontrakt.fhir.outcome import Issue, Malformed
from patientkontrakt.fhir.search import refusals
from patientkontrakt.fhir.search.clauses import parse_clause
from patientkontrakt.fhir.search.links import MAX_LINKS, parse_link
from patientkontrakt.fhir.search.parameters import LEFT_OUT, LEFT_OUT_OF_ALL, parameter_of
from patientkontrakt.fhir.search.privacy import forbid_personal_numbers
from patientkontrakt.fhir.search.question import Clause, Condition, Include, Link, SearchQuery
from patientkontrakt.fhir.search.results import Result, parse_result

__all__ = ["Clause", "Condition", "Include", "Link", "SearchQuery", "forbid_personal_numbers", "parse_query"]

MAX_PARAMETERS = 40

# What fhirpy sends beside _count=0 (conformance.md E2): no filter, so ignoring it shows nothing more.
_NO_FILTER = frozenset({"_totalMethod"})


def parse_query(type: str, pairs: Sequence[tuple[str, str]], strict: bool, base: str = "") -> SearchQuery:
    """What `pairs` ask of `type`, every fault reported at once. Raises Malformed.

    `strict` is `Prefer: handling=strict`: an unknown parameter is a fault. Otherwise `ignored` names it, unless
    no valid filter stands beside it. `base` is our FHIR address: references under it are local.
    """
    if len(pairs) > MAX_PARAMETERS:
        raise Malformed(_too_many())
    reading = _Reading(type, base)
    for name, text in pairs:
        try:
            reading.take(name, text)
        except Malformed as refusal:
            reading.faults.extend(refusal.issues)
    return reading.finish(strict)


class _Reading:
    """A question while it is being read."""

    def __init__(self, type: str, base: str) -> None:
        self.type, self.base = type, base
        self.clauses: list[Clause] = []
        self.links: list[Link] = []
        self.settings: dict[str, Any] = {}
        self.pairs: list[tuple[str, str]] = []
        self.unknown: list[str] = []
        self.faults: list[Issue] = []

    def take(self, name: str, text: str) -> None:
        """One pair: a result parameter, a filter, or unknown."""
        result = parse_result(self.type, name, text)
        if result is not None:
            self.set(name, result)
            self.pairs.append((name, result.shown))
            return
        link = parse_link(self.type, name, text, self.base)
        if link is not None:
            self.links.append(link)
            self.pairs.append((name, text))
            return
        bare, _, modifier = name.partition(":")
        _refuse_what_is_not_yet(self.type, name, bare)
        parameter = parameter_of(self.type, bare)
        if parameter is None:
            self.unknown.append(name)
            return
        self.clauses.append(parse_clause(parameter, modifier or None, text, self.base))
        self.pairs.append((name, text))

    def set(self, name: str, result: Result) -> None:
        """Includes and sort keys add up; anything else may be said once."""
        if result.field in ("includes", "sort"):
            self.settings[result.field] = self.settings.get(result.field, ()) + result.value
        elif result.field in self.settings:
            raise Malformed(refusals.issue("value", name, "får anges en gång.", "may be given once."))
        elif result.field:
            self.settings[result.field] = result.value

    def finish(self, strict: bool) -> SearchQuery:
        """The question, or every fault in it."""
        misspelt = [name for name in self.unknown if name not in _NO_FILTER]
        if strict or (misspelt and not self.clauses and not self.links):
            self.faults.extend(refusals.unknown(name, self.type) for name in self.unknown)
        if len(self.links) > MAX_LINKS:
            self.faults.append(_too_many_links())
        if self.faults:
            raise Malformed(*self.faults)
        ignored = tuple(
            (refusals.shown(name), refusals.unknown(name, self.type, "warning")) for name in self.unknown
        )
        return SearchQuery(
            self.type,
            clauses=tuple(self.clauses),
            links=tuple(self.links),
            ignored=ignored,
            pairs=tuple(self.pairs),
            **self.settings,
        )


def _refuse_what_is_not_yet(type: str, name: str, bare: str) -> None:
    """Under lenient handling too: a filter of FHIR left unheeded shows too much."""
    left_out = LEFT_OUT.get(type, {}).get(bare) or LEFT_OUT_OF_ALL.get(bare)
    if left_out is not None:
        raise Malformed(
            refusals.not_supported(name, f"stöds inte ({left_out}).", f"is not supported ({left_out}).")
        )


def _too_many() -> Issue:
    return Issue(
        "too-costly",
        f"Högst {MAX_PARAMETERS} sökparametrar åt gången.",
        f"At most {MAX_PARAMETERS} search parameters at a time.",
    )


def _too_many_links() -> Issue:
    return Issue(
        "too-costly",
        f"Högst {MAX_LINKS} sökparametrar åt gången får gå genom andra resurser.",
        f"At most {MAX_LINKS} search parameters at a time may lead through other resources.",
    )

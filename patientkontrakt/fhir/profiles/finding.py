"""Finding among our definitions: the same question and the same meaning of a match as in the archive, on what fits in memory."""

from collections.abc import Mapping, Sequence
from functools import lru_cache, partial

from patientkontrakt.fhir.outcome import Malformed
from patientkontrakt.fhir.profiles.library import Definition, Key
from patientkontrakt.fhir.search import refusals
from patientkontrakt.fhir.search.extract import extract
from patientkontrakt.fhir.search.matching import holds
from patientkontrakt.fhir.search.question import Clause, SearchQuery
from patientkontrakt.fhir.search.values import Token, Value

_RESOLVED = ("in", "not-in", "above", "below")


def matching(among: Mapping[Key, Definition], query: SearchQuery, now: int) -> Sequence[Definition]:
    """Those of the question's type that answer it, in its order; `now` in epoch ms.

    What refers to others is answered by nothing here. Raises Malformed for codes that only the archive could resolve.
    """
    for clause in query.clauses:
        _require_plain(clause)
    if query.links:
        return []
    found = [each for (type, _), each in among.items() if type == query.type]
    answering = [each for each in found if _answers(each, query, now)]
    for name, descending in reversed(query.sort):
        answering.sort(key=partial(_first, name), reverse=descending)
    return answering


def _answers(definition: Definition, query: SearchQuery, now: int) -> bool:
    known = _values(definition)
    return all(holds(clause, known.get(clause.param, ()), now) for clause in query.clauses)


@lru_cache(maxsize=512)
def _values(definition: Definition) -> Mapping[str, Sequence[Value]]:
    """What it is found by, by parameter."""
    found: dict[str, list[Value]] = {"_id": [Token("", definition.resource["id"])]}
    for each in extract(definition.resource):
        found.setdefault(each.param, []).append(each.value)
    return found


def _first(name: str, definition: Definition) -> str:
    """Something to sort by: the first value as text; nothing sorts first."""
    return next((repr(value) for value in _values(definition).get(name, ())), "")


def _require_plain(clause: Clause) -> None:
    if clause.kind == "token" and clause.modifier in _RESOLVED:
        name = f"{clause.param}:{clause.modifier}"
        raise Malformed(
            refusals.not_supported(name, "stöds inte för definitioner.", "is not supported for definitions.")
        )

"""Codes that stand for others in a search (`:in`, `:not-in`, `:above`, `:below`) into the codes that are meant.

They are read from our own ValueSets and CodeSystems and those in the archive: what others publish elsewhere is not fetched.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, Final

from patientkontrakt.db import Tx
from patientkontrakt.fhir.outcome import Malformed
from patientkontrakt.fhir.profiles import library
from patientkontrakt.fhir.search import refusals
from patientkontrakt.fhir.search.question import Clause, Condition, Link, SearchQuery
from patientkontrakt.fhir.search.values import Token, Uri
from patientkontrakt.records.stored import body_of
from patientkontrakt.store import published

MOST: Final = 1_000  # codes that one filter may stand for
_MEANT: Final = ("in", "not-in", "above", "below")


def resolved(tx: Tx, query: SearchQuery) -> SearchQuery:
    """The question with plain codes only, here and in the questions within it. Raises Malformed when one is not known."""
    clauses = tuple(_resolve(tx, clause) for clause in query.clauses)
    links = tuple(_link(tx, link) for link in query.links)
    return replace(query, clauses=clauses, links=links)


def _link(tx: Tx, link: Link) -> Link:
    return replace(link, questions=tuple(resolved(tx, question) for question in link.questions))


def _resolve(tx: Tx, clause: Clause) -> Clause:
    if clause.kind != "token" or clause.modifier not in _MEANT:
        return clause
    name = f"{clause.param}:{clause.modifier}"
    codes = list(dict.fromkeys(code for each in clause.values for code in _codes(tx, clause, each, name)))
    if len(codes) > MOST:
        raise Malformed(
            refusals.too_much(name, f"står för fler än {MOST} koder.", f"stands for more than {MOST} codes.")
        )
    meant = tuple(Condition("eq", code) for code in codes)
    return replace(clause, modifier="not" if clause.modifier == "not-in" else None, values=meant)


def _codes(tx: Tx, clause: Clause, asked: Condition, name: str) -> Iterator[Token]:
    match asked.value:
        case Uri(address):
            yield from _of_value_set(_found(tx, "ValueSet", address, name), name)
        case Token(str() as system, str() as code):
            tree = _found(tx, "CodeSystem", system, name).get("concept", [])
            walk = _above if clause.modifier == "above" else _below
            yield from (Token(system, each) for each in walk(tree, code))


def _found(tx: Tx, type: str, address: str, name: str) -> dict[str, Any]:
    """The published resource with this address, or with this id (`ValueSet/x`); ours before any in the archive."""
    ours = library.published(type, address)
    if ours is not None:
        return ours
    text = published.body(tx, type, address)
    if text is None:
        raise Malformed(
            refusals.issue(
                "not-found", name, f"ingen {type} med den adressen finns här.", f"no such {type} is here."
            )
        )
    return body_of(text)


def _of_value_set(value_set: dict[str, Any], name: str) -> Iterator[Token]:
    """The codes it lists, or whole systems. Raises Malformed for one made by filters, or by what it leaves out."""
    compose = value_set.get("compose", {})
    if "expansion" in value_set:
        yield from _expanded(value_set["expansion"].get("contains", []))
        return
    for part in compose.get("include", []):
        if "system" not in part or "filter" in part or "valueSet" in part or "exclude" in compose:
            raise Malformed(
                refusals.not_supported(
                    name, "värdemängden listar inte sina koder.", "the value set does not list its codes."
                )
            )
        listed = [each["code"] for each in part.get("concept", [])]
        yield from (Token(part["system"], code) for code in listed or [None])


def _expanded(contains: Iterable[dict[str, Any]]) -> Iterator[Token]:
    for each in contains:
        if "code" in each and not each.get("abstract"):
            yield Token(each.get("system", ""), each["code"])
        yield from _expanded(each.get("contains", []))


def _below(concepts: list[dict[str, Any]], code: str) -> Iterator[str]:
    """The code and all under it."""
    for concept in concepts:
        inner = concept.get("concept", [])
        if concept["code"] == code:
            yield code
            yield from _all(inner)
        else:
            yield from _below(inner, code)


def _all(concepts: list[dict[str, Any]]) -> Iterator[str]:
    for concept in concepts:
        yield concept["code"]
        yield from _all(concept.get("concept", []))


def _above(concepts: list[dict[str, Any]], code: str) -> Iterator[str]:
    """The code and all it lies under."""
    for concept in concepts:
        inner = list(_above(concept.get("concept", []), code))
        if inner or concept["code"] == code:
            yield concept["code"]
            yield from inner

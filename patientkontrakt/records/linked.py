"""The law in a question, and in the questions within it (chains, ``_has``): each is narrowed as if it were asked by itself.

So a filter tells nothing of a row that its caller could not have found (security.md S-011, S-012), of a protected
identity (``skyddad_inte_i_sokning``), nor of who has help from social services (A-12).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from patientkontrakt.fhir.search.question import Clause, Link, SearchQuery
from patientkontrakt.fhir.search.values import Ref, Token
from patientkontrakt.fhir.types import TYPES
from patientkontrakt.policy.decision import AccessRefused, Restriction
from patientkontrakt.policy.terms import RowIn
from patientkontrakt.records import social_terms, terminology, whereabouts
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.identities import findable
from patientkontrakt.store import organisations
from patientkontrakt.store.filters import Rights
from patientkontrakt.store.search import Asked

_WORDS: Final = (":text", "order-detail")  # what is found by its words


@dataclass(frozen=True)
class Narrowed:
    """A question as the archive is asked it, and the custodians whose rows it leaves out."""

    asked: Asked
    closed: tuple[str, ...]


def narrowed(desk: Desk, query: SearchQuery) -> Narrowed:
    """The question with the law in it, and in every question within it. Raises AccessRefused, Malformed."""
    query = terminology.resolved(desk.tx, query)
    closed = closed_to(desk, query)
    whole = without_social(desk, query.type, desk.restriction("s", query.type), closed)
    return Narrowed(Asked(query, findable(desk, query, whole), rights(desk, query, closed)), closed)


def closed_to(desk: Desk, query: SearchQuery) -> tuple[str, ...]:
    """As :func:`social_terms.closed_to`, for a question that may name its one patient by a chain, or ask by words.

    Words may name social services in ways no list of codes knows. A question about units or people is one about many
    patients when a question within it is: which of them is in somebody's record tells of her.
    """
    if TYPES[query.type].kind != "care":
        return social_terms.unfit_for_lists(desk) if _leads_to_many(query) else ()
    if is_about_one(query):
        return ()
    closed = social_terms.closed_to(desk, query)
    if closed and any(clause.param.endswith(_WORDS) for clause in query.clauses):
        desk.note("search", query.type, "refused", social_terms.REASON)
        raise AccessRefused(social_terms.REASON, may_know=True)
    return closed


def rights(
    desk: Desk, query: SearchQuery, closed: tuple[str, ...], *, about_one: bool | None = None
) -> Rights:
    """What the law opens to every question within ``query``; one whose type the token does not cover is left out.

    ``closed`` are the custodians that :func:`closed_to` names. ``about_one`` is for who knows that only one patient's
    rows are asked for, whatever the question says. Raises AccessRefused when one of the questions, in a
    question about many patients, names social services (A-12).
    """
    about_one = is_about_one(query) if about_one is None else about_one
    found: dict[SearchQuery, Restriction] = {}
    by_keeper = {question for link, question in _within(query) if _comes_from_keeper(link, question)}
    for _, question in _within(query):
        right = desk.opens("s", question.type)
        if right is not None:
            lawful = right if about_one else _narrowed_within(desk, question, right, closed)
            told = whereabouts.narrowed(desk, lawful) if question in by_keeper else lawful
            found[question] = findable(desk, question, told)
    return found


def is_about_one(query: SearchQuery) -> bool:
    """Whether some filter names one patient, or one resource of hers: by itself, or as its chained ``patient``."""
    return social_terms.is_about_one(query) or any(
        not link.reverse
        and link.param in ("patient", "subject")
        and all(each.type == "Patient" and social_terms.is_about_one(each) for each in link.questions)
        for link in query.links
    )


def patients_within(query: SearchQuery) -> frozenset[str]:
    """The ids of the patients that the questions within ``query`` name: their data decide its answer."""
    return frozenset(
        id
        for _, question in _within(query)
        for clause in question.clauses
        for id in _named_by(clause, question.type)
        if clause.modifier is None
    )


def _named_by(clause: Clause, type: str) -> Iterator[str]:
    for value in (condition.value for condition in clause.values):
        if isinstance(value, Ref) and value.id and clause.param in ("patient", "subject"):
            yield value.id
        elif isinstance(value, Token) and value.code and (type, clause.param) == ("Patient", "_id"):
            yield value.code


def _within(query: SearchQuery) -> Iterator[tuple[Link, SearchQuery]]:
    for link in query.links:
        for question in link.questions:
            yield link, question
            yield from _within(question)


def _comes_from_keeper(link: Link, question: SearchQuery) -> bool:
    return link.reverse and whereabouts.are_told_by(question.type, link.param)


def _leads_to_many(query: SearchQuery) -> bool:
    return any(TYPES[each.type].kind == "care" and not is_about_one(each) for _, each in _within(query))


def _narrowed_within(
    desk: Desk, question: SearchQuery, right: Restriction, closed: tuple[str, ...]
) -> Restriction:
    of_patients = TYPES[question.type].kind == "care"
    return without_social(desk, question.type, right, closed_to(desk, question) if of_patients else closed)


def without_social(desk: Desk, type: str, right: Restriction, closed: tuple[str, ...]) -> Restriction:
    """The right without what must be no search term: what ``closed`` custodians wrote, or who and where they are."""
    if TYPES[type].kind == "care" or not closed:
        return social_terms.without(right, closed)
    hidden = organisations.belonging_to(desk.tx, type, closed)
    veto = (social_terms.REASON, RowIn("id", hidden))
    return replace(right, vetoes=(veto, *right.vetoes)) if hidden else right

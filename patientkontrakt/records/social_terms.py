"""Social services are no search term of health care (PDL 2 kap. 8 §; domain.md A-12).

Whoever works at a vårdgivare may not look for, list or count people by their having help from social services. Where
a question names one patient, or one resource of hers, it is about her and not about who has help: then all is as usual.
"""

from collections.abc import Collection
from dataclasses import replace
from typing import Final

from patientkontrakt.fhir import systems
from patientkontrakt.fhir.search.question import Clause, SearchQuery
from patientkontrakt.fhir.search.values import Pair, Ref, Token, Value
from patientkontrakt.fhir.types import TYPES
from patientkontrakt.policy.decision import AccessRefused, Restriction
from patientkontrakt.policy.terms import RowIn
from patientkontrakt.records.desk import Desk
from patientkontrakt.store import organisations

REASON: Final = "social_term"

# Codes that say it by themselves, in their own system or written without one. Whether "har SIP" is such a term is not
# settled (domain.md OQ-9), and what is not settled is a no.
_CODES: Final = {
    "3": systems.FAST_KONTAKT_TYP,  # fast omsorgskontakt
    "SIP": systems.TYPE_OF_CAREPLAN,  # samordnad individuell plan
    "GP": systems.TYPE_OF_CAREPLAN,  # genomförandeplan
}
_SOL: Final = "sol"  # in whatever system: the Act itself
_MEANING: Final = frozenset(
    {"activity-code", "category", "code", "role", "service-category", "service-type", "specialty", "type"}
)


def closed_to(desk: Desk, query: SearchQuery) -> tuple[str, ...]:
    """The custodians whose rows this question leaves out: none for patients, for social services, or about one patient.

    Raises AccessRefused, noted, before any patient's row is looked at, when a filter names social services.
    """
    if desk.actor.kind not in ("staff", "system") or TYPES[query.type].kind != "care" or is_about_one(query):
        return ()
    social = _custodians(desk)
    if desk.actor.custodian in social:
        return ()
    if any(_names_a_code(clause) or _names_a_unit(desk, clause, social) for clause in query.clauses):
        desk.note("search", query.type, "refused", REASON)
        raise AccessRefused(REASON, may_know=True)
    return social


def unfit_for_lists(desk: Desk) -> tuple[str, ...]:
    """The custodians of social services, where a list of many patients is made for health care; none for patients."""
    return kept_from(desk) if desk.actor.kind in ("staff", "system") else ()


def kept_from(desk: Desk) -> tuple[str, ...]:
    """The custodians of social services, for whoever is not at one of them: what no list of health care may show."""
    social = _custodians(desk)
    return () if desk.actor.custodian in social else social


def without(restriction: Restriction, custodians: tuple[str, ...]) -> Restriction:
    """The restriction with the rows of these custodians taken out."""
    if not custodians:
        return restriction
    return replace(restriction, vetoes=((REASON, RowIn("custodian", custodians)), *restriction.vetoes))


def is_about_one(query: SearchQuery) -> bool:
    """Whether some filter names one patient, or one resource that is about her: never one unit or person at work."""
    return TYPES[query.type].kind == "care" and any(_is_one(clause, query.type) for clause in query.clauses)


def _custodians(desk: Desk) -> tuple[str, ...]:
    return organisations.only_of_kind(desk.tx, systems.ORG, "omsorgsgivare", but="vardgivare")


def _is_one(clause: Clause, type: str) -> bool:
    if clause.modifier is not None or len(clause.values) != 1:
        return False
    match clause.values[0].value:
        case Ref(type=None, id=str()):
            return clause.param in ("patient", "subject")
        case Ref(type=str() as target, id=str()):
            return target in TYPES and TYPES[target].kind == "care"
        case Token(code=str(), system=system):
            names_one = bool(system) or type == "Patient"
            return clause.param == "_id" or (clause.param == "identifier" and names_one)
    return False


def _names_a_code(clause: Clause) -> bool:
    return any(_is_social(*named) for each in clause.values for named in _codes_in(clause.param, each.value))


def _codes_in(param: str, value: Value | bool) -> list[tuple[str, Token]]:
    """The codes of a value and what they are codes of; a pair begins with what the resource is."""
    match value:
        case Token():
            return [(param, value)]
        case Pair(code, other):
            return [("code", code), *_codes_in("code", other)]
    return []


def _is_social(param: str, token: Token) -> bool:
    if param not in _MEANING or token.code is None:
        return False
    own = _CODES.get(token.code)
    return token.code.lower() == _SOL or (own is not None and token.system in (None, own))


def _names_a_unit(desk: Desk, clause: Clause, social: Collection[str]) -> bool:
    named = [key for each in clause.values for key in _named(desk, clause, each.value)]
    return any(_is_social_unit(desk, unit, social) for key in named for unit in _units(desk, *key))


def _named(desk: Desk, clause: Clause, value: Value | bool) -> list[tuple[str | None, str]]:
    """The (type, id) that a reference names, by itself or by the number of whom it means (`:identifier`)."""
    match value:
        case Ref(type=type, id=str() as id):
            return [(type, id)]
        case Token(system=system, code=str()) if clause.param.endswith(":identifier"):
            return list(organisations.numbered(desk.tx, system, value.codes))
    return []


def _units(desk: Desk, type: str | None, id: str) -> set[str]:
    """The unit this is, and those that this role, person, service or place belongs to."""
    itself = {id} if type in (None, "Organization") else set()
    return itself | set(organisations.units_of(desk.tx, type, id))


def _is_social_unit(desk: Desk, unit: str, social: Collection[str]) -> bool:
    """Whether the nearest custodian above a unit is one of social services."""
    for organization, kinds in organisations.ancestors(desk.tx, unit, systems.ORG):
        if kinds & {"vardgivare", "omsorgsgivare"}:
            return organization in social
    return False

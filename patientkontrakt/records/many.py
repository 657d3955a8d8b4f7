"""What a list must know of many patients at once: one statement for the page, however many rows it has.

No law is asked and nothing is shown, as with siblings.py: only for patients the law has already let through.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from patientkontrakt.fhir.search.question import Clause, Condition, SearchQuery
from patientkontrakt.fhir.search.values import Ref, Token
from patientkontrakt.policy.row import RowColumn
from patientkontrakt.policy.terms import Not, RowIs, Term
from patientkontrakt.records import social_terms
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.siblings import clause_of
from patientkontrakt.records.stored import Stored, stored
from patientkontrakt.store import many

LISTED: Final = "listning"


def siblings_of_each(
    desk: Desk, patients: Sequence[str], type: str, **tokens: tuple[str | None, str]
) -> dict[str, list[Stored]]:
    """As siblings(), for each of several patients."""
    clauses = tuple(clause_of(type, name.replace("_", "-"), *value) for name, value in tokens.items())
    found: dict[str, list[Stored]] = {patient: [] for patient in patients}
    for record in many.of_type(desk.tx, patients, type, clauses, desk.at) if patients else ():
        found[record.patient or ""].append(stored(record))
    return found


def of_patients(query: SearchQuery, patients: Iterable[str]) -> SearchQuery:
    """The question, of these patients' rows only."""
    asked = tuple(Condition("eq", Ref("Patient", each, None)) for each in patients)
    return _among(query, Clause("patient", "reference", None, asked))


def with_ids(query: SearchQuery, ids: Iterable[str]) -> SearchQuery:
    """The question, of these resources only."""
    return _among(
        query, Clause("_id", "token", None, tuple(Condition("eq", Token(None, each)) for each in ids))
    )


def _among(query: SearchQuery, clause: Clause) -> SearchQuery:
    """A page's worth of ids is longer than a parameter may be, and has not been typed by anybody."""
    return replace(query, clauses=(clause, *query.clauses))


def own_relations(desk: Desk, patients: Sequence[str]) -> dict[str, str]:
    """What the actor's own unit is to each patient, `listning` before `vardrelation`."""
    if not patients or desk.actor.unit is None:
        return {}
    rows = many.relations_of(desk.tx, desk.actor.unit, patients, desk.at)
    return {patient: kind for patient, kind, _ in sorted(rows, key=lambda row: row[1] == LISTED)}


def agreed_plans(desk: Desk, patients: Sequence[str]) -> frozenset[str]:
    """The ids of these patients' contracts of which some utgåva has a yes that stands."""
    standing: dict[tuple[str, int], bool] = {}
    for plan, utgava, withdrawn in many.agreements_of(desk.tx, patients) if patients else ():
        standing[plan, utgava] = not withdrawn
    return frozenset(plan for (plan, _), yes in standing.items() if yes)


def with_plans_elsewhere(
    desk: Desk, category: tuple[str, str], after: str | None, count: int
) -> tuple[list[str], str | None]:
    """A page of patients of the own unit with a plan of this category at another custodian; where to go on.

    To health care a plan of social services is no reason to be on a list (A-12).
    """
    unit, custodian = desk.actor.assignment or ("", "")
    but = (custodian, *social_terms.kept_from(desk))
    found = many.with_plans_elsewhere(desk.tx, unit, but, category, desk.at, after or "", count + 1)
    return found[:count], found[count - 1] if len(found) > count else None


def only_own(desk: Desk, type: str, column: RowColumn = "custodian") -> Desk:
    """The same desk and notes, to which rows of ``type`` that others keep are not there: for a list of one's own.

    Own means the custodian's, or the unit's. A list that threw away what it had read would have logged it as seen.
    """
    ours = desk.actor.unit if column == "unit" else desk.actor.custodian
    return _narrower(desk, type, Not(RowIs(column, ours)))


def only_others(desk: Desk, type: str) -> Desk:
    """The same desk and notes, to which rows of ``type`` that the own custodian keeps are not there."""
    return _narrower(desk, type, RowIs("custodian", desk.actor.custodian))


def _narrower(desk: Desk, type: str, veto: Term) -> Desk:
    restriction = desk.restriction("s", type)
    narrower = replace(restriction, vetoes=(("elsewhere", veto), *restriction.vetoes))
    return replace(desk, _restrictions={("s", type): narrower})

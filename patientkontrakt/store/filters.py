"""Everything one question demands of a row, as one SQL condition: its filters, what it asks of other rows, and the law.

A link (a chain, ``_has``) is a semi-join. The rows at its far end are known by an alias of their own and must be open
to the caller by their own type's Restriction: else a filter would tell what a row says that may not be read.
"""

from collections.abc import Mapping

from patientkontrakt.fhir.search.parameters import parameter_of
from patientkontrakt.fhir.search.question import Link, SearchQuery
from patientkontrakt.fhir.types import TYPES
from patientkontrakt.policy.decision import Restriction
from patientkontrakt.store.clauses import PATIENT_ELEMENTS, condition, is_selective, leads_to_few, names_rows
from patientkontrakt.store.restriction import predicate
from patientkontrakt.store.sql import Params

Rights = Mapping[SearchQuery, Restriction]  # each question within a question, and what the law opens to it
NOBODY: Rights = {}


def answers(
    query: SearchQuery, restriction: Restriction, rights: Rights, alias: str, params: Params, now: int
) -> str:
    """The condition that ``alias`` is a living row which ``query`` asks for and ``restriction`` opens.

    A question within it that ``rights`` do not have is answered by no row.
    """
    demands = [f"{alias}.type = {params.add(query.type)}", f"{alias}.deleted = 0"]
    are_few = any(leads_to_few(clause, query.type) for clause in query.clauses)
    demands += [
        condition(clause, query.type, alias, params, now, are_few=are_few) for clause in query.clauses
    ]
    demands += [_linked(link, query.type, rights, alias, params, now) for link in query.links]
    return " AND ".join([*demands, predicate(restriction, alias, params)])


def is_about_anybody(query: SearchQuery) -> bool:
    """Whether it names nothing that few rows have: neither rows, nor a patient, nor a rare value, nor other rows."""
    return not query.links and not any(names_rows(clause, query.type) for clause in query.clauses)


def _linked(link: Link, type: str, rights: Rights, alias: str, params: Params, now: int) -> str:
    arms = [_some_row(link, type, question, rights, alias, params, now) for question in link.questions]
    return f"({' OR '.join(arms)})"


def _some_row(
    link: Link, type: str, question: SearchQuery, rights: Rights, alias: str, params: Params, now: int
) -> str:
    restriction = rights.get(question)
    if restriction is None:
        return "1 = 0"
    far = f"{alias}x"
    wanted = answers(question, restriction, rights, far, params, now)
    render = _back if link.reverse else _onward
    return render(link.param, type, question, alias, far, wanted, params)


def _onward(
    param: str, type: str, question: SearchQuery, alias: str, far: str, wanted: str, params: Params
) -> str:
    """Rows whose reference leads to a wanted row."""
    if column := _column(param, type, question.type):
        return _held(column, f"{alias}.{column}", f"{far}.id", far, wanted, question)
    by = f"{far}i"
    source = f"{by}.type = {params.add(type)} AND {by}.param = {params.add(param)} AND {by}.url IS NULL"
    tables = f"ix_ref {by} JOIN resource {far} ON {far}.type = {by}.target_type AND {far}.id = {by}.target_id"
    own = f"{by}.patient = coalesce({alias}.patient, '') AND "
    return _joined(f"{alias}.id", f"{by}.id", tables, f"{source} AND {wanted}", question, own)


def _back(
    param: str, type: str, question: SearchQuery, alias: str, far: str, wanted: str, params: Params
) -> str:
    """Rows that the reference of a wanted row leads to."""
    if column := _column(param, question.type, type):
        return _held(column, f"{alias}.id", f"{far}.{column}", far, wanted, question)
    by = f"{far}i"
    source = (
        f"{by}.type = {params.add(question.type)} AND {by}.param = {params.add(param)} AND {by}.url IS NULL"
        f" AND {by}.target_type = {params.add(type)}"
    )
    tables = f"ix_ref {by} JOIN resource {far} ON {far}.type = {by}.type AND {far}.id = {by}.id"
    return _joined(f"{alias}.id", f"{by}.target_id", tables, f"{source} AND {wanted}", question)


def _held(column: str, near: str, far: str, alias: str, wanted: str, question: SearchQuery) -> str:
    """As ``_joined``, where a column holds the reference. Units are few, and no index leads from one to its rows."""
    if column == "patient":
        return _joined(near, far, f"resource {alias}", wanted, question)
    return f"{near} IN (SELECT {far} FROM resource {alias} WHERE {wanted})"


def _joined(near: str, far: str, tables: str, wanted: str, question: SearchQuery, own: str = "") -> str:
    """IN where few rows are wanted, else EXISTS: the rule of clauses.py. ``own`` leads to the row's own index rows."""
    if _is_selective(question):
        return f"{near} IN (SELECT {far} FROM {tables} WHERE {wanted})"
    return f"EXISTS (SELECT 1 FROM {tables} WHERE {own}{far} = {near} AND {wanted})"


def _is_selective(question: SearchQuery) -> bool:
    return any(is_selective(clause) for clause in question.clauses) or any(
        _is_selective(inner) for link in question.links for inner in link.questions
    )


def _column(param: str, type: str, to: str) -> str:
    """The column of a row of ``type`` that answers for its reference to a ``to``; "" when none does (as in clauses.py)."""
    row = parameter_of(type, param)
    if row is not None and row.column:
        return row.column if to in row.targets else ""
    own = param in ("patient", "subject") and TYPES[type].compartment in PATIENT_ELEMENTS
    return "patient" if own and to == "Patient" else ""

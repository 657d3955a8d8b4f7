"""A policy Restriction rendered as SQL: the same terms the law judges one record by, as a condition on rows.

Nothing is decided here. Rows are known by an alias whose columns are those of ``resource`` or ``version``.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, get_args

from patientkontrakt.policy import terms
from patientkontrakt.policy.decision import Restriction
from patientkontrakt.policy.facts import FactTable
from patientkontrakt.policy.rule import Rules
from patientkontrakt.store.sql import Fragment, Params

COLUMNS = frozenset({"type", "id", "patient", "custodian", "unit", "part", "visibility", "starts", "ends"})
FACTS = frozenset(get_args(FactTable))
REFUSED, PERMITTED = "-", "+"
REMEMBERED: Final = 512


def predicate(restriction: Restriction, alias: str, params: Params) -> str:
    """The rows of ``alias`` that no veto hits and some ground opens."""
    return _predicate(restriction.vetoes, restriction.grounds, alias).within(params, restriction.at)


def ground(restriction: Restriction, alias: str, params: Params) -> str:
    """An SQL expression that names the first ground of a row :func:`predicate` has let through, for the log."""
    return _ground(restriction.grounds, alias).within(params, restriction.at)


def verdict(restriction: Restriction, alias: str, params: Params) -> str:
    """An SQL expression that names the verdict: ``+ground`` or ``-reason``, vetoes first."""
    return _verdict(restriction.vetoes, restriction.grounds, alias).within(params, restriction.at)


def opened(
    rights: Mapping[str, Restriction], alias: str, params: Params, type_of: str = ""
) -> tuple[str, str]:
    """For rows of several types: the condition that each type's own Restriction opens them, and the ground.

    ``type_of`` is the SQL that tells a row's type, when it is not to be looked up in an index.

    Types the law treats alike share one condition: a patient's everything is asked a handful of questions, not thirty.
    """
    each = tuple((type, right.vetoes, right.grounds) for type, right in rights.items())
    at = next((right.at for right in rights.values()), None)
    condition, named = _opened(each, alias, type_of or f"{alias}.type")
    return condition.within(params, at), named.within(params, at)


# What follows is rendered once: a rule reads the same at every request of its day (policy/law_of_the_day.py).


@lru_cache(maxsize=REMEMBERED)
def _predicate(vetoes: Rules, grounds: Rules, alias: str) -> Fragment:
    params = Params()
    closed = [f"NOT {_render(term, alias, params)}" for _, term in vetoes]
    open_ = [_render(term, alias, params) for _, term in grounds]
    # IS TRUE changes nothing: it keeps PostgreSQL from making a join of a ground, and reading all that it may lead to.
    sql = "((" + " AND ".join([*closed, f"({' OR '.join(open_) or '1 = 0'})"]) + ") IS TRUE)"
    return Fragment.of(sql, params)


@lru_cache(maxsize=REMEMBERED)
def _ground(grounds: Rules, alias: str) -> Fragment:
    params = Params()
    cases = [f"WHEN {_render(term, alias, params)} THEN {params.add(name)}" for name, term in grounds[:-1]]
    last = params.add(grounds[-1][0] if grounds else "no_ground")
    sql = f"CASE {' '.join(cases)} ELSE {last} END" if cases else f"CAST({last} AS TEXT)"
    return Fragment.of(sql, params)


@lru_cache(maxsize=REMEMBERED)
def _verdict(vetoes: Rules, grounds: Rules, alias: str) -> Fragment:
    params = Params()
    arms = [(term, REFUSED + name) for name, term in vetoes]
    arms += [(term, PERMITTED + name) for name, term in grounds]
    cases = " ".join(f"WHEN {_render(term, alias, params)} THEN {params.add(name)}" for term, name in arms)
    otherwise = params.add(REFUSED + "no_ground")
    sql = f"CASE {cases} ELSE {otherwise} END" if cases else f"CAST({otherwise} AS TEXT)"
    return Fragment.of(sql, params)


@lru_cache(maxsize=REMEMBERED)
def _opened(
    rights: tuple[tuple[str, Rules, Rules], ...], alias: str, type_of: str
) -> tuple[Fragment, Fragment]:
    params = Params()
    alike: dict[tuple[Rules, Rules], list[str]] = {}
    for type, vetoes, grounds in rights:
        alike.setdefault((vetoes, grounds), []).append(type)
    conditions, arms = [], []
    for (vetoes, grounds), types in alike.items():
        is_type = f"{type_of} IN ({params.many(types)})"
        conditions.append(f"({is_type} AND {_predicate(vetoes, grounds, alias).again(params)})")
        arms.append(f"WHEN {is_type} THEN {_ground(grounds, alias).again(params)}")
    condition = f"({' OR '.join(conditions) or '1 = 0'})"
    named = f"CASE {' '.join(arms)} END" if arms else "CAST(NULL AS TEXT)"
    return Fragment.of(condition, params), Fragment.of(named, params)


def _render(term: terms.Term, alias: str, params: Params) -> str:
    return _TERMS[type(term)](term, alias, params)


def _column(name: str, alias: str) -> str:
    if name not in COLUMNS:
        raise ValueError(f"a Restriction may not look at the column {name}")
    return f"{alias}.{name}"


def _join(word: str, parts: Sequence[terms.Term], alias: str, params: Params, empty: str) -> str:
    return "(" + (f" {word} ".join(_render(part, alias, params) for part in parts) or empty) + ")"


def _row_is(term: terms.RowIs, alias: str, params: Params) -> str:
    # coalesced, so that NOT over a null column is true and not unknown
    column = _column(term.column, alias)
    return (
        f"({column} IS NULL)"
        if term.value is None
        else f"(coalesce({column}, '') = {params.add(term.value)})"
    )


def _row_in(term: terms.RowIn, alias: str, params: Params) -> str:
    return f"(coalesce({_column(term.column, alias)}, '') IN ({params.many(term.values)}))"


def _fact_exists(term: terms.FactExists, alias: str, params: Params) -> str:
    if term.table not in FACTS:
        raise ValueError(f"a Restriction may not look into {term.table}")
    # That the patient is known is said twice: of facts it need not gather every patient's for one (PostgreSQL would hash).
    where = _Facts(term.table, "f", alias, params).all(term.where)
    return (
        f"EXISTS (SELECT 1 FROM {term.table} f WHERE f.patient = {alias}.patient"
        f" AND {alias}.patient IS NOT NULL AND {where})"
    )


def _indexed(term: terms.Indexed, alias: str, params: Params) -> str:
    return (
        f"EXISTS (SELECT 1 FROM ix_token i WHERE i.patient = coalesce({alias}.patient, '')"
        f" AND i.type = {alias}.type AND i.id = {alias}.id AND i.param = {params.add(term.param)}"
        f" AND i.system = {params.add(term.system)} AND i.code = {params.add(term.code)} AND {alias}.id IS NOT NULL)"
    )


def _referred_from(term: terms.ReferredFrom, alias: str, params: Params) -> str:
    """Lists that ask nothing of the row: made once, however many rows are judged."""
    n, of_type = f"{alias}_n", params.add(term.type)
    named = f"SELECT {n}.target_id FROM {n} WHERE {n}.target_type = {of_type}"
    for step in term.through:
        led_to = _led_to(step, n, of_type, params)
        named += f" UNION SELECT {led_to} FROM {n} WHERE {n}.target_type = {params.add(step[0])}"
    whole = f"WITH {n} AS MATERIALIZED ({_named(term, alias, params)}) {named}"
    return f"({alias}.type = {of_type} AND {alias}.id IN ({whole}))"


def _led_to(step: tuple[str, str], n: str, of_type: str, params: Params) -> str:
    # one by one: PostgreSQL, which expects few rows of such a type in all, would read all there are for a join
    type, param = (params.add(word) for word in step)
    by = f"{n}_b"
    return (
        f"(SELECT coalesce(max({by}.target_id), '') FROM ix_ref {by} WHERE {by}.patient = '' AND {by}.type = {type}"
        f" AND {by}.id = {n}.target_id AND {by}.param = {param} AND {by}.target_type = {of_type})"
    )


def _named(term: terms.ReferredFrom, alias: str, params: Params) -> str:
    """What is named in what is seen of the patient's: rows of the type, and of those that lead to them."""
    source, i = f"{alias}_s", f"{alias}_i"
    types = params.many([term.type, *(type for type, _ in term.through)])
    return (
        f"SELECT DISTINCT {i}.target_type, {i}.target_id FROM ix_ref {i} JOIN resource {source}"
        f" ON {source}.type = {i}.type AND {source}.id = {i}.id"
        f" WHERE {i}.patient = {params.add(term.patient)} AND {i}.target_type IN ({types})"
        f" AND {source}.deleted = 0 AND {_render(term.seen, source, params)}"
    )


def _in_group(term: terms.InGroup, alias: str, params: Params) -> str:
    # Sought by the member: by the Group's own rows, whose patient is '', all of its members would be read for each.
    return (
        f"EXISTS (SELECT 1 FROM ix_ref i WHERE i.patient || '' = '' AND i.type = 'Group' AND i.param = 'member'"
        f" AND i.id IN ({params.many(term.groups)})"
        f" AND i.target_type = 'Patient' AND i.target_id = {alias}.patient AND {alias}.patient IS NOT NULL)"
    )


@dataclass(frozen=True)
class _Facts:
    """Conditions on the fact rows of one table, known as ``f``, held against the row known as ``alias``."""

    table: str
    f: str
    alias: str
    params: Params

    def all(self, where: Sequence[terms.FactCondition]) -> str:
        return " AND ".join(self._one(condition) for condition in where) or "1 = 1"

    def _one(self, condition: terms.FactCondition) -> str:
        f, params = self.f, self.params
        match condition:
            case terms.FactIs(column, value):
                return f"{f}.{column} = {params.add(value)}"
            case terms.FactIn(column, values):
                return f"{f}.{column} IN ({params.many(values)})"
            case terms.FactIsNull(column):
                return f"{f}.{column} IS NULL"
            case terms.FactIsRow(column, row_column):
                return f"{f}.{column} = {_column(row_column, self.alias)}"
            case terms.FactHasClass(column, value):
                return f"coalesce({f}.{column}, '') LIKE {params.add(f'%,{value},%')}"
            case terms.Current(at):
                now = params.add(at)
                return f"{f}.starts <= {now} AND ({f}.ends IS NULL OR {now} < {f}.ends)"
            case terms.TouchesData():
                return self._touches_data()
            case terms.NoSibling(where):
                return self._no_sibling(where)

    def _touches_data(self) -> str:
        # B-8: information without a time is blocked; otherwise any overlap of the two half-open periods blocks
        f, starts, ends = self.f, f"{self.alias}.starts", f"{self.alias}.ends"
        return (
            f"({starts} IS NULL OR (({f}.data_to IS NULL OR {starts} < {f}.data_to) AND ({f}.data_from IS NULL"
            f" OR {starts} >= {f}.data_from OR {ends} IS NULL OR {ends} > {f}.data_from)))"
        )

    def _no_sibling(self, where: Sequence[terms.FactCondition]) -> str:
        sibling = _Facts(self.table, "s", self.alias, self.params)
        same = " AND ".join(f"s.{name} = {self.f}.{name}" for name in ("patient", "source_type", "source_id"))
        return f"NOT EXISTS (SELECT 1 FROM {self.table} s WHERE {same} AND {sibling.all(where)})"


_TERMS: dict[type, Callable[[Any, str, Params], str]] = {
    terms.Always: lambda *_: "(1 = 1)",
    terms.Never: lambda *_: "(1 = 0)",
    terms.All: lambda term, alias, params: _join("AND", term.terms, alias, params, "1 = 1"),
    terms.AnyOf: lambda term, alias, params: _join("OR", term.terms, alias, params, "1 = 0"),
    terms.Not: lambda term, alias, params: f"(NOT {_render(term.term, alias, params)})",
    terms.RowIs: _row_is,
    terms.RowIn: _row_in,
    terms.FactExists: _fact_exists,
    terms.Indexed: _indexed,
    terms.ReferredFrom: _referred_from,
    terms.InGroup: _in_group,
}

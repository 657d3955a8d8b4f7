"""One search clause → one SQL condition on a row known by an alias.

Mirrors ``fhir.search.matching``; the tests hold the two against each other. ``_id`` and
``_lastUpdated`` are columns of the row itself, everything else is an EXISTS over the index.
"""

from collections.abc import Callable
from math import inf, nextafter
from typing import Any, cast

from patientkontrakt.fhir.search.matching import addresses_above, widened
from patientkontrakt.fhir.search.parameters import Kind, parameter_of
from patientkontrakt.fhir.search.query import Clause, Condition
from patientkontrakt.fhir.search.values import DateRange, Pair, Quantity, Ref, Text, Token, Uri
from patientkontrakt.fhir.types import TYPES
from patientkontrakt.store.index import HEAD, TABLES, kind_of, paired
from patientkontrakt.store.sql import Params


def condition(
    clause: Clause, type: str, alias: str, params: Params, now: int, *, are_few: bool = False
) -> str:
    """The condition that ``alias`` (rows of ``type``) satisfies ``clause``: its values are alternatives.

    ``are_few`` says that something else in the question leads to few rows: then each is looked at by itself.
    """
    if clause.param == "_id":
        return _ids(clause, alias, params)
    if clause.param == "_lastUpdated":
        return _any(_range(c, f"{alias}.updated", f"{alias}.updated + 1", params, now) for c in clause.values)
    if clause.kind == "composite":
        return _any(_pair(clause.param, c, type, alias, params, now, are_few) for c in clause.values)
    if clause.kind == "special" and (row := parameter_of(type, clause.param)):
        return f"({alias}.{row.column} IN ({params.many(cast(Ref, c.value).id for c in clause.values)}))"
    if _asks_for_own_patient(clause, type):
        return f"({alias}.patient IN ({params.many(cast(Ref, c.value).id for c in clause.values)}))"
    if is_selective(clause) and not are_few:
        return _among(clause, type, alias, params, now)
    return _exists(clause, alias, params, now)


ASKED = "r"  # how the rows are known that a question is about
_LAST, _BEFORE_SURROGATES, _AFTER_SURROGATES = "\U0010ffff", "\ud7ff", "\ue000"
_SELECTIVE = {"reference", "string", "uri"}  # IN is far better than EXISTS for these (stack.md §5)
PATIENT_ELEMENTS = {"subject", "patient", "for"}


def is_selective(clause: Clause) -> bool:
    """Whether few rows are likely to answer, so that they had better be found by the value's index."""
    return clause.modifier in (None, "exact") and (
        clause.kind in _SELECTIVE
        or clause.param.partition(":")[0] in ("identifier", "_id")
        or ":" in clause.param
    )


def leads_to_few(clause: Clause, type: str) -> bool:
    """Whether it names the rows or their patient: an index of the rows themselves leads to them."""
    names_them = clause.param == "_id" and clause.modifier is None
    return names_them or _asks_for_own_patient(clause, type)


def names_rows(clause: Clause, type: str) -> bool:
    """Whether it names its rows, or their patient, or what few rows have: an index leads to them."""
    return leads_to_few(clause, type) or clause.kind in ("composite", "special") or is_selective(clause)


def _asks_for_own_patient(clause: Clause, type: str) -> bool:
    """Whether the row's own column answers: the parameter reads the compartment's element (model.md "Compartment")."""
    if clause.param not in {"patient", "subject"} or clause.modifier not in (None, "Patient"):
        return False
    return TYPES[type].compartment in PATIENT_ELEMENTS and all(
        _is_plain_patient(cast(Ref, c.value)) for c in clause.values
    )


def _is_plain_patient(ref: Ref) -> bool:
    return ref.url is None and ref.version is None and ref.type in (None, "Patient")


def _any(parts: Any) -> str:
    return "(" + (" OR ".join(parts) or "1 = 0") + ")"


def _ids(clause: Clause, alias: str, params: Params) -> str:
    wanted = params.many(cast(Token, c.value).code for c in clause.values)
    return f"({alias}.id {'NOT IN' if clause.modifier == 'not' else 'IN'} ({wanted}))"


def _among(clause: Clause, type: str, alias: str, params: Params, now: int) -> str:
    """For values few rows have: find the ids by the value's index."""
    return (
        f"{alias}.id IN (SELECT i.id FROM {TABLES[clause.kind]} i WHERE i.type = {params.add(type)}"
        f" AND i.param = {params.add(clause.param)} AND {_alternatives(clause, params, now)})"
    )


def _exists(clause: Clause, alias: str, params: Params, now: int) -> str:
    """For values many rows have: look among each row's own index rows."""
    own = (
        f"SELECT * FROM {TABLES[clause.kind]} i WHERE i.patient = coalesce({alias}.patient, '')"
        f" AND i.type = {alias}.type AND i.id = {alias}.id AND i.param = {params.add(clause.param)}"
    )
    found = f"EXISTS (SELECT 1 FROM {_by_itself(own) if alias == ASKED else f'({own}) i'}"
    if clause.modifier == "missing":
        return f"{'NOT ' if clause.values[0].value else ''}{found})"
    negated = "NOT " if clause.modifier == "not" else ""
    return f"{negated}{found} WHERE {_alternatives(clause, params, now)})"


def _by_itself(own: str) -> str:
    """So that PostgreSQL does begin with the row: it takes the parts of a code for independent, thinks that next to
    nobody has such a code, and would read all rows of all patients that do. At the far end of a link it may choose.
    """
    return f"(WITH own AS MATERIALIZED ({own}) SELECT * FROM own) i"


def _pair(param: str, c: Condition, type: str, alias: str, params: Params, now: int, are_few: bool) -> str:
    """The value among those that stand with the code."""
    pair = cast(Pair, c.value)
    name, kind = paired(param, pair.code), cast(Kind, kind_of(pair.value))
    clause = Clause(name, kind, None, (Condition(c.prefix, pair.value),))
    if kind in _SELECTIVE and not are_few:
        return _among(clause, type, alias, params, now)
    return _exists(clause, alias, params, now)


def _alternatives(clause: Clause, params: Params, now: int) -> str:
    render = _KINDS[clause.kind]
    return _any(render(c, clause.modifier, params, now) for c in clause.values)


def _token(c: Condition, _: str | None, params: Params, __: int) -> str:
    token = cast(Token, c.value)
    parts = [] if token.system is None else [f"i.system = {params.add(token.system)}"]
    if len(token.codes) > 1:
        parts.append(f"i.code IN ({params.many(token.codes)})")
    elif token.code is not None:
        parts.append(f"i.code = {params.add(token.code)}")
    return "(" + " AND ".join(parts) + ")"


def _reference(c: Condition, _: str | None, params: Params, __: int) -> str:
    ref = cast(Ref, c.value)
    parts = [f"i.version = {params.add(ref.version)}"] if ref.version else []
    if ref.url is not None:
        parts.append(f"i.url = {params.add(ref.url)}")
    else:
        parts += ["i.url IS NULL", f"i.target_id = {params.add(ref.id)}"]
        parts += [f"i.target_type = {params.add(ref.type)}"] if ref.type else []
    return "(" + " AND ".join(parts) + ")"


def _date(c: Condition, _: str | None, params: Params, now: int) -> str:
    return _range(c, "i.lo", "i.hi", params, now)


def _range(c: Condition, lo: str, hi: str, params: Params, now: int) -> str:
    """The prefix table of ``matching.py`` on stored ``[lo, hi)``."""
    asked = cast(DateRange, c.value)
    low, high = params.add(asked.lo), params.add(asked.hi)
    if c.prefix == "ap":
        return _approximately(asked, lo, hi, params, now)
    return {
        "eq": f"({lo} >= {low} AND {hi} <= {high})",
        "ne": f"(NOT ({lo} >= {low} AND {hi} <= {high}))",
        "gt": f"({hi} > {high})",
        "lt": f"({lo} < {low})",
        "ge": f"({hi} > {high} OR ({lo} >= {low} AND {hi} <= {high}))",
        "le": f"({lo} < {low} OR ({lo} >= {low} AND {hi} <= {high}))",
        "sa": f"({lo} >= {high})",
        "eb": f"({hi} <= {low})",
    }[c.prefix]


def _approximately(asked: DateRange, lo: str, hi: str, params: Params, now: int) -> str:
    wide = widened(asked, now)
    return f"({lo} < {params.add(wide.hi)} AND {hi} > {params.add(wide.lo)})"


def _string(c: Condition, modifier: str | None, params: Params, _: int) -> str:
    text = cast(Text, c.value)
    if modifier == "exact":
        return f"i.exact = {params.add(text.exact)}"
    if modifier == "contains":
        return f"i.norm || coalesce(i.rest, '') LIKE {params.add(f'%{_escaped(text.norm)}%')} ESCAPE '!'"
    head, rest = text.norm[:HEAD], text.norm[HEAD:]
    begins = f"{_begins_with('i.norm', head, params)} AND i.norm LIKE {params.add(_escaped(head) + '%')} ESCAPE '!'"
    if rest:
        begins += f" AND i.rest LIKE {params.add(_escaped(rest) + '%')} ESCAPE '!'"
    return f"({begins})"


def _begins_with(column: str, prefix: str, params: Params) -> str:
    """Where an index on the column begins and ends: a plan made for every pattern cannot tell that from the pattern."""
    beyond = _beyond(prefix)
    upper = f" AND {column} < {params.add(beyond)}" if beyond else ""
    return f"{column} >= {params.add(prefix)}{upper}"


def _beyond(prefix: str) -> str:
    """The first text, by code points, after all that begin with the prefix; "" when there is none."""
    kept = prefix.rstrip(_LAST)
    return kept and kept[:-1] + (
        _AFTER_SURROGATES if kept[-1] == _BEFORE_SURROGATES else chr(ord(kept[-1]) + 1)
    )


def _escaped(text: str) -> str:
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")


def _uri(c: Condition, modifier: str | None, params: Params, _: int) -> str:
    uri = cast(Uri, c.value).value
    if modifier == "above":
        return f"i.value IN ({params.many(addresses_above(uri))})"
    if modifier == "below":
        folder = uri.rstrip("/") + "/"
        within = f"i.value LIKE {params.add(_escaped(folder) + '%')} ESCAPE '!'"
        return f"(i.value = {params.add(uri)} OR ({_begins_with('i.value', folder, params)} AND {within}))"
    return f"i.value = {params.add(uri)}"


def _quantity(c: Condition, _: str | None, params: Params, __: int) -> str:
    asked = cast(Quantity, c.value)
    least, most = float(asked.lo), float(asked.hi)
    low, high = params.add(least), params.add(most)
    # Of a number with more digits than a column holds, both ends come to be the same one.
    within = f"({low} <= i.lo AND i.hi {'<' if nextafter(least, inf) < most else '<='} {high})"
    compare = {
        "eq": within,
        "ne": f"NOT {within}",
        "gt": f"i.hi > {high}",
        "lt": f"i.lo < {low}",
        "ge": f"i.hi >= {high}",
        "le": f"i.lo <= {low}",
        "sa": f"i.lo > {high}",
        "eb": f"i.hi < {low}",
        "ap": f"i.lo <= {high} AND {low} <= i.hi",
    }[c.prefix]
    unit = "".join(
        f" AND i.{name} = {params.add(value)}"
        for name, value in (("system", asked.system), ("code", asked.code))
        if value is not None
    )
    return f"(({compare}){unit})"


_KINDS: dict[str, Callable[[Condition, str | None, Params, int], str]] = {
    "token": _token,
    "reference": _reference,
    "date": _date,
    "string": _string,
    "uri": _uri,
    "quantity": _quantity,
}

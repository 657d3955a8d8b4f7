"""Sort keys and where to go on after them. Rows without a value come last, whichever the direction."""

from dataclasses import dataclass

from patientkontrakt.fhir.search.parameters import parameter_of
from patientkontrakt.fhir.search.query import SearchQuery
from patientkontrakt.store.index import TABLES
from patientkontrakt.store.sql import Params

_LAST_NUMBER, _LAST_TEXT = 2**62, "\U0010ffff"
_TEXTS = {"string": "norm", "token": "code", "uri": "value"}


@dataclass(frozen=True)
class Key:
    """One sort key: an SQL expression over ``r`` that is never null, and its direction."""

    sql: str
    descending: bool = False

    @property
    def order(self) -> str:
        return f"{self.sql} {'DESC' if self.descending else 'ASC'}"


def keys_of(query: SearchQuery) -> list[Key]:
    """The asked keys, then (created tx, id), which makes every position unique."""
    asked = [_key(query.type, name, descending) for name, descending in query.sort]
    return [*asked, Key("r.created_tx"), Key("r.id")]


def keys_among_types(query: SearchQuery) -> list[Key]:
    """As :func:`keys_of`, where rows of several types stand in one order."""
    *first, last = keys_of(query)
    return [*first, Key("r.type"), last]


def after_clause(keys: list[Key], position: tuple[int | str, ...], params: Params) -> str:
    """Rows strictly after ``position``: greater in the first key that differs."""
    places = [params.add(value) for value in position]
    arms = []
    for i, key in enumerate(keys):
        same = [f"{keys[j].sql} = {places[j]}" for j in range(i)]
        arms.append(
            "(" + " AND ".join([*same, f"{key.sql} {'<' if key.descending else '>'} {places[i]}"]) + ")"
        )
    return "(" + " OR ".join(arms) + ")"


def _key(type: str, name: str, descending: bool) -> Key:
    if name == "_id":
        return Key("r.id", descending)
    if name == "_lastUpdated":
        return Key("r.updated", descending)
    parameter = parameter_of(type, name)
    if parameter is None:
        raise ValueError(f"{type} has no parameter {name}")
    kind = parameter.kind
    if kind in ("date", "quantity"):
        column, least = (
            ("max(i.hi)" if descending else "min(i.lo)"),
            str(-_LAST_NUMBER if descending else _LAST_NUMBER),
        )
    else:
        column, least = (
            f"{'max' if descending else 'min'}(i.{_TEXTS[kind]})",
            "''" if descending else f"'{_LAST_TEXT}'",
        )
    # the parameter name comes from our own table, never from the caller's text
    found = (
        f"SELECT {column} FROM {TABLES[kind]} i WHERE i.patient = coalesce(r.patient, '')"
        f" AND i.type = r.type AND i.id = r.id AND i.param = '{name}'"
    )
    return Key(f"coalesce(({found}), {least})", descending)

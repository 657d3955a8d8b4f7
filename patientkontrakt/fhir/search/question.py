"""What a search asks, as data: filters that must all hold, what to bring along, and how to show it."""

from dataclasses import dataclass, field
from typing import Literal

from patientkontrakt.fhir.outcome import Issue
from patientkontrakt.fhir.search.parameters.row import Kind
from patientkontrakt.fhir.search.values import Value

Prefix = Literal["eq", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap"]
Modifier = Literal["exact", "contains", "not", "missing", "above", "below", "in", "not-in"]
Total = Literal["none", "estimate", "accurate"]
Summary = Literal["true", "text", "data", "count", "false"]


@dataclass(frozen=True)
class Condition:
    """One asked value. Under the modifier `missing` it is a plain True or False."""

    prefix: Prefix
    value: Value | bool


@dataclass(frozen=True)
class Clause:
    """One filter: any of its values will do; every clause of a question must hold.

    `:text`, `:of-type` and `:identifier` are part of `param`: they look into values of their own (asides.py). Codes under
    `in`, `not-in`, `above` and `below` must be resolved into the codes that are meant before the archive is asked.
    """

    param: str
    kind: Kind
    modifier: Modifier | None
    values: tuple[Condition, ...]


@dataclass(frozen=True)
class Link:
    """A filter on the rows at the other end of a reference: `goal.category=x`, or in reverse `_has:Task:focus:status=x`.

    It holds when some row answers some of `questions`: one for each type that may stand there, with the one filter
    that is asked of it. The law narrows each as it would if it were asked by itself.
    """

    param: str
    reverse: bool
    questions: tuple["SearchQuery", ...]


@dataclass(frozen=True)
class Include:
    """What to bring along: `_include` forwards, `_revinclude` in reverse.

    `source` holds the reference: the searched type, another one under `iterate`, or "*". `param` "*" is every
    reference of the source; `target` limits what is brought (forwards) or what it may lead to (reverse).
    """

    source: str
    param: str
    target: str | None
    reverse: bool
    iterate: bool


@dataclass(frozen=True)
class SearchQuery:
    """A whole question, read and found sound.

    `count` is None when not asked for, `sort` holds (parameter, descending), `ignored` (name, why) of unknown
    parameters let through under lenient handling, `pairs` what was accepted, in order, for the self link.
    """

    type: str
    clauses: tuple[Clause, ...] = ()
    links: tuple[Link, ...] = ()
    includes: tuple[Include, ...] = ()
    count: int | None = None
    sort: tuple[tuple[str, bool], ...] = ()
    total: Total | None = None
    summary: Summary | None = None
    elements: tuple[str, ...] = ()
    ignored: tuple[tuple[str, Issue], ...] = ()
    pairs: tuple[tuple[str, str], ...] = field(default=())

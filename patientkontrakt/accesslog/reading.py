"""Reads rows back for those who may see them: the patient her own, the log reader her care provider's.

Rows come newest first, in pages that go on where the one before ended: a page of a long log costs what a page of a
short one does. Who may ask is not decided here.
"""

from dataclasses import dataclass, fields
from typing import Any, Final

from patientkontrakt.accesslog.activity import IN_EMERGENCY
from patientkontrakt.accesslog.entry import Entry
from patientkontrakt.db import Tx
from patientkontrakt.fhir.outcome import Issue, Malformed

MOST_ROWS: Final = 10_000  # of one answer: domain.md L-5
EVER: Final = 2**63 - 1
_SAID: Final = tuple(
    field.name for field in fields(Entry)
)  # the columns of the query below, after id and uid

_SELECT: Final = f"SELECT id, uid, {', '.join(_SAID)} FROM access_log"  # noqa: S608 - our own fields

Place = tuple[int, int]
"""Where a page ended: the time and the number of its last row."""


@dataclass(frozen=True)
class Logged:
    """An entry as it stands in the log. `id` is its AuditEvent id: the row's number and its random half."""

    id: str
    entry: Entry

    @property
    def place(self) -> Place:
        """Where the row stands, newest first."""
        return self.entry.at, int(self.id.partition("-")[0])


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which rows: every part that is given must hold. `since` ≤ at < `until` in epoch milliseconds.

    `organization` is a unit or a custodian; `item` a resource ("CarePlan/x") that was shown or written. What was refused
    to `but_refused_to` is left out: to the one who was refused, that it is logged here would tell that it is there.
    """

    patient: str | None = None
    custodian: str | None = None
    since: int = 0
    until: int = EVER
    id: str | None = None
    kinds: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    other_actions: tuple[str, ...] = ()
    who: str | None = None
    organization: str | None = None
    item: str | None = None
    emergency: bool = False
    but_refused_to: str | None = None


class TooManyRows(Malformed):
    """The log of the asked interval is longer than one answer may be."""

    fixed = Issue(
        "too-costly",
        "Loggen har fler än 10 000 rader för den här tiden. Välj en kortare tid.",
        "The log has more than 10,000 rows for this time. Choose a shorter interval.",
    )


def of_patient(
    tx: Tx,
    patient: str,
    since: int = 0,
    until: int = EVER,
    limit: int = MOST_ROWS,
    but_refused_to: str | None = None,
) -> list[Logged]:
    """Every access to the data of `patient`, newest first, with `since` ≤ at < `until` in epoch milliseconds.

    Raises TooManyRows rather than leave anything out (TKB-LG; domain.md L-5).
    """
    wanted = Wanted(patient=patient, since=since, until=until, but_refused_to=but_refused_to)
    found = page(tx, wanted, None, limit + 1)
    if len(found) > limit:
        raise TooManyRows
    return found


def page(tx: Tx, wanted: Wanted, after: Place | None, count: int) -> list[Logged]:
    """At most `count` rows, newest first, from behind `after`: one statement, along one index."""
    sql, params = statement(wanted, after)
    return [logged(*row) for row in tx.rows(sql, params | {"most": count})]


def one(tx: Tx, wanted: Wanted) -> Logged | None:
    """The newest such row, or None."""
    return next(iter(page(tx, wanted, None, 1)), None)


def statement(wanted: Wanted, after: Place | None) -> tuple[str, dict[str, Any]]:
    """The query of a page and its parameters, but for `:most`."""
    params: dict[str, Any] = {"since": wanted.since, "until": wanted.until}
    demands = ["at >= :since", "at < :until"]
    for name in ("patient", "custodian", "who"):
        if (value := getattr(wanted, name)) is not None:
            demands.append(f"{name} = :{name}")
            params[name] = value
    if wanted.but_refused_to is not None:
        demands.append("(outcome <> 'refused' OR who IS NULL OR who <> :refused_to)")
        params["refused_to"] = wanted.but_refused_to
    if after is not None:
        demands.append("(at, id) < (:after_at, :after_id)")
        params |= {"after_at": after[0], "after_id": after[1]}
    demands += _one_row(wanted, params) + _any_of(wanted, params) + _shown(wanted, params)
    where = " AND ".join(demands)
    return f"{_SELECT} WHERE {where} ORDER BY at DESC, id DESC LIMIT :most", params


def _one_row(wanted: Wanted, params: dict[str, Any]) -> list[str]:
    """A row by its whole name: who guesses a number only has half of it."""
    if wanted.id is None:
        return []
    number, _, uid = wanted.id.partition("-")
    params |= {"number": _number(number), "uid": uid}
    return ["id = :number", "uid = :uid"]


def _any_of(wanted: Wanted, params: dict[str, Any]) -> list[str]:
    demands = []
    for name, column, relation in (
        ("kinds", "kind", "IN"),
        ("outcomes", "outcome", "IN"),
        ("actions", "action", "IN"),
        ("other_actions", "action", "NOT IN"),
    ):
        if values := getattr(wanted, name):
            named = {f"{name}_{n}": value for n, value in enumerate(values)}
            params |= named
            demands.append(f"{column} {relation} ({', '.join(f':{each}' for each in named)})")
    return demands


def _shown(wanted: Wanted, params: dict[str, Any]) -> list[str]:
    demands = []
    if wanted.organization is not None:
        demands.append("(unit = :organization OR custodian = :organization)")
        params["organization"] = wanted.organization
    if wanted.item is not None:
        demands.append("(subject = :item OR ' ' || items LIKE :listed)")
        params |= {"item": wanted.item, "listed": f"% {wanted.item}@%"}
    if wanted.emergency:
        demands.append(IN_EMERGENCY)
    return demands


def _number(text: str) -> int:
    """A row's number; one that no row has for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else -1


def logged(id: int, uid: str, *values: Any) -> Logged:
    """A row as the query gives it."""
    said = dict(zip(_SAID, values, strict=True))
    said["items"] = tuple(said["items"].split())
    return Logged(f"{id}-{uid}", Entry(**said))

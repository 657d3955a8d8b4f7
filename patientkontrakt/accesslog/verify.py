"""Walks the whole log, row by row and seal by seal, and tells where it was first tampered with.

Reads in pages: memory stays flat and the service may go on meanwhile. Whoever can write the database but not the
heads file cannot change, remove, insert, move or cut away a sealed row unseen (security.md S-152, S-153).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from patientkontrakt.accesslog import heads as outside
from patientkontrakt.accesslog.expiry import Expiry, expiries, is_ours, line
from patientkontrakt.accesslog.heads import Head
from patientkontrakt.accesslog.mac import Chain, fits_row
from patientkontrakt.accesslog.seal import BEFORE_ALL, Seal, newest, seals_after
from patientkontrakt.accesslog.seen import NoRoom, Seen
from patientkontrakt.db import Database

_PAGE: Final = 2_000
_CHANGED: Final = "the row does not match its keyed hash: it was changed or inserted, or the key is another"
_COPIED: Final = "the row is a copy of another row: it was inserted"
_PUT_AGAIN: Final = "the row is older than what was removed after five years: it was put in again"
_BEFORE_ANY: Final = -(2**63)
_ROWS = """
SELECT tx, id, mac, uid, at, request_id, action, outcome, reason, kind, account, who, unit, custodian,
       role, client, jti, purpose, patient, subject, items, count
FROM access_log WHERE (tx, id) > (:tx, :id) ORDER BY tx, id LIMIT :most
"""


@dataclass(frozen=True)
class Verdict:
    """What the walk found: how many rows were right, and the id of the first broken one if it has one."""

    ok: bool
    rows: int
    first_broken: int | None
    why: str


class Unfinished(Exception):
    """There is no verdict: the walk could not go on after `rows` rows, of which none was wrong."""

    def __init__(self, rows: int) -> None:
        super().__init__(rows)
        self.rows = rows


def verify(database: Database, key: bytes, heads: Path) -> Verdict:
    """Recompute every hash, compare every head with the file `heads`, stop at the first thing wrong.

    Raises Unfinished when the folder for temporary files has no room for the names of the rows.
    """
    try:
        return _verify(database, key, heads)
    except NoRoom as fault:
        raise Unfinished(0) from fault


def _verify(database: Database, key: bytes, heads: Path) -> Verdict:
    with outside.locked(heads):
        known = outside.newest(heads)
        with database.read() as tx:
            last, gone = newest(tx), expiries(tx)
    with Seen() as seen:
        walk = _Walk(database, key, _Gone(gone, key, outside.remarks(heads)), seen)
        try:
            walk.gone.all_have_seals(last)
            walk.sealed(last, _Outside(heads, known))
            walk.unsealed()
            _nothing_cut_away(last, known)
        except _Broken as broken:
            return Verdict(False, walk.rows, broken.row, broken.why)
        except NoRoom as fault:
            raise Unfinished(walk.rows) from fault
        return Verdict(True, walk.rows, None, "")


class _Broken(Exception):
    def __init__(self, row: int | None, why: str) -> None:
        super().__init__(why)
        self.row, self.why = row, why


class _Walk:
    """One pass over the rows in order of (tx, id), first those of each seal, then those not sealed yet."""

    def __init__(self, database: Database, key: bytes, gone: "_Gone", seen: Seen) -> None:
        self._database, self._key, self.gone, self._seen = database, key, gone, seen
        self._coming = self._in_order()
        self._next = next(self._coming, None)
        self.rows = 0

    def sealed(self, last: Seal, kept: "_Outside") -> None:
        """Check every seal up to `last`, the rows it covers, and the head `kept` outside."""
        before = BEFORE_ALL
        while before.n < last.n:
            with self._database.read() as tx:
                page = seals_after(tx, before.n)
            for link in page:
                if link.n > last.n:
                    return
                self._link(before, link, kept)
                before = link
            if not page:
                raise _Broken(None, f"seal {before.n + 1} is missing")

    def unsealed(self) -> None:
        """Check the rows no seal covers yet: each by itself."""
        oldest = self.gone.before(None)
        while (row := self._take()) is not None:
            self._check(row, oldest)

    def _link(self, before: Seal, link: Seal, kept: "_Outside") -> None:
        first = self._next[1] if self._next else None
        if link.n != before.n + 1:
            raise _Broken(first, f"seal {before.n + 1} is missing")
        if self.gone.covers(link):
            if self._next and self._next[0] <= link.upto:
                raise _Broken(first, f"seal {link.n} has been removed after five years, and a row is there")
            kept.compare(link, first)
            return
        chain = Chain(self._key, before.head, link.n, link.upto, link.at)
        oldest = self.gone.before(link.at)
        while (row := self._take(link.upto)) is not None:
            self._check(row, oldest)
            chain.add(row[0], row[1], row[3], row[2])
        if chain.rows != link.rows:
            raise _Broken(first, f"seal {link.n} covers {link.rows} rows, {chain.rows} are there")
        if not chain.fits(link.head):
            raise _Broken(first, f"seal {link.n} does not fit its rows: it, or their order, was changed")
        kept.compare(link, first)

    def _take(self, upto: int | None = None) -> tuple[Any, ...] | None:
        row = self._next
        if row is None or (upto is not None and row[0] > upto):
            return None
        self._next = next(self._coming, None)
        return row

    def _check(self, row: tuple[Any, ...], oldest: int) -> None:
        tx, id, mac, *values = row
        if not fits_row(self._key, mac, tx, values):
            raise _Broken(id, _CHANGED)
        if not self._seen.add(row[3]):  # a true row put in once more has a true hash: its name gives it away
            raise _Broken(id, _COPIED)
        if row[4] < oldest:
            raise _Broken(id, _PUT_AGAIN)
        self.rows += 1

    def _in_order(self) -> Iterator[tuple[Any, ...]]:
        place = {"tx": _BEFORE_ANY, "id": _BEFORE_ANY}
        while True:
            with self._database.read() as tx:
                page = tx.rows(_ROWS, {**place, "most": _PAGE})
            if not page:
                return
            yield from page
            place = dict(zip(("tx", "id"), page[-1][:2], strict=True))


class _Gone:
    """What was removed after five years: without our hash and the file's line it was not us."""

    def __init__(self, removals: list[Expiry], key: bytes, remarks: frozenset[str]) -> None:
        self._removals = {each.n: each for each in removals}
        self._key, self._remarks = key, remarks
        self._last = max(self._removals, default=0)

    def all_have_seals(self, last: Seal) -> None:
        """A removal that no seal up to `last` belongs to would be asked by nobody, and excuse everything."""
        strays = [n for n in self._removals if not 1 <= n <= last.n]
        if strays:
            raise _Broken(None, f"the removal up to seal {strays[0]} is not ours: there is no such seal")

    def before(self, sealed_at: int | None) -> int:
        """The day (epoch ms) that rows first sealed at `sealed_at`, None for not yet, cannot be older than.

        It is what the removals made until then said and signed: all they took was older. An emptied seal's own time
        would not do, as nothing vouches for that any more.
        """
        made = (each.before for each in self._removals.values() if sealed_at is None or each.at < sealed_at)
        return max(made, default=_BEFORE_ANY)

    def covers(self, link: Seal) -> bool:
        """Whether the rows of this seal are gone by right."""
        removal = self._removals.get(link.n)
        if removal and not is_ours(removal, link, self._key):
            raise _Broken(None, f"the removal up to seal {link.n} is not ours: it was changed or invented")
        if removal and line(removal) not in self._remarks:
            raise _Broken(None, f"the heads file has no line for the removal up to seal {link.n}")
        return link.n <= self._last


class _Outside:
    """The heads file, read alongside the seals."""

    def __init__(self, path: Path, known: int | None) -> None:
        self._known = known or 0
        self._lines: Iterator[Head] = outside.read(path) if path.exists() else iter(())

    def compare(self, link: Seal, first: int | None) -> None:
        """The file must say of `link` what the database says."""
        if link.n > self._known:
            return
        line = next(self._lines, None)
        if line is None or line.n != link.n:
            raise _Broken(first, f"the heads file has no line for seal {link.n}")
        if line != Head(link.n, link.upto, link.rows, link.head):
            raise _Broken(first, f"seal {link.n} is not the heads file's: the chain was written anew")


def _nothing_cut_away(last: Seal, known: int | None) -> None:
    """The newest seal may lack its line, as between its commit and the line; nothing else may differ."""
    if known is None:
        if last is not BEFORE_ALL:
            raise _Broken(None, "the heads file is missing or spoilt: nothing outside vouches for the chain")
    elif known > last.n:
        raise _Broken(
            None, f"the heads file knows {known} seals, the database only {last.n}: the end is gone"
        )
    elif known < last.n - 1:
        raise _Broken(None, f"the heads file ends at seal {known}, the database at {last.n}: lines are gone")

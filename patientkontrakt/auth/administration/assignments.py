"""Assignments: who works in which role at which unit. They follow the registers (feed.py); administrators give and end them.

What is ended by hand stays ended, whatever the register writes: who is to begin again is given a new one. Instants are
epoch milliseconds.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final, Literal

from patientkontrakt.db import Tx

ROLES: Final = (
    "vardsamordnare",
    "sjukskoterska",
    "lakare",
    "underskoterska",
    "loggranskare",
    "systemadministrator",
    "verksamhetsutvecklare",
)
MOST_ENDED: Final = 50

Standing = Literal["holds", "not-begun", "over", "ended", "suspended", "closed"]

_FIELDS = "s.id, s.account, s.unit, s.role, s.starts, s.ends, s.source, s.ended_by, a.status"
_EVERY = f"SELECT {_FIELDS} FROM assignment s JOIN account a ON a.id = s.account"
# A hand's end and the moment an inactive entry was first seen are kept: the earlier end counts. Else the register's.
_FOLLOW = """INSERT INTO assignment (id, account, unit, custodian, role, starts, ends)
    VALUES (:id, :account, :unit, :custodian, :role, :starts, :ends)
    ON CONFLICT (id) DO UPDATE SET account = excluded.account, unit = excluded.unit,
        custodian = excluded.custodian, role = excluded.role, starts = excluded.starts,
        ends = CASE WHEN (assignment.ended_by IS NOT NULL OR :inactive = 1)
            AND (excluded.ends IS NULL OR assignment.ends < excluded.ends)
            THEN assignment.ends ELSE excluded.ends END"""


@dataclass(frozen=True, slots=True)
class Assignment:
    """One assignment (a PractitionerRole) and how its account stands.

    `source` is `admin` where it was given by hand, else `register`; `ended_by` is who ended it by hand.
    """

    id: str
    account: str
    unit: str
    role: str
    starts: int
    ends: int | None
    source: str
    ended_by: str | None
    status: str

    def goes_on(self, at: int) -> bool:
        """Whether it has not ended at `at`."""
        return self.ends is None or at < self.ends

    def stands(self, at: int) -> Standing:
        """Whether one may work on it at `at`, and else why not: `over` by the register, `ended` by hand, or the account
        is `suspended` by hand or `closed` by the register."""
        if not self.goes_on(at):
            return "ended" if self.ended_by else "over"
        if self.status != "active":
            return "suspended" if self.status == "suspended" else "closed"
        return "holds" if self.starts <= at else "not-begun"

    @property
    def last_moment(self) -> int | None:
        """The last millisecond of it, whose day is its last day; None while it has no end."""
        return None if self.ends is None else self.ends - 1


@dataclass(frozen=True, slots=True)
class Book:
    """Assignments given and ended by one hand in one transaction (care/assignments.py: Book).

    `by` is the account of who does it, or "operator". That it was done is told by the access log of the caller.
    """

    tx: Tx
    at: int
    by: str

    def is_going_on(self, account: str, unit: str, role: str) -> bool:
        """Whether the account has an assignment in that role at that unit that has not ended."""
        found = self.tx.row(
            """SELECT 1 FROM assignment WHERE account = :account AND unit = :unit AND role = :role
               AND (ends IS NULL OR ends > :at)""",
            {"account": account, "unit": unit, "role": role, "at": self.at},
        )
        return found is not None

    def given(self, assignment: str) -> bool:
        """Whether the entry that was written just now is an assignment; it is told to be given by hand."""
        sql = "UPDATE assignment SET source = 'admin' WHERE id = :id"
        return bool(self.tx.run(sql, {"id": assignment}))

    def ended(self, assignment: str) -> bool:
        """End it now. False when there was none, or it is over."""
        return end(self.tx, assignment, self.at, by=self.by)

    def is_given_by_hand(self, assignment: str) -> bool:
        """Whether its entry is ours to close: the register did not write it."""
        sql = "SELECT 1 FROM assignment WHERE id = :id AND source = 'admin'"
        return self.tx.row(sql, {"id": assignment}) is not None


def follow(
    tx: Tx,
    assignment: str,
    account: str,
    unit: str,
    custodian: str,
    role: str,
    starts: int,
    ends: int | None,
    *,
    inactive: bool = False,
) -> None:
    """The assignment as the register has it; the account is there already.

    An `inactive` entry's end is when that was first known, or earlier: written again, it moves nothing. Raises
    ValueError for an unknown role.
    """
    if role not in ROLES:
        raise ValueError(f"unknown role; known are {', '.join(ROLES)}")
    tx.run(
        _FOLLOW,
        {
            "id": assignment,
            "account": account,
            "unit": unit,
            "custodian": custodian,
            "role": role,
            "starts": starts,
            "ends": ends,
            "inactive": int(inactive),
        },
    )


def end(tx: Tx, assignment: str, at: int, *, by: str | None = None) -> bool:
    """It ends now, if it has not: its tokens are refused from this instant. False when there was none to end.

    `by` is the account of who ends it by hand: then the register does not begin it again.
    """
    return bool(
        tx.run(
            """UPDATE assignment SET ends = :at, ended_by = COALESCE(:by, ended_by)
               WHERE id = :id AND (ends IS NULL OR ends > :at)""",
            {"id": assignment, "at": at, "by": by},
        )
    )


def every(tx: Tx, unit: str | None = None) -> list[Assignment]:
    """Every assignment there is or was, of one unit or by unit."""
    where = " WHERE s.unit = :unit" if unit else ""
    params = {"unit": unit} if unit else {}
    return _found(tx, f"{_EVERY}{where} ORDER BY s.unit, s.account, s.id", params)


def going_on(tx: Tx, unit: str, custodian: str, at: int) -> list[Assignment]:
    """Those of a unit of the custodian's that have not ended, also those that begin later."""
    sql = f"""{_EVERY} WHERE s.unit = :unit AND s.custodian = :custodian AND (s.ends IS NULL OR s.ends > :at)
        ORDER BY s.account, s.id"""
    return _found(tx, sql, {"unit": unit, "custodian": custodian, "at": at})


def ended(tx: Tx, unit: str, custodian: str, at: int, most: int = MOST_ENDED) -> list[Assignment]:
    """The `most` of a unit of the custodian's that ended last, the latest first."""
    sql = f"""{_EVERY} WHERE s.unit = :unit AND s.custodian = :custodian AND s.ends <= :at
        ORDER BY s.ends DESC, s.id LIMIT {most}"""
    return _found(tx, sql, {"unit": unit, "custodian": custodian, "at": at})


def one(tx: Tx, id: str, custodian: str) -> Assignment | None:
    """The assignment of that id, if it is under that custodian."""
    sql = f"{_EVERY} WHERE s.id = :id AND s.custodian = :custodian"
    return next(iter(_found(tx, sql, {"id": id, "custodian": custodian})), None)


def who_have_worked_for(tx: Tx, custodian: str, accounts: Collection[str]) -> set[str]:
    """Those of these accounts that have or have had an assignment under the custodian."""
    if not accounts:
        return set()
    params = {f"a{place}": account for place, account in enumerate(accounts)}
    named = ", ".join(f":{name}" for name in params)
    rows = tx.rows(
        f"SELECT DISTINCT account FROM assignment WHERE account IN ({named}) AND custodian = :custodian",
        params | {"custodian": custodian},
    )
    return {account for (account,) in rows}


def _found(tx: Tx, sql: str, params: dict[str, Any]) -> list[Assignment]:
    return [Assignment(*row) for row in tx.rows(sql, params)]

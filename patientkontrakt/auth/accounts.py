"""Accounts and assignments: fed from the registers of people (feed.py), closed and ended by administrators as well.

What the register closes is `closed`, and open again when the register says so; what an administrator suspends or ends
by hand stays so until an administrator opens it, whatever the register writes.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import uuid4

from patientkontrakt.auth import codes, families, sessions
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
_ASSIGN = """INSERT INTO assignment (id, account, unit, custodian, role, starts, ends, source)
    VALUES (:id, :account, :unit, :custodian, :role, :starts, :ends, :source)
    ON CONFLICT (id) DO UPDATE SET account = excluded.account, unit = excluded.unit,
        custodian = excluded.custodian, role = excluded.role, starts = excluded.starts"""
# The earlier of the register's end and the one that was set by hand.
_AS_REGISTERED = """, ends = CASE
        WHEN assignment.ended_by IS NULL THEN excluded.ends
        WHEN excluded.ends < assignment.ends THEN excluded.ends
        ELSE assignment.ends END, source = excluded.source"""
_BY_HAND = ", ends = excluded.ends, source = excluded.source, ended_by = NULL"


@dataclass(frozen=True, slots=True)
class Assignment:
    """A row of the table, with how its account stands; instants in epoch milliseconds."""

    id: str
    account: str
    unit: str
    role: str
    starts: int
    ends: int | None
    ended_by: str | None
    status: str

    def stands(self, at: int) -> str:
        """In one word or two, at `at`: holds, not begun, over, ended by hand, or the account is closed."""
        if self.ends is not None and self.ends <= at:
            return f"ended by {self.ended_by}" if self.ended_by else "over"
        if self.status != "active":
            return f"account {self.status}"
        return "holds" if self.starts <= at else "not begun"


def enrol_patient(tx: Tx, patient: str, born: date | None, at: int) -> str:
    """Give a patient an account, or bring its birth date up to date; returns the account's id, Patient/x."""
    account = f"Patient/{patient}"
    _enrol(tx, account, "patient", at, patient=patient, born=born.isoformat() if born else None)
    return account


def enrol_practitioner(tx: Tx, practitioner: str, at: int) -> str:
    """Give a member of staff an account, without which an assignment is nobody's; returns its id, Practitioner/x."""
    account = f"Practitioner/{practitioner}"
    _enrol(tx, account, "staff", at)
    return account


def enrol_guardian(tx: Tx, number_hmac: str, at: int) -> None:
    """Give a registered guardian who is no patient here an account, one however many children she has."""
    _enrol(tx, f"Guardian/{uuid4().hex}", "guardian", at, number_hmac=number_hmac)


def close_guardian(tx: Tx, number_hmac: str, at: int) -> None:
    """Who had an account as a guardian only has become a patient here, and signs in as one."""
    found = tx.row("SELECT id FROM account WHERE number_hmac = :hmac", {"hmac": number_hmac})
    if found:
        close(tx, found[0], at)


def enrol_staff(
    tx: Tx,
    practitioner: str,
    assignment: str,
    unit: str,
    custodian: str,
    role: str,
    starts: int,
    ends: int | None,
    at: int,
) -> str:
    """Give a member of staff an account and an assignment (a PractitionerRole) as the register has it.

    Instants are epoch milliseconds. An assignment that was ended by hand is not begun again. Returns the account's id,
    Practitioner/x. Raises ValueError for an unknown role.
    """
    account = enrol_practitioner(tx, practitioner, at)
    _assign(tx, _ASSIGN + _AS_REGISTERED, assignment, account, (unit, custodian, role), (starts, ends))
    return account


def start_assignment(
    tx: Tx,
    assignment: str,
    account: str,
    unit: str,
    custodian: str,
    role: str,
    starts: int,
    ends: int | None,
) -> None:
    """Begin an assignment by an administrator's hand, or begin anew one that was ended; the account is there already.

    Instants are epoch milliseconds. Who did it is told by the access log of the caller. Raises ValueError for an
    unknown role.
    """
    what = unit, custodian, role
    _assign(tx, _ASSIGN + _BY_HAND, assignment, account, what, (starts, ends), source="admin")


def end_assignment(tx: Tx, assignment: str, at: int, *, by: str | None = None) -> bool:
    """The assignment ends now, if it has not: its tokens are refused from this instant. False when there was none to end.

    `by` is the account of who ends it by hand: then only an administrator begins it again.
    """
    return bool(
        tx.run(
            """UPDATE assignment SET ends = :at, ended_by = COALESCE(:by, ended_by)
               WHERE id = :id AND (ends IS NULL OR ends > :at)""",
            {"id": assignment, "at": at, "by": by},
        )
    )


def lift_end(tx: Tx, assignment: str) -> None:
    """Take back that it was ended by hand: what the register says next counts."""
    tx.run("UPDATE assignment SET ended_by = NULL WHERE id = :id", {"id": assignment})


def assignment_of(tx: Tx, account: str, unit: str, role: str) -> str | None:
    """The newest assignment of that account at that unit in that role, over or not."""
    found = tx.row(
        """SELECT id FROM assignment WHERE account = :account AND unit = :unit AND role = :role
           ORDER BY starts DESC, id LIMIT 1""",
        {"account": account, "unit": unit, "role": role},
    )
    return found[0] if found else None


def assignments(tx: Tx) -> list[Assignment]:
    """Every assignment there is or was, by unit."""
    rows = tx.rows(
        """SELECT s.id, s.account, s.unit, s.role, s.starts, s.ends, s.ended_by, a.status
           FROM assignment s JOIN account a ON a.id = s.account ORDER BY s.unit, s.account, s.id"""
    )
    return [Assignment(*row) for row in rows]


def end_registered(tx: Tx, assignment: str, at: int) -> None:
    """End an assignment that only the register has told of, and of which it no longer tells what we know."""
    tx.run(
        """UPDATE assignment SET ends = :at
           WHERE id = :id AND source = 'register' AND (ends IS NULL OR ends > :at)""",
        {"id": assignment, "at": at},
    )


def units(tx: Tx) -> list[tuple[str, str]]:
    """(unit, custodian) of every assignment, each pair once."""
    return [
        (unit, custodian) for unit, custodian in tx.rows("SELECT DISTINCT unit, custodian FROM assignment")
    ]


def move_unit(tx: Tx, unit: str, custodian: str) -> None:
    """The unit has come under another custodian: whoever works there acts for that one from now on."""
    tx.run("UPDATE assignment SET custodian = :to WHERE unit = :unit", {"unit": unit, "to": custodian})


def end_unit(tx: Tx, unit: str, at: int) -> None:
    """The unit is under no custodian any more: nobody acts for it."""
    tx.run(
        "UPDATE assignment SET ends = :at WHERE unit = :unit AND (ends IS NULL OR ends > :at)",
        {"unit": unit, "at": at},
    )


def suspend(tx: Tx, account: str, at: int) -> None:
    """Close an account by hand: no sign-in, and every session and token of it is dead at once."""
    tx.run("UPDATE account SET status = 'suspended' WHERE id = :id", {"id": account})
    sign_out_everywhere(tx, account, at)


def reinstate(tx: Tx, account: str, *, is_in_register: bool) -> None:
    """Lift what was suspended by hand; what was revoked stays revoked.

    The account is closed instead when the register has meanwhile closed it, which is the caller's to ask.
    """
    tx.run(
        "UPDATE account SET status = :status WHERE id = :id AND status = 'suspended'",
        {"id": account, "status": "active" if is_in_register else "closed"},
    )


def status_of(tx: Tx, account: str) -> str | None:
    """active, suspended or closed; None when there is no such account."""
    row = tx.row("SELECT status FROM account WHERE id = :id", {"id": account})
    return str(row[0]) if row else None


def close(tx: Tx, account: str, at: int) -> None:
    """Close an account because the register says so; as `suspend`, but `open_again` lifts it."""
    closed = "UPDATE account SET status = 'closed' WHERE id = :id AND status = 'active'"
    if tx.run(closed, {"id": account}):
        sign_out_everywhere(tx, account, at)


def open_again(tx: Tx, account: str) -> None:
    """Lift what the register closed; what an administrator suspended stays so."""
    tx.run("UPDATE account SET status = 'active' WHERE id = :id AND status = 'closed'", {"id": account})


def sign_out_everywhere(tx: Tx, account: str, at: int) -> None:
    """End every session and token family of an account, and the codes that would found others."""
    sessions.end_all(tx, account, at)
    codes.burn_of_account(tx, account, at)
    families.revoke_of_account(tx, account, at, "signed out everywhere")


def _assign(
    tx: Tx,
    sql: str,
    assignment: str,
    account: str,
    what: tuple[str, str, str],
    when: tuple[int, int | None],
    *,
    source: str = "register",
) -> None:
    unit, custodian, role = what
    starts, ends = when
    if role not in ROLES:
        raise ValueError(f"unknown role; known are {', '.join(ROLES)}")
    tx.run(
        sql,
        {
            "id": assignment,
            "account": account,
            "unit": unit,
            "custodian": custodian,
            "role": role,
            "starts": starts,
            "ends": ends,
            "source": source,
        },
    )


def _enrol(tx: Tx, account: str, kind: str, at: int, **known: Any) -> None:
    """One who is there already keeps her account as it is, but for her birth date."""
    tx.run(
        """INSERT INTO account (id, kind, patient, born, number_hmac, status, created)
           VALUES (:id, :kind, :patient, :born, :number_hmac, 'active', :at)
           ON CONFLICT DO NOTHING""",
        {"id": account, "kind": kind, "patient": None, "born": None, "number_hmac": None, "at": at} | known,
    )
    if kind == "patient":
        tx.run("UPDATE account SET born = :born WHERE id = :id", {"id": account, "born": known["born"]})

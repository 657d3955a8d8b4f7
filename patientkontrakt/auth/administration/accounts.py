"""Accounts: fed from the registers of people (feed.py), closed by administrators as well.

What the register closes is `closed`, and open again when the register says so; what an administrator suspends stays so
until an administrator opens it, whatever the register writes.
"""

from datetime import date
from uuid import uuid4

from patientkontrakt.auth.administration import assignments
from patientkontrakt.auth.given import codes, families, sessions
from patientkontrakt.db import Tx

# One who is there keeps her account: open again if the register had closed it, suspended if an administrator has.
_OPEN = "status = CASE account.status WHEN 'closed' THEN 'active' ELSE account.status END"
_ENROL = """INSERT INTO account (id, kind, patient, born, number_hmac, status, created)
    VALUES (:id, :kind, :patient, :born, :number_hmac, 'active', :at)"""


def enrol_patient(tx: Tx, patient: str, born: date | None, at: int) -> str:
    """Give a patient an account, or open hers again and bring its birth date up to date; returns its id, Patient/x."""
    account = f"Patient/{patient}"
    told = born.isoformat() if born else None
    again = f" ON CONFLICT (id) DO UPDATE SET born = excluded.born, {_OPEN}"
    _enrol(tx, again, account, "patient", at, patient=patient, born=told)
    return account


def enrol_practitioner(tx: Tx, practitioner: str, at: int) -> str:
    """Give a member of staff an account, without which an assignment is nobody's, or open hers again.

    Returns its id, Practitioner/x.
    """
    account = f"Practitioner/{practitioner}"
    _enrol(tx, f" ON CONFLICT (id) DO UPDATE SET {_OPEN}", account, "staff", at)
    return account


def enrol_guardian(tx: Tx, number_hmac: str, at: int) -> None:
    """Give a registered guardian who is no patient here an account, one however many children she has, or open it again."""
    again = f" ON CONFLICT (number_hmac) DO UPDATE SET {_OPEN}"
    _enrol(tx, again, f"Guardian/{uuid4().hex}", "guardian", at, number_hmac=number_hmac)


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
    *,
    inactive: bool = False,
) -> str:
    """Give a member of staff an account and an assignment (a PractitionerRole), as the register has it.

    Instants are epoch milliseconds; `inactive` is as `assignments.follow` has it. Returns the account's id,
    Practitioner/x. Raises ValueError for an unknown role.
    """
    account = enrol_practitioner(tx, practitioner, at)
    assignments.follow(tx, assignment, account, unit, custodian, role, starts, ends, inactive=inactive)
    return account


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
    """Close an account because the register says so; as `suspend`, but enrolling anew lifts it."""
    closed = "UPDATE account SET status = 'closed' WHERE id = :id AND status = 'active'"
    if tx.run(closed, {"id": account}):
        sign_out_everywhere(tx, account, at)


def sign_out_everywhere(tx: Tx, account: str, at: int) -> None:
    """End every session and token family of an account, and the codes that would found others."""
    sessions.end_all(tx, account, at)
    codes.burn_of_account(tx, account, at)
    families.revoke_of_account(tx, account, at, "signed out everywhere")


def _enrol(tx: Tx, again: str, account: str, kind: str, at: int, **known: str | None) -> None:
    told = {"id": account, "kind": kind, "patient": None, "born": None, "number_hmac": None, "at": at}
    tx.run(_ENROL + again, told | known)

"""Accounts and assignments, fed from Patient, Practitioner and PractitionerRole by whoever writes those (model.md §1)."""

from datetime import date
from typing import Final

from patientkontrakt.auth import families, sessions
from patientkontrakt.db import Tx

ROLES: Final = (
    "vardsamordnare",
    "sjukskoterska",
    "lakare",
    "underskoterska",
    "loggranskare",
    "systemadministrator",
)


def enrol_patient(tx: Tx, patient: str, born: date | None, at: int) -> str:
    """Give a patient an account, or bring its birth date up to date; returns the account's id, Patient/x."""
    return _enrol(tx, f"Patient/{patient}", "patient", patient, born, at)


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
    """Give a member of staff an account and an assignment (a PractitionerRole), or bring them up to date.

    Instants are epoch milliseconds. Returns the account's id, Practitioner/x. Raises ValueError for an unknown role.
    """
    if role not in ROLES:
        raise ValueError(f"unknown role; known are {', '.join(ROLES)}")
    account = _enrol(tx, f"Practitioner/{practitioner}", "staff", None, None, at)
    tx.run(
        """INSERT INTO assignment (id, account, unit, custodian, role, starts, ends)
           VALUES (:id, :account, :unit, :custodian, :role, :starts, :ends)
           ON CONFLICT (id) DO UPDATE SET account = excluded.account, unit = excluded.unit,
               custodian = excluded.custodian, role = excluded.role, starts = excluded.starts, ends = excluded.ends""",
        {
            "id": assignment,
            "account": account,
            "unit": unit,
            "custodian": custodian,
            "role": role,
            "starts": starts,
            "ends": ends,
        },
    )
    return account


def suspend(tx: Tx, account: str, at: int) -> None:
    """Close an account: no sign-in, and every session and token of it is dead at once."""
    tx.run("UPDATE account SET status = 'suspended' WHERE id = :id", {"id": account})
    sign_out_everywhere(tx, account, at)


def reinstate(tx: Tx, account: str) -> None:
    """Open a suspended account again; what was revoked stays revoked."""
    tx.run("UPDATE account SET status = 'active' WHERE id = :id", {"id": account})


def end_assignment(tx: Tx, assignment: str, at: int) -> None:
    """The assignment ends now: its tokens are refused from this instant."""
    tx.run("UPDATE assignment SET ends = :at WHERE id = :id", {"id": assignment, "at": at})


def sign_out_everywhere(tx: Tx, account: str, at: int) -> None:
    """End every session and token family of an account."""
    sessions.end_all(tx, account, at)
    families.revoke_of_account(tx, account, at, "signed out everywhere")


def _enrol(tx: Tx, account: str, kind: str, patient: str | None, born: date | None, at: int) -> str:
    tx.run(
        """INSERT INTO account (id, kind, patient, born, status, created)
           VALUES (:id, :kind, :patient, :born, 'active', :at)
           ON CONFLICT (id) DO UPDATE SET born = COALESCE(excluded.born, account.born)""",
        {
            "id": account,
            "kind": kind,
            "patient": patient,
            "born": born.isoformat() if born else None,
            "at": at,
        },
    )
    return account

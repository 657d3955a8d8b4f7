"""A person who may sign in: the account, and for staff the assignment chosen at sign-in (model.md D1)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from patientkontrakt.db import Tx
from patientkontrakt.policy.actor import age

Refused = Literal["unknown", "suspended", "ended", "child"]

# Who is under 13 does not sign in; from 13 she may, and the law says what is shown (access.md P5, G3).
YOUNGEST = 13

# What `from_row` reads, with `a` for account and `s` for assignment.
COLUMNS = """a.id, a.kind, a.patient, a.born, a.status, s.id, s.unit, s.custodian, s.role, s.starts, s.ends"""


@dataclass(frozen=True, slots=True)
class Person:
    """An account as it stands in the tables now; for staff with one assignment, for a guardian with one child.

    `patient` and `born` are the child's while somebody acts as a guardian; a guardian who has chosen no child has
    neither, and gets no further than choosing one.
    """

    account: str
    kind: Literal["patient", "staff", "guardian"]
    patient: str | None
    born: date | None
    status: str
    assignment: str | None
    unit: str | None
    custodian: str | None
    role: str | None
    starts: int | None
    ends: int | None
    relative: str | None = None

    @property
    def who(self) -> str:
        """The FHIR resource that acts: Patient/x, PractitionerRole/x of staff, RelatedPerson/x of who acts for a child."""
        if self.kind == "guardian":
            return f"RelatedPerson/{self.relative}" if self.relative else self.account
        return f"PractitionerRole/{self.assignment}" if self.kind == "staff" else f"Patient/{self.patient}"

    def as_guardian(self, child: str, relative: str, born: date | None) -> "Person":
        """The same account acting for a child born then, as that RelatedPerson."""
        return replace(self, kind="guardian", patient=child, born=born, relative=relative)

    def refusal(self, at: int) -> Refused | None:
        """Why this person may not act now; None when she may. Missing knowledge is a no."""
        if self.status != "active":
            return "suspended"
        if self.kind == "staff":
            return None if self._is_on_assignment(at) else "ended"
        if self.kind == "guardian":
            return None if self.relative is None or self.born else "unknown"
        if self.born is None:
            return "unknown"
        return "child" if age(self.born, at) < YOUNGEST else None

    def _is_on_assignment(self, at: int) -> bool:
        if self.starts is None:
            return False
        return self.starts <= at and (self.ends is None or at < self.ends)


def from_row(row: Sequence[Any]) -> Person:
    """The person in a row of COLUMNS."""
    account, kind, patient, born, *rest = row
    return Person(account, kind, patient, day(born), *rest)


def by_key(tx: Tx, key: str) -> Person | None:
    """The person a sign-in names: a PractitionerRole id, or a Patient id. Both are looked for, whoever is found (S-099)."""
    at_work, patient = by_assignment(tx, key), by_account(tx, f"Patient/{key}", None)
    return at_work or patient


def by_assignment(tx: Tx, assignment: str) -> Person | None:
    """The member of staff in one assignment, a PractitionerRole id."""
    found = tx.row(
        f"SELECT {COLUMNS} FROM assignment s JOIN account a ON a.id = s.account WHERE s.id = :id",
        {"id": assignment},
    )
    return from_row(found) if found else None


def by_account(tx: Tx, account: str, assignment: str | None) -> Person | None:
    """The person of an account and, for staff, of the assignment a token or session is bound to."""
    found = tx.row(
        f"""SELECT {COLUMNS}
            FROM account a LEFT JOIN assignment s ON s.account = a.id AND s.id = :assignment
            WHERE a.id = :account""",
        {"account": account, "assignment": assignment},
    )
    return from_row(found) if found else None


def of_family(
    tx: Tx, account: str, assignment: str | None, patient: str | None, relative: str | None
) -> Person | None:
    """The person a code or a family of tokens is bound to: with `relative`, as the guardian of `patient`."""
    who = by_account(tx, account, assignment)
    if who is None or relative is None:
        return who
    child = tx.row("SELECT born FROM account WHERE id = :id", {"id": f"Patient/{patient}"})
    return who.as_guardian(patient or "", relative, day(child[0]) if child else None)


def day(iso: str | None) -> date | None:
    """A birth date as it lies in a row."""
    return date.fromisoformat(iso) if iso else None

"""Accounts and assignments fed from the registers of people, in the transaction that writes there (ADR 0025).

| Written | Follows |
|---|---|
| Patient | an account with birth date; closed while she is inactive or dead; who signs in with her number |
| Practitioner | an account; closed while inactive |
| PractitionerRole | an assignment with its period, when role, unit and custodian are known; ended when inactive |
| RelatedPerson with GUARD | an account by the hash of the number, for who is no patient here |
| Organization | what its place has changed for: the PractitionerRoles there and at all that is part of it |
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, Protocol

from patientkontrakt.auth.administration import accounts, assignments
from patientkontrakt.auth.given import families
from patientkontrakt.db import Tx
from patientkontrakt.fhir import systems
from patientkontrakt.fhir.person import birth_date, has_the_number, identity_numbers, is_guardian, signs_in
from patientkontrakt.fhir.resource import plainly_named
from patientkontrakt.fhir.search.dates import MAX, span

Body = dict[str, Any]
TYPES: Final = ("Organization", "Patient", "Practitioner", "PractitionerRole", "RelatedPerson")
ROLE: Final = systems.pk("role")
_OF_A_PATIENT: Final = ("active", "deceasedBoolean", "deceasedDateTime", "birthDate", "identifier")
_OF_A_PLACE: Final = ("partOf", "type")


class Register(Protocol):
    """What the feed asks of the registers, as they stand in the same transaction."""

    def custodian_of(self, unit: str) -> str | None:
        """The vårdgivare or omsorgsgivare of an Organization."""

    def custodian_by(self, organization: Body) -> str | None:
        """The same for an Organization as it is told here, with what it is part of as that stands."""

    def roles_below(self, organization: str) -> Iterable[tuple[str, Body]]:
        """The PractitionerRoles (id, entry) at an Organization and at all that is part of it."""

    def number_hmac(self, number: str) -> str:
        """The keyed hash that guardians are known by."""

    def is_patients(self, number: str) -> bool:
        """Whether an identity number is a Patient's here, so that nobody signs in with it as a guardian only."""

    def is_guardians(self, number: str) -> bool:
        """Whether somebody's registered guardian has that identity number."""

    def is_active(self, practitioner: str) -> bool:
        """Whether the Practitioner is there, and active."""


def follow(tx: Tx, type: str, id: str, before: Body | None, body: Body, at: int, register: Register) -> None:
    """What a write of ``type/id`` means for who may sign in; other types mean nothing. ``at`` in epoch milliseconds."""
    if act := _ACTS.get(type):
        act(tx, id, before, body, at, register)


def _patient(tx: Tx, id: str, before: Body | None, body: Body, at: int, register: Register) -> None:
    if before is not None and _agree(before, body, _OF_A_PATIENT):
        return
    account = accounts.enrol_patient(tx, id, birth_date(body), at)
    if not signs_in(body):
        accounts.close(tx, account, at)
    had, has = set(identity_numbers(before or {})), set(identity_numbers(body))
    if before is not None and had != has:
        families.revoke_as_relative(tx, account, at, "her own number has changed")
    for number in sorted(had | has):
        is_patients = number in has and has_the_number(body)
        _settle(tx, number, at, register, is_patients=is_patients or register.is_patients(number))


def _practitioner(tx: Tx, id: str, before: Body | None, body: Body, at: int, register: Register) -> None:
    account = accounts.enrol_practitioner(tx, id, at)
    if body.get("active") is False:
        accounts.close(tx, account, at)


def _role(tx: Tx, id: str, before: Body | None, body: Body, at: int, register: Register) -> None:
    practitioner, unit = (
        plainly_named(body, "practitioner", "Practitioner"),
        plainly_named(body, "organization", "Organization"),
    )
    custodian = register.custodian_of(unit) if unit else None
    role = _role_code(body)
    if not (practitioner and unit and custodian and role):
        assignments.end(tx, id, at)
        return
    starts, ends = _period(body)
    inactive = body.get("active") is False and (ends is None or at < ends)
    account = accounts.enrol_staff(
        tx, practitioner, id, unit, custodian, role, starts, at if inactive else ends, at, inactive=inactive
    )
    if not register.is_active(practitioner):
        accounts.close(tx, account, at)


def _relative(tx: Tx, id: str, before: Body | None, body: Body, at: int, register: Register) -> None:
    numbers = identity_numbers(body) if is_guardian(body) else []
    if before is not None and numbers != (identity_numbers(before) if is_guardian(before) else []):
        families.revoke_of_relative(tx, id, at, "the guardian's entry has changed")
    for number in numbers:
        _settle(tx, number, at, register, is_patients=register.is_patients(number))


def _organization(tx: Tx, id: str, before: Body | None, body: Body, at: int, register: Register) -> None:
    """A new one may have roles already: a Bundle brings them in any order."""
    if before is not None and _agree(before, body, _OF_A_PLACE):
        return
    if before is not None and register.custodian_by({**before, "id": id}) == register.custodian_of(id):
        return
    for role, entry in register.roles_below(id):
        _role(tx, role, None, entry, at, register)


_Act = Callable[[Tx, str, Body | None, Body, int, Register], None]
_ACTS: Final[dict[str, _Act]] = {
    "Organization": _organization,
    "Patient": _patient,
    "Practitioner": _practitioner,
    "PractitionerRole": _role,
    "RelatedPerson": _relative,
}


def _settle(tx: Tx, number: str, at: int, register: Register, *, is_patients: bool) -> None:
    """One number, one account that opens with it: the patient's where it is a Patient's, else the guardian's."""
    hashed = register.number_hmac(number)
    if is_patients:
        accounts.close_guardian(tx, hashed, at)
    elif register.is_guardians(number):
        accounts.enrol_guardian(tx, hashed, at)


def _agree(before: Body, after: Body, elements: tuple[str, ...]) -> bool:
    return all(before.get(name) == after.get(name) for name in elements)


def _role_code(role: Body) -> str | None:
    """The first role we know."""
    return next((code for code in _codes(role) if code in assignments.ROLES), None)


def _codes(role: Body) -> Iterator[str]:
    for each in systems.codings(role.get("code", [])):
        if each.get("system") == ROLE and each.get("code"):
            yield each["code"]


def _period(role: Body) -> tuple[int, int | None]:
    """When the assignment holds; without a start since ever, without an end until further notice."""
    period = role.get("period") or {}
    start, end = period.get("start"), period.get("end")
    last = span(end)[1] if end else MAX
    return span(start)[0] if start else 0, last if last < MAX else None

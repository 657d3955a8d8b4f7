"""Accounts and assignments fed from the registers of people, in the transaction that writes there (ADR 0025).

| Written | Follows |
|---|---|
| Patient | an account with birth date; closed while she is inactive or dead |
| Practitioner | an account; closed while inactive |
| PractitionerRole | an assignment with its period, when role, unit and custodian are known; ended when inactive |
| RelatedPerson with GUARD | an account by the hash of the number, for who is no patient here |
| Organization | the custodian of the assignments at units whose place has changed |
"""

from collections.abc import Callable, Iterator
from typing import Any, Final, Protocol

from patientkontrakt.auth import accounts, families
from patientkontrakt.db import Tx
from patientkontrakt.fhir import systems
from patientkontrakt.fhir.person import birth_date, identity_numbers, is_guardian
from patientkontrakt.fhir.resource import plainly_named
from patientkontrakt.fhir.search.dates import MAX, span

Body = dict[str, Any]
TYPES: Final = ("Organization", "Patient", "Practitioner", "PractitionerRole", "RelatedPerson")
ROLE: Final = systems.pk("role")


class Register(Protocol):
    """What the feed asks of the registers, as they stand in the same transaction."""

    def custodian_of(self, unit: str) -> str | None:
        """The vårdgivare or omsorgsgivare of an Organization."""

    def number_hmac(self, number: str) -> str:
        """The keyed hash that guardians are known by."""

    def is_patient(self, number: str) -> bool:
        """Whether a Patient here has that identity number."""

    def is_active(self, practitioner: str) -> bool:
        """Whether the Practitioner is there, and active."""


def follow(tx: Tx, type: str, id: str, before: Body | None, body: Body, at: int, register: Register) -> None:
    """What a write of ``type/id`` means for who may sign in; other types mean nothing. ``at`` in epoch milliseconds."""
    if act := _ACTS.get(type):
        act(tx, id, before, body, at, register)


def _patient(tx: Tx, id: str, before: Body | None, body: Body, at: int, register: Register) -> None:
    account = accounts.enrol_patient(tx, id, birth_date(body), at)
    is_dead = body.get("deceasedBoolean") is True or "deceasedDateTime" in body
    _open_or_close(tx, account, body.get("active") is not False and not is_dead, at)
    if before is not None and set(identity_numbers(before)) != set(identity_numbers(body)):
        families.revoke_as_relative(tx, account, at, "her own number has changed")
    for number in identity_numbers(body):
        accounts.close_guardian(tx, register.number_hmac(number), at)


def _practitioner(tx: Tx, id: str, before: Body | None, body: Body, at: int, register: Register) -> None:
    account = accounts.enrol_practitioner(tx, id, at)
    _open_or_close(tx, account, body.get("active") is not False, at)


def _role(tx: Tx, id: str, before: Body | None, body: Body, at: int, register: Register) -> None:
    practitioner, unit = (
        plainly_named(body, "practitioner", "Practitioner"),
        plainly_named(body, "organization", "Organization"),
    )
    custodian = register.custodian_of(unit) if unit else None
    role = _role_code(body)
    if practitioner and unit and custodian and role:
        starts, ends = _period(body)
        account = accounts.enrol_staff(tx, practitioner, id, unit, custodian, role, starts, ends, at)
        if not register.is_active(practitioner):
            accounts.close(tx, account, at)
    else:
        accounts.end_registered(tx, id, at)
    if body.get("active") is False:
        accounts.end_assignment(tx, id, at)


def _relative(tx: Tx, id: str, before: Body | None, body: Body, at: int, register: Register) -> None:
    numbers = identity_numbers(body) if is_guardian(body) else []
    if before is not None and numbers != (identity_numbers(before) if is_guardian(before) else []):
        families.revoke_of_relative(tx, id, at, "the guardian's entry has changed")
    for number in numbers:
        if not register.is_patient(number):
            accounts.enrol_guardian(tx, register.number_hmac(number), at)


def _organization(tx: Tx, id: str, before: Body | None, body: Body, at: int, register: Register) -> None:
    if before is None or all(before.get(name) == body.get(name) for name in ("partOf", "type")):
        return
    for unit, custodian in accounts.units(tx):
        now = register.custodian_of(unit)
        if now is None:
            accounts.end_unit(tx, unit, at)
        elif now != custodian:
            accounts.move_unit(tx, unit, now)


_Act = Callable[[Tx, str, Body | None, Body, int, Register], None]
_ACTS: Final[dict[str, _Act]] = {
    "Organization": _organization,
    "Patient": _patient,
    "Practitioner": _practitioner,
    "PractitionerRole": _role,
    "RelatedPerson": _relative,
}


def _open_or_close(tx: Tx, account: str, is_open: bool, at: int) -> None:
    if is_open:
        accounts.open_again(tx, account)
    else:
        accounts.close(tx, account, at)


def _role_code(role: Body) -> str | None:
    """The first role we know."""
    return next((code for code in _codes(role) if code in accounts.ROLES), None)


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

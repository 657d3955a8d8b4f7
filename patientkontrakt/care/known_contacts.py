"""Whom a new contract may name as fixed contact: who already is, and who is known from listing and relation."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from patientkontrakt import clock
from patientkontrakt.care import codes
from patientkontrakt.care.contacts.from_fhir import contact
from patientkontrakt.care.contacts.model import ContactKind, ContactPath, FixedContact
from patientkontrakt.care.contacts.rules import is_current
from patientkontrakt.care.parties import type_of
from patientkontrakt.care.registers import entry, gather
from patientkontrakt.care.shapes import Resource, has_code, target
from patientkontrakt.fhir import systems
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.stored import Stored


@dataclass(frozen=True)
class KnownContact:
    """Somebody to offer as fixed contact: `fixed` when she already is (then with id), else known from the listing."""

    kind: str
    member: str | None
    unit: str | None
    fixed: bool
    id: str | None = None
    team: str | None = None
    since: date | None = None
    until: date | None = None
    paths: tuple[ContactPath, ...] = ()


def known_contacts(
    desk: Desk, patient: Resource, episodes: Iterable[Stored], listed: str | None, teams: Iterable[Stored]
) -> tuple[KnownContact, ...]:
    """Her fixed contacts, and after them whoever her listing or relation names and is not yet one.

    Only of the own unit and of the listed one, where the reader may know which that is.
    """
    today = clock.today(desk.now)
    fixed = [each.body() for each in teams if has_code(each.body().get("category"), codes.FAST_KONTAKT)]
    held = [_fixed(each) for each in map(contact, fixed) if is_current(each, today)]
    taken = {each.member for each in held}
    named = [target(each) for each in patient.get("generalPractitioner", [])]
    named += [target(each.body().get("careManager")) for each in episodes]
    roles = dict.fromkeys(each for each in named if each and type_of(each) == "PractitionerRole")
    gather(desk, roles)
    known = [_known(desk, each) for each in roles if each not in taken]
    ours = {f"Organization/{unit}" for unit in (listed, desk.actor.unit) if unit}
    return (*held, *(each for each in known if each and each.unit in ours))


def _fixed(held: FixedContact) -> KnownContact:
    return KnownContact(
        held.kind.value, held.member, held.unit, True, held.id, held.team, held.since, held.until, held.paths
    )


def _known(desk: Desk, role: str) -> KnownContact | None:
    body = entry(desk, role)
    if body is None or body.get("active") is False:
        return None
    doctor = any(each.get("code") == "lakare" for each in systems.codings(body.get("code")))
    kind = ContactKind.LAKARKONTAKT if doctor else ContactKind.VARDKONTAKT
    works_at = target(body.get("organization"))
    told = ((each.get("system"), each.get("value")) for each in body.get("telecom", []))
    paths = tuple(ContactPath(system, value) for system, value in told if system and value)
    return KnownContact(kind.value, role, works_at, False, paths=paths)

"""From a provider's claims to people here: an identity number to a patient or guardian, an HSA-id to assignments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from patientkontrakt.auth.authority import Authority
from patientkontrakt.auth.given import person
from patientkontrakt.auth.given.person import Person
from patientkontrakt.auth.given.sessions import Proven
from patientkontrakt.auth.outside import loa
from patientkontrakt.config.identity import IdentityProvider
from patientkontrakt.db import Tx
from patientkontrakt.identifiers import hsa_id, identity_number
from patientkontrakt.identifiers.reason import NotWellFormed

LONGEST = 200


@dataclass(frozen=True, slots=True)
class Meant:
    """Whom claims may mean: an account ("Patient/x", "Guardian/x") or an assignment, with the words she knows it by."""

    key: str
    label: str = ""


def meant(
    authority: Authority, provider: IdentityProvider, claims: dict[str, Any], at: int
) -> Sequence[Meant]:
    """Whom the claims mean. The directory asks in transactions of its own, so none may be open."""
    if provider.kind == "staff":
        return _assignments(authority, provider, claims)
    number = _number(claims.get(provider.person), at)
    known = authority.people.person_by_number(number) if number else None
    if known is None:
        return ()
    if known.patient:
        return (Meant(f"Patient/{known.patient}"),)
    with authority.database.glance() as tx:
        row = tx.row("SELECT id FROM account WHERE number_hmac = :hmac", {"hmac": known.number_hmac})
    return (Meant(row[0]),) if row else ()


def who_may(tx: Tx, people: Sequence[Meant], at: int) -> list[tuple[Person, str]]:
    """Those of them who may sign in now, with their labels: none, one, or the assignments she chooses among."""
    found = [(_person(tx, each.key), each.label) for each in people]
    return [(who, label) for who, label in found if who and not who.refusal(at)]


def somebody(tx: Tx, people: Sequence[Meant]) -> Person | None:
    """Who was turned away, for the log and for the reason she is told."""
    return next((who for who in (_person(tx, each.key) for each in people) if who), None)


def proven(provider: IdentityProvider, claims: dict[str, Any], authenticated: int | None) -> Proven:
    """What the session keeps of the provider's word, and when she proved who she is (epoch milliseconds). Not its id_token:
    a number or an HSA-id is in each, and to sign out with it, it would have to stand in an address."""
    return Proven(provider.kind, loa.told(provider, claims), authenticated)


def _assignments(authority: Authority, provider: IdentityProvider, claims: dict[str, Any]) -> Sequence[Meant]:
    """The assignments of the HSA-id; with a claim for the one she chose at the provider, that one alone."""
    person = _text(claims.get(provider.person))
    posts = authority.people.posts_of_hsa_id(person) if person else ()
    if not provider.assignment:
        return [Meant(post.assignment, post.label) for post in posts]
    chosen = _text(claims.get(provider.assignment)) or ""
    return [
        Meant(post.assignment, post.label)
        for post in posts
        if chosen == post.assignment or hsa_id.compared(chosen) in map(hsa_id.compared, post.known_as)
    ]


def _person(tx: Tx, key: str) -> Person | None:
    return person.by_account(tx, key, None) if "/" in key else person.by_assignment(tx, key)


def _number(value: Any, at: int) -> str | None:
    text, today = _text(value), datetime.fromtimestamp(at / 1000, UTC).date()
    try:
        return identity_number.parse(text, today).digits if text else None
    except NotWellFormed:
        return None


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and 0 < len(value) <= LONGEST and value.isprintable() else None

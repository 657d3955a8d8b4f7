"""Who gets in: brakes first, then the account, then the log. An unknown and a suspended person sound alike (S-099)."""

from dataclasses import dataclass
from typing import Literal

from patientkontrakt.auth import moment
from patientkontrakt.auth.administration import journal
from patientkontrakt.auth.authority import Authority
from patientkontrakt.auth.given import person, sessions
from patientkontrakt.auth.given.person import Person
from patientkontrakt.auth.given.sessions import Proven
from patientkontrakt.auth.proving import throttle
from patientkontrakt.db import Tx

LONGEST = 64
Reason = Literal["unknown", "child", "wait"]


@dataclass(frozen=True, slots=True)
class Admitted:
    """Signed in; `secret` is the new cookie."""

    secret: str


@dataclass(frozen=True, slots=True)
class TurnedAway:
    """Not signed in, with what the page says about it."""

    reason: Reason
    status: int = 403
    wait_s: int = 0


def admit(
    authority: Authority, tx: Tx, key: str, cookie: str, address: str, at: int
) -> Admitted | TurnedAway:
    """Sign one of the cast in by her key, or turn her away; either way it is logged in this transaction.

    `cookie` is the visitor's present one, `address` where she comes from. Failures are braked by person *and* address,
    and by address: who guesses at another's key from elsewhere locks nobody out but himself (S-099).
    """
    hashing = authority.settings.key("session")
    brakes = (
        throttle.counted(throttle.PERSON, f"{key}@{address}", hashing),
        throttle.counted(throttle.ADDRESS, address, hashing),
    )
    if seconds := max(throttle.wait_s(tx, brake, at) for brake in brakes):
        return TurnedAway("wait", 429, seconds)
    who = person.by_key(tx, key) if 0 < len(key) <= LONGEST and key.isprintable() else None
    verdict = admit_person(authority, tx, who, cookie, at)
    if isinstance(verdict, TurnedAway):
        for brake in brakes:
            throttle.note_failure(tx, brake, at)
    return verdict


def admit_person(
    authority: Authority, tx: Tx, who: Person | None, cookie: str, at: int, proven: Proven | None = None
) -> Admitted | TurnedAway:
    """Sign a person in who has been recognized, or turn her away; either way it is logged in this transaction.

    `proven` is what a provider vouched for. Nothing is braked here: whom a provider has proven guesses at nothing, and
    a brake could only lock her out for what others did.
    """
    refused = who.refusal(at) if who else "unknown"
    if who is None or refused:
        return _turn_away(authority, tx, who, refused or "unknown", at)
    authority.log.append(tx, [journal.of_person("login", who, at, moment.request_id())])
    return Admitted(sessions.begin(tx, who, sessions.find(tx, cookie, at), at, proven))


def turn_away_unseen(authority: Authority, tx: Tx, reason: str, at: int) -> None:
    """Log that somebody came back from a provider too weakly, or not newly enough, identified to be looked up."""
    authority.log.append(tx, [journal.of_stranger(at, moment.request_id(), reason)])


def _turn_away(authority: Authority, tx: Tx, who: Person | None, refused: str, at: int) -> TurnedAway:
    request_id = moment.request_id()
    entry = (
        journal.of_person("login", who, at, request_id, refused=refused)
        if who
        else journal.of_stranger(at, request_id, refused)
    )
    authority.log.append(tx, [entry])
    return TurnedAway("child" if refused == "child" else "unknown")

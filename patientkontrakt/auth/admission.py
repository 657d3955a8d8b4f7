"""Who gets in: brakes first, then the account, then the log. An unknown and a suspended person sound alike (S-099)."""

from dataclasses import dataclass
from typing import Literal

from patientkontrakt.auth import journal, moment, person, sessions, throttle
from patientkontrakt.auth.authority import Authority
from patientkontrakt.auth.person import Person
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
    """Sign a person in by her key, or turn her away; either way it is logged in this transaction.

    `cookie` is the visitor's present one, `address` where she comes from.
    """
    hashing = authority.settings.key("session")
    brakes = (
        throttle.counted(throttle.PERSON, key, hashing),
        throttle.counted(throttle.ADDRESS, address, hashing),
    )
    if seconds := max(throttle.wait_s(tx, brake, at) for brake in brakes):
        return TurnedAway("wait", 429, seconds)
    who = person.by_key(tx, key) if 0 < len(key) <= LONGEST and key.isprintable() else None
    refused = who.refusal(at) if who else "unknown"
    if who is None or refused:
        for brake in brakes:
            throttle.note_failure(tx, brake, at)
        return _turn_away(authority, tx, who, refused or "unknown", at)
    authority.log.append(tx, [journal.of_person("login", who, at, moment.request_id())])
    return Admitted(sessions.begin(tx, who, sessions.find(tx, cookie, at), at))


def _turn_away(authority: Authority, tx: Tx, who: Person | None, refused: str, at: int) -> TurnedAway:
    request_id = moment.request_id()
    entry = (
        journal.of_person("login", who, at, request_id, refused=refused)
        if who
        else journal.of_stranger(at, request_id, refused)
    )
    authority.log.append(tx, [entry])
    return TurnedAway("child" if refused == "child" else "unknown")

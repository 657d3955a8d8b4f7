"""Headers that a receiver wants with each notification: they are secrets, told by whoever subscribes and never back."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from patientkontrakt.fhir.outcome import Issue

HIDDEN: Final = "[dold]"
MOST: Final = 5
LONGEST: Final = 4_000
# Authorization, and names of the receiver's own: never one that says how the message is carried.
_HEADER: Final = re.compile(
    r"(Authorization|X-[A-Za-z0-9-]{1,60}): ?([\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?)", re.IGNORECASE
)
_NOT_TO_BE_SAID: Final = re.compile(r"X-(Forwarded|Real|HTTP)-", re.IGNORECASE)


def faults(found: Any) -> Iterator[Issue]:
    """What is wrong with `channel.header`; never with the value repeated."""
    lines = found if isinstance(found, list) else []
    if len(lines) > MOST or any(not isinstance(each, str) or pair(each) is None for each in lines):
        yield Issue(
            "business-rule",
            "Ett huvud skrivs Authorization: värde, eller X-…: värde. Högst fem.",
            "A header is written Authorization: value, or X-…: value. At most five.",
            ("Subscription.channel.header",),
        )


def pair(line: str) -> tuple[str, str] | None:
    """The name and the value of one line; None for what may not be sent."""
    found = _HEADER.fullmatch(line) if len(line) <= LONGEST else None
    return None if found is None or _NOT_TO_BE_SAID.match(line) else (found[1], found[2])


def hidden(lines: Sequence[str]) -> list[str]:
    """The same lines with their values hidden."""
    return [f"{line.partition(':')[0]}: {HIDDEN}" for line in lines]


def filled(lines: Sequence[str], before: Sequence[str]) -> list[str]:
    """The lines with hidden values as they were `before`: whoever sends back what she has read changes nothing.

    One that was not there before stays hidden, and is sent as it stands.
    """
    known = {line.partition(":")[0].lower(): line for line in before}
    return [
        known.get(line.partition(":")[0].lower(), line) if line.endswith(HIDDEN) else line for line in lines
    ]

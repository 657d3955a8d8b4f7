"""What one row of the access log says. Every text in an Entry is one line, cut to length."""

from dataclasses import dataclass
from typing import Final, Literal

LONGEST: Final = (
    250  # characters of one text: ids, codes and purposes are shorter, so what is cut was never meant for us
)
MOST_ITEMS: Final = 1000  # `count` goes on telling how many there were

Outcome = Literal["permitted", "refused", "failed"]


@dataclass(frozen=True)
class Entry:
    """One access, attempted or done (domain.md L-1, L-4): one entry per request and patient.

    `at` is epoch milliseconds UTC; `reason` the ground, the veto or a code; `subject` a type or "CarePlan/x";
    `items` what was shown or written, as "CarePlan/x@3"; `count` how many. Never names or numbers of people.
    """

    at: int
    request_id: str
    action: str
    outcome: Outcome
    reason: str
    kind: str | None = None
    account: str | None = None
    who: str | None = None
    unit: str | None = None
    custodian: str | None = None
    role: str | None = None
    client: str | None = None
    jti: str | None = None
    purpose: str | None = None
    patient: str | None = None
    subject: str = ""
    items: tuple[str, ...] = ()
    count: int = 0

    def __post_init__(self) -> None:
        said = vars(self)  # frozen for everybody else; nobody has seen it yet
        for name, value in said.items():
            if isinstance(value, str):
                said[name] = one_line(value)
        said["items"] = _words(self.items[:MOST_ITEMS])


def one_line(text: str) -> str:
    """`text` without anything that breaks, hides or reverses a line (security.md S-120), cut to LONGEST.

    Controls, invisible and lone surrogate characters become escapes. Done twice it is the same as done once.
    """
    text = text[:LONGEST]
    return text if text.isprintable() else "".join(map(_visible, text))[:LONGEST]


def one_word(text: str) -> str:
    """As `one_line`, and free of spaces: items are stored with a space between them."""
    return one_line(text).replace(" ", "_")


def _words(items: tuple[str, ...]) -> tuple[str, ...]:
    """Each as `one_word`; those that are ours are words already, and are seen to be so all at once."""
    together = "".join(items)
    if together.isprintable() and " " not in together and max(map(len, items), default=0) <= LONGEST:
        return items
    return tuple(map(one_word, items))


def _visible(character: str) -> str:
    return character if character.isprintable() else f"\\u{{{ord(character):x}}}"

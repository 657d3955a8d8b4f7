"""Names that are alike: told in memory from names given in, never kept (domain.md L-3). Pure.

The registers hold no identity number of staff, so that a colleague and oneself can be told by name only.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any, Final

RULES: Final = ("samma_efternamn", "eget_namn", "kollega")


def alike(rule: str, reader: "Names", patient: "Names", colleagues: "Names") -> bool:
    """Whether a rule about names is true of who read, whose record it was, and everybody else who has read lately."""
    if rule == "samma_efternamn":
        return bool(reader.families & patient.families)
    if rule == "eget_namn":
        return bool(reader.whole & patient.whole)
    return bool(colleagues.whole & patient.whole - reader.whole)


class Names:
    """The family names and the whole names (first given and family) that somebody goes by, folded for comparing."""

    def __init__(self, families: Iterable[str] = (), whole: Iterable[str] = ()) -> None:
        self.families, self.whole = frozenset(families), frozenset(whole)

    @classmethod
    def of(cls, names: Iterable[Mapping[str, Any]]) -> "Names":
        """From FHIR HumanNames."""
        told = [(folded(_first(each.get("given"))), folded(each.get("family", ""))) for each in names]
        return cls(
            (family for _, family in told if family),
            (f"{given} {family}" for given, family in told if given and family),
        )

    @classmethod
    def together(cls, several: Iterable["Names"]) -> "Names":
        """Everybody's."""
        each = list(several)
        return cls(
            (name for one in each for name in one.families), (name for one in each for name in one.whole)
        )


def folded(text: str) -> str:
    """Without case, accents on other letters than å, ä and ö, and spaces at the ends."""
    plain = unicodedata.normalize("NFC", text.strip()).casefold()
    return "".join(_bare(letter) for letter in plain)


def _bare(letter: str) -> str:
    return letter if letter in "åäö" else unicodedata.normalize("NFD", letter)[:1]


def _first(given: Any) -> str:
    return str(given[0]) if isinstance(given, list) and given else ""

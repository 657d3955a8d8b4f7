"""The decision table of docs/authorization.md, asked of the law itself: who may do what, on which ground, unless what.

Every kind of actor is made up with all that could open a door to it; a line says which doors there are, not that
one is open.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from patientkontrakt.fhir.types import TYPES
from patientkontrakt.policy.actor import ADMINISTRATOR, AUDITOR, DEVELOPER, Actor
from patientkontrakt.policy.decision import AccessRefused, narrow
from patientkontrakt.policy.permissions import LETTERS, Letter
from patientkontrakt.policy.scopes import Scopes

_AT: Final = 1_795_258_800_000  # 21 November 2026: ages are counted from it
_ALL: Final = Scopes.parse("patient/*.cruds user/*.cruds system/*.cruds")
_PATIENT: Final = Actor(
    kind="patient", account="p", who="Patient/p", patient="p", born=date(1980, 1, 1), scopes=_ALL
)
_GUARDIAN: Final = replace(
    _PATIENT, kind="guardian", who="RelatedPerson/g", born=date(2020, 1, 1), protected=False
)
_STAFF: Final = Actor(
    kind="staff",
    account="s",
    who="PractitionerRole/s",
    unit="u",
    custodian="c",
    role="sjukskoterska",
    scopes=_ALL,
)
_SYSTEM: Final = Actor(kind="system", account="x", who="client:x", custodian="c", client="x", scopes=_ALL)

ACTORS: Final[dict[str, Actor]] = {
    "patient, 16 or older": _PATIENT,
    "patient, 13 to 15": replace(_PATIENT, born=date(2012, 1, 1)),
    "patient, younger": replace(_PATIENT, born=date(2020, 1, 1)),
    "guardian of a child under 13": _GUARDIAN,
    "guardian of a child of 13 to 15": replace(_GUARDIAN, born=date(2012, 1, 1)),
    "guardian of a child of 16 or 17": replace(_GUARDIAN, born=date(2009, 1, 1)),
    "staff in care": _STAFF,
    "loggranskare": replace(_STAFF, role=AUDITOR),
    "systemadministrator": replace(_STAFF, role=ADMINISTRATOR),
    "verksamhetsutvecklare": replace(_STAFF, role=DEVELOPER),
    "backend client with a Group": replace(_SYSTEM, groups=("g",)),
    "feed of a custodian": replace(_SYSTEM, feed=True),
}
"""Every kind of caller, with scopes for everything: what is left is what the law says."""


@dataclass(frozen=True)
class Line:
    """One line: the letters that are decided alike, for these types, on these grounds, unless one of these vetoes."""

    who: str
    letters: str
    types: tuple[str, ...]
    grounds: tuple[str, ...]
    vetoes: tuple[str, ...]


def lines() -> Iterator[Line]:
    """Every line of the table, in the order of the actors; what is refused to all has no line."""
    for who, actor in ACTORS.items():
        alike: dict[tuple[tuple[str, ...], tuple[str, ...], str], list[str]] = {}
        for type in TYPES:
            for letters, grounds, vetoes in _decided(actor, type):
                alike.setdefault((grounds, vetoes, letters), []).append(type)
        for (grounds, vetoes, letters), types in alike.items():
            yield Line(who, letters, tuple(types), grounds, vetoes)


def _decided(actor: Actor, type: str) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """What is decided alike for one type: letters, names of grounds, names of vetoes."""
    alike: dict[tuple[tuple[str, ...], tuple[str, ...]], str] = {}
    for letter in LETTERS:
        grounds, vetoes = _names(actor, letter, type)
        if grounds:
            alike[grounds, vetoes] = alike.get((grounds, vetoes), "") + letter
    yield from ((letters, *named) for named, letters in alike.items())


def _names(actor: Actor, letter: Letter, type: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    try:
        found = narrow(actor, letter, type, _AT)
    except AccessRefused:
        return (), ()
    return tuple(name for name, _ in found.grounds), tuple(name for name, _ in found.vetoes)

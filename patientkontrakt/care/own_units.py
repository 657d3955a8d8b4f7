"""The units of an administrator's own care provider, the provider itself among them: those may be given assignments at."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from patientkontrakt.care.registers import entry, gather
from patientkontrakt.fhir.outcome import NotFound
from patientkontrakt.fhir.search.values import normal
from patientkontrakt.fhir.search.words import words_in
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.organisations import answered_for, custodian_of

PAGE: Final = 50
Position = tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class OwnUnit:
    """A unit by its name."""

    id: str
    name: str | None


@dataclass(frozen=True, slots=True)
class UnitPage:
    """A page of units by name, how many there are on all of them, and where to go on."""

    units: list[OwnUnit]
    total: int
    after: Position | None


def own_units(desk: Desk, text: str | None = None, after: Position | None = None) -> UnitPage:
    """The units of the actor's care provider, of any kind, whose names hold all the words of `text`."""
    words = [normal(each) for each in words_in(text or "")]
    found = [each for each in every_own_unit(desk) if _holds(each, words)]
    rest = [each for each in found if after is None or _place(each) > after]
    shown = rest[:PAGE]
    return UnitPage(shown, len(found), _place(shown[-1]) if len(rest) > PAGE else None)


def every_own_unit(desk: Desk) -> list[OwnUnit]:
    """All of them by name, for a choice among them."""
    return sorted(_named(desk, answered_for(desk, str(desk.actor.custodian))), key=_place)


def own_unit(desk: Desk, unit: str) -> OwnUnit:
    """One of them. Raises NotFound for what is another care provider's, or not there."""
    if custodian_of(desk, unit) != desk.actor.custodian:
        raise NotFound
    return _named(desk, [unit])[0]


def _named(desk: Desk, ids: Sequence[str]) -> list[OwnUnit]:
    references = {id: f"Organization/{id}" for id in ids}
    gather(desk, references.values())
    return [OwnUnit(id, (entry(desk, each) or {}).get("name")) for id, each in references.items()]


def _holds(unit: OwnUnit, words: Sequence[str]) -> bool:
    name = normal(unit.name or unit.id)
    return all(word in name for word in words)


def _place(unit: OwnUnit) -> tuple[str, str]:
    return normal(unit.name or unit.id), unit.id

"""Utgåva n as it was given out (model.md D4): the versions its Provenance names, each under the law of now."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from patientkontrakt.care.contract import views
from patientkontrakt.care.contract.model import Contract, Life, Utgava
from patientkontrakt.care.contract.views import View
from patientkontrakt.fhir.outcome import NotFound
from patientkontrakt.records.chronicle import versions
from patientkontrakt.records.desk import Desk

_LONGEST: Final = 6  # digits


class Standing(StrEnum):
    """What became of an utgåva."""

    GALLER = "galler"
    VANTAR = "vantar"
    ERSATT = "ersatt"


@dataclass(frozen=True)
class Edition:
    """One utgåva: when it was given out and by whom, whether it applies, and the contract as it said."""

    utgava: Utgava
    standing: Standing
    view: View


def edition(desk: Desk, view: View, number: int) -> Edition:
    """Utgåva `number` of a contract the reader has been let in to. Raises NotFound without one, or without its plan."""
    entry = view.life.number(number)
    if entry is None:
        raise NotFound()
    found = versions(desk, entry.targets, view.contract.key)
    plan = next((each for each in found if each.key == view.contract.key), None)
    if plan is None:
        raise NotFound()
    contract = views.contract_in(plan.body(), [each.body() for each in found if each is not plan])
    as_given = replace(
        view,
        contract=replace(contract, proposals=(), wishes=(), published=True),
        version=plan.version,
        asked=view.asked if view.asked and view.asked.utgava == number else None,
        next_step=None,
        late=frozenset(),
        missing=[],
    )
    return Edition(entry, standing_of(view.life, number), as_given)


def standing_of(life: Life, number: int) -> Standing:
    """The one agreed to last applies, the newest waits for a yes, all others have been replaced."""
    agreed, latest = life.agreed(), life.latest()
    if agreed and agreed.number == number:
        return Standing.GALLER
    return Standing.VANTAR if latest and latest.number == number else Standing.ERSATT


def contract_of(desk: Desk, view: View, number: int) -> Contract:
    """The contract as utgåva `number` said. Raises NotFound."""
    return edition(desk, view, number).view.contract


def number_in(address: str) -> int:
    """The number that an address names. Raises NotFound for what is none."""
    if not (address.isascii() and address.isdigit() and len(address) <= _LONGEST):
        raise NotFound()
    return int(address)

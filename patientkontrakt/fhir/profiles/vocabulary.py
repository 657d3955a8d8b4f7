"""Our code systems and value sets, found by name; the codes themselves stand in codes.py and codes_of_others.py."""

from dataclasses import dataclass
from functools import cache

from patientkontrakt.fhir.profiles.codes import OURS
from patientkontrakt.fhir.profiles.codes_of_others import OTHERS
from patientkontrakt.fhir.profiles.terms import CodeSystem
from patientkontrakt.fhir.systems import BASE

CODE_SYSTEMS: dict[str, CodeSystem] = {each.name: each for each in OURS}


@dataclass(frozen=True)
class ValueSet:
    """All codes of one system, under a name of ours."""

    name: str
    of: CodeSystem

    @property
    def url(self) -> str:
        """Its canonical address."""
        return f"{BASE}/ValueSet/pk-{self.name}"

    @property
    def codings(self) -> frozenset[tuple[str, str]]:
        """Its codes, each with its system."""
        return frozenset((self.of.url, each.code) for each in self.of.terms)


VALUE_SETS: dict[str, ValueSet] = {each.name: ValueSet(each.name, each) for each in (*OURS, *OTHERS)}
CODINGS: frozenset[tuple[str, str]] = frozenset().union(*(each.codings for each in VALUE_SETS.values()))
"""Every code there is, with its system."""


@cache
def value_set(name: str) -> ValueSet:
    """The value set called `name`."""
    return VALUE_SETS[name]


def codes_of(name: str) -> tuple[str, ...]:
    """The codes of a system of ours, in the order of the table."""
    return tuple(each.code for each in VALUE_SETS[name].of.terms)

"""What a code system is: a name, a canonical address, and codes with their words in Swedish and English."""

from dataclasses import dataclass

from patientkontrakt.fhir.systems import pk


@dataclass(frozen=True)
class Term:
    """One code."""

    code: str
    sv: str
    en: str


@dataclass(frozen=True)
class CodeSystem:
    """A code system; `address` is set for those of others."""

    name: str
    sv: str
    en: str
    terms: tuple[Term, ...]
    address: str = ""

    @property
    def url(self) -> str:
        """Its canonical address."""
        return self.address or pk(self.name)


def system(name: str, sv: str, en: str, *terms: tuple[str, str, str], address: str = "") -> CodeSystem:
    """A code system of rows (code, Swedish, English)."""
    return CodeSystem(name, sv, en, tuple(Term(*each) for each in terms), address)

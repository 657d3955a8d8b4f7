"""Organisationsnummer: ten digits, the third at least 2, so never a person's number (lag 1974:174)."""

import re
from dataclasses import dataclass

from patientkontrakt.identifiers.luhn import control_digit
from patientkontrakt.identifiers.reason import NotWellFormed

_FORM = re.compile(r"(?:16)?([0-9]{2}[2-9][0-9]{3})-?([0-9]{4})")


@dataclass(frozen=True)
class OrganisationNumber:
    """A well-formed organisationsnummer, ten digits."""

    digits: str

    @property
    def formatted(self) -> str:
        return f"{self.digits[:6]}-{self.digits[6:]}"


def parse(text: str) -> OrganisationNumber:
    """The number in `text`: NNNNNN-NNNN, with or without hyphen and the prefix 16. Raises NotWellFormed."""
    match = _FORM.fullmatch(text)
    if not match or control_digit((match[1] + match[2])[:9]) != int(match[2][3]):
        raise NotWellFormed(
            "Ett organisationsnummer skrivs NNNNNN-NNNN, med tredje siffran minst 2 och rätt kontrollsiffra.",
            "An organisationsnummer is written NNNNNN-NNNN, third digit at least 2, with the right control digit.",
        )
    return OrganisationNumber(match[1] + match[2])

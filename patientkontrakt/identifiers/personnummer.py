"""Personnummer: the identity number of those registered in Sweden (Folkbokföringslagen 18 §)."""

from datetime import date

from patientkontrakt.identifiers import identity_number
from patientkontrakt.identifiers.identity_number import IdentityNumber
from patientkontrakt.identifiers.reason import NotWellFormed


def parse(text: str, today: date) -> IdentityNumber:
    """The personnummer in `text`, written as identity_number.parse reads it. Raises NotWellFormed."""
    number = identity_number.parse(text, today)
    if number.is_samordning:
        raise NotWellFormed(
            "Det är ett samordningsnummer, inte ett personnummer.",
            "It is a samordningsnummer, not a personnummer.",
        )
    return number

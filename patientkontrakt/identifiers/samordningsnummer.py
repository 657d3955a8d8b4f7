"""Samordningsnummer: for those not registered in Sweden; the day has 60 added (lag 2022:1697 2 kap. 8 §)."""

from datetime import date

from patientkontrakt.identifiers import identity_number
from patientkontrakt.identifiers.identity_number import IdentityNumber
from patientkontrakt.identifiers.reason import NotWellFormed


def parse(text: str, today: date) -> IdentityNumber:
    """The samordningsnummer in `text`, written as identity_number.parse reads it. Raises NotWellFormed."""
    number = identity_number.parse(text, today)
    if not number.is_samordning:
        raise NotWellFormed(
            "Det är ett personnummer, inte ett samordningsnummer.",
            "It is a personnummer, not a samordningsnummer.",
        )
    return number

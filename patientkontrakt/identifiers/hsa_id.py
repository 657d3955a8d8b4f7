"""HSA-id: the national key of units and staff in care. Kept as given, compared without case (domain.md §6.1)."""

import re
from dataclasses import dataclass

from patientkontrakt.identifiers.reason import NotWellFormed

_FORM = re.compile(r"[Ss][Ee][0-9]{10}-[A-Za-z0-9]{1,18}")


@dataclass(frozen=True)
class HsaId:
    """A well-formed HSA-id, at most 31 characters."""

    value: str

    @property
    def key(self) -> str:
        """What to compare by."""
        return self.value.upper()


def parse(text: str) -> HsaId:
    """The HSA-id in `text`: SE, ten digits, a hyphen, 1–18 letters A–Z or digits. Raises NotWellFormed."""
    if not _FORM.fullmatch(text):
        raise NotWellFormed(
            "Ett HSA-id skrivs SE, tio siffror, bindestreck och 1–18 bokstäver A–Z eller siffror.",
            "An HSA-id is written SE, ten digits, a hyphen and 1–18 letters A–Z or digits.",
        )
    return HsaId(text)


def compared(text: str) -> str:
    """What to compare by of a text that may be an HSA-id: its key, or the text as it is."""
    return text.upper() if _FORM.fullmatch(text) else text

"""How an answer of the API can be no: told to the person on a page, never as a stack trace."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Told:
    """One reason in the reader's language, and the fields it is about."""

    text: str
    where: tuple[str, ...] = ()


class Refused(Exception):
    """The API said no: `status` is 4xx, `reasons` say why."""

    def __init__(self, status: int, reasons: Sequence[Told] = ()) -> None:
        super().__init__(status)
        self.status = status
        self.reasons = tuple(reasons)


class Away(Exception):
    """The API did not answer, or could not: 5xx."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class SessionOver(Exception):
    """The person is not signed in, or not any more."""


class WrongPerson(Exception):
    """A page of patients asked for by staff, or the other way round."""


class HersAlone(Exception):
    """A page that is the patient's own, asked for by her guardian."""


class StaleForm(Exception):
    """A form that is not ours, or not this session's: nothing was done."""


class BeingDone(Exception):
    """The same form is being carried out at this moment, by a second click."""

"""What a promise is. Pure: no JSON, no HTTP, no SQL."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from patientkontrakt.care.parties import Side, side_of


class PromiseStatus(StrEnum):
    """Where a promise stands, in the words of K-1."""

    UTKAST = "utkast"
    FORESLAGEN = "foreslagen"
    MOTFORSLAG = "motforslag"
    OVERENSKOMMEN = "overenskommen"
    PAGAR = "pagar"
    UPPFYLLD = "uppfylld"
    BRUTEN = "bruten"
    OMFORHANDLAS = "omforhandlas"
    AVBOJD = "avbojd"
    INSTALLD = "installd"
    FELREGISTRERAD = "felregistrerad"


@dataclass(frozen=True)
class Timing:
    """How often, when it can be counted: twice a week on Tuesdays and Fridays. `unit` is d, wk, mo or a."""

    frequency: int = 1
    period: int = 1
    unit: str = "d"
    days: tuple[str, ...] = ()
    times: tuple[time, ...] = ()


@dataclass(frozen=True)
class Note:
    """Words about how it goes, with who wrote them and when; a `reminder` is words to the one who promised."""

    text: str
    author: str | None = None
    at: datetime | None = None
    reminder: bool = False


@dataclass(frozen=True)
class Promise:
    """One promise: exactly one owner, whose kind is the side.

    `when` is words ("när det behövs") or a Timing; `due` the last day.
    """

    id: str
    text: str
    owner: str
    requester: str
    when: str | Timing | None = None
    due: date | None = None
    status: PromiseStatus = PromiseStatus.UTKAST
    watched_by: str | None = None
    notes: tuple[Note, ...] = ()

    @property
    def side(self) -> Side:
        """Mitt ansvar (the patient, a relative) or vårdens ansvar."""
        return side_of(self.owner)

    @property
    def has_a_when(self) -> bool:
        """Gate (b): a rhythm, "när det behövs" or a last day."""
        return bool(self.when or self.due)

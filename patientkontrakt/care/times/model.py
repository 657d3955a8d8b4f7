"""What a time is. Pure."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class NextTime:
    """One time. Without `start` it is proposed, perhaps with a last day ("senast"); instants are aware.

    `form` is besok, telefon, video or hembesok; `allows` is what the patient may do: avboka, omboka, meddela.
    """

    id: str
    what: str
    status: str = "proposed"
    start: datetime | None = None
    end: datetime | None = None
    latest: date | None = None
    who: tuple[str, ...] = ()
    form: str | None = None
    bring: str | None = None
    allows: tuple[str, ...] = ()
    answer: str = "needs-action"
    agreed: datetime | None = None

"""The only source of time: instants are UTC, days are Stockholm's. Only doors and commands ask for now()."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def now() -> datetime:
    """This instant, aware, in UTC, whole milliseconds: what is stored is what was meant."""
    return moment(millis(datetime.now(UTC)))


def millis(instant: datetime) -> int:
    """Epoch milliseconds of an aware instant, rounded down (a zone-less one is refused with ValueError)."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a zone")
    return (instant - _EPOCH) // _MILLISECOND


def moment(ms: int) -> datetime:
    """The aware UTC instant of epoch milliseconds."""
    return _EPOCH + ms * _MILLISECOND


def today(instant: datetime) -> date:
    """The calendar day in Stockholm at that instant."""
    return instant.astimezone(STOCKHOLM).date()


def iso(instant: datetime | int) -> str:
    """A FHIR instant in UTC, `2026-11-21T22:50:00.123Z`, from an aware instant or epoch milliseconds."""
    at = moment(millis(instant) if isinstance(instant, datetime) else instant)
    return at.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"

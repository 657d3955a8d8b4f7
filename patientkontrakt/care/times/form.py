"""A time as its form shows and fills it: plain values. A moved time is no longer agreed. Pure."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from patientkontrakt import clock
from patientkontrakt.care.times.model import NextTime

USUAL_LENGTH: Final = timedelta(minutes=30)
"""R4 wants an end with every start (app-2)."""


def shown(time: NextTime) -> dict[str, Any]:
    """The fields of the form; `agreed` says whether the patient has accepted it."""
    return {
        "id": time.id,
        "what": time.what,
        "start": clock.iso(time.start) if time.start else None,
        "end": clock.iso(time.end) if time.end else None,
        "latest": time.latest.isoformat() if time.latest else None,
        "who": list(time.who),
        "form": time.form,
        "bring": time.bring,
        "allows": list(time.allows),
        "agreed": time.answer == "accepted",
    }


def filled(data: dict[str, Any], current: NextTime | None, now: datetime) -> NextTime:
    """The time of a filled form: booked with a start, proposed without; agreed when set together."""
    time = current or NextTime(data["id"], "")
    start = datetime.fromisoformat(data["start"]) if data.get("start") else None
    end = datetime.fromisoformat(data["end"]) if data.get("end") else start and start + USUAL_LENGTH
    moved = replace(
        time,
        what=data["what"],
        status=_status(time, start),
        start=start,
        end=end,
        latest=date.fromisoformat(data["latest"]) if data.get("latest") else None,
        who=tuple(data.get("who", ())),
        form=data.get("form"),
        bring=data.get("bring"),
        allows=tuple(data.get("allows", ())),
    )
    return _answered(moved, time, bool(data.get("agreed")), now)


def _status(time: NextTime, start: datetime | None) -> str:
    if start is None:
        return "proposed"
    return "booked" if time.status in ("proposed", "pending", "cancelled") else time.status


def _answered(moved: NextTime, before: NextTime, agreed: bool, now: datetime) -> NextTime:
    if agreed:
        same = before.start == moved.start and before.answer == "accepted"
        return replace(moved, answer="accepted", agreed=before.agreed if same and before.agreed else now)
    kept = before.answer if before.start == moved.start and before.answer != "accepted" else "needs-action"
    return replace(moved, answer=kept, agreed=None)


def cancelled(time: NextTime) -> NextTime:
    """A time taken off the plan."""
    return replace(time, status="cancelled")

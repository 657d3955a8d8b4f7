"""A promise as its form shows and fills it: plain values. What no form asks (status, notes) stays as it is. Pure."""

from dataclasses import asdict, replace
from datetime import date, time
from typing import Any

from patientkontrakt.care.promises.model import Promise, PromiseStatus, Timing


def shown(promise: Promise) -> dict[str, Any]:
    """The fields of the form. Words and rhythm are two fields; at most one is filled."""
    rhythm = promise.when if isinstance(promise.when, Timing) else None
    return {
        "id": promise.id,
        "text": promise.text,
        "owner": promise.owner,
        "when": promise.when if isinstance(promise.when, str) else None,
        "timing": _timing_shown(rhythm) if rhythm else None,
        "due": promise.due.isoformat() if promise.due else None,
        "watched_by": promise.watched_by,
    }


def filled(data: dict[str, Any], current: Promise | None, by: str) -> Promise:
    """The promise of a filled form; a new one is a draft requested by `by`."""
    promise = current or Promise(data["id"], "", "", requester=by, status=PromiseStatus.UTKAST)
    return replace(
        promise,
        text=data["text"],
        owner=data["owner"],
        when=_timing_filled(data["timing"]) if data.get("timing") else data.get("when") or None,
        due=date.fromisoformat(data["due"]) if data.get("due") else None,
        watched_by=data.get("watched_by"),
    )


def _timing_shown(timing: Timing) -> dict[str, Any]:
    shape = asdict(timing)
    return shape | {"days": list(timing.days), "times": [at.isoformat("minutes") for at in timing.times]}


def _timing_filled(data: dict[str, Any]) -> Timing:
    return Timing(
        frequency=data.get("frequency", 1),
        period=data.get("period", 1),
        unit=data.get("unit", "d"),
        days=tuple(data.get("days", ())),
        times=tuple(time.fromisoformat(at) for at in data.get("times", ())),
    )

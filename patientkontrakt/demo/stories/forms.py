"""The sections of a contract's form, filled in: plain words into the shapes that care's commands take."""

from collections.abc import Iterable
from typing import Any

from patientkontrakt import clock
from patientkontrakt.care.contacts.model import ContactKind
from patientkontrakt.demo.days import Days

Data = dict[str, Any]

VARDKONTAKT, LAKARKONTAKT = ContactKind.VARDKONTAKT.value, ContactKind.LAKARKONTAKT.value
EVERY_DAY = "varje dag"
WHEN_NEEDED = "när det behövs"


def story(id: str, text: str | None) -> Data:
    """ "Viktigt för mig" in the patient's words, or None when she did not want to answer."""
    return {"id": id, "text": text, "declined": text is None}


def goal(id: str, text: str, by: str, steps: Iterable[str] = ()) -> Data:
    """A goal expressed `by`, with five steps from -2 to +2 or none; step 0 is the goal."""
    graded = [{"value": value, "text": step} for value, step in enumerate(steps, -2)]
    return {"id": id, "text": text, "by": by, "rephrased": None, "steps": graded, "due": None}


def promise(
    id: str, text: str, owner: str, when: str | None = None, *, due: str | None = None,
    often: Data | None = None, watched_by: str | None = None,
) -> Data:  # fmt: skip
    """A promise of `owner`: when in words, or how `often`, or until which day it is `due`."""
    return {
        "id": id,
        "text": text,
        "owner": owner,
        "when": when,
        "timing": often,
        "due": due,
        "watched_by": watched_by,
    }


def rhythm(unit: str, *days: str, times: Iterable[str] = ()) -> Data:
    """How often: once each d, wk or mo, or on these days of the week."""
    return {
        "frequency": len(days) or 1,
        "period": 1,
        "unit": unit,
        "days": list(days),
        "times": list(times),
    }


def contact(id: str, kind: str, member: str, since: str, phone: str | None) -> Data:
    """A fixed contact since a day."""
    paths = [{"system": "phone", "value": phone}] if phone else []
    return {
        "id": id,
        "kind": kind,
        "member": member,
        "team": None,
        "unit": None,
        "since": since,
        "until": None,
        "paths": paths,
    }


def booked(
    id: str, what: str, days: Days, when: tuple[int, int, int], who: Iterable[str], form: str = "besok",
    *, bring: str | None = None, agreed: bool = True,
) -> Data:  # fmt: skip
    """A time that patient and care have set together, at (day offset, hour, minute)."""
    start = clock.iso(days.at(*when))
    return _time(id, what, who, form, bring) | {"start": start, "agreed": agreed}


def missing(id: str, what: str, who: Iterable[str], latest: str | None = None, form: str = "besok") -> Data:
    """A time that care has promised and not sent yet."""
    return _time(id, what, who, form, None) | {"latest": latest}


def _time(id: str, what: str, who: Iterable[str], form: str, bring: str | None) -> Data:
    return {
        "id": id,
        "what": what,
        "start": None,
        "end": None,
        "latest": None,
        "who": list(who),
        "form": form,
        "bring": bring,
        "allows": ["omboka", "meddela"],
        "agreed": False,
    }


def times(*items: Data, review_by: str | None = None, no_time_needed: bool = False) -> Data:
    """The section of times."""
    return {"times": list(items), "no_time_needed": no_time_needed, "review_by": review_by}


def warning(level: str, sign: str, act: str, contact: str | None = None) -> Data:
    """ "Om du blir sämre": gron, gul or rod."""
    return {"level": level, "sign": sign, "act": act, "contact": contact}


def coordination(
    title: str, start: str, text: str | None = None, *, relatives: str | None = None, linked: Iterable[Data] = ()
) -> Data:  # fmt: skip
    """Title, period, who coordinates, whether somebody close takes part, and other plans."""
    return {
        "title": title,
        "description": None,
        "start": start,
        "end": None,
        "coordination": text,
        "relatives": relatives,
        "linked": list(linked),
    }


def linked(display: str, reference: str, responsible: str) -> Data:
    """Another plan that belongs here."""
    return {
        "display": display,
        "reference": reference,
        "system": None,
        "value": None,
        "responsible": responsible,
    }

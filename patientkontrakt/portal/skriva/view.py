"""The form as it shows a contract: rows and fields, made from the sections' data."""

from typing import Any

from patientkontrakt.portal.skriva import prefill
from patientkontrakt.portal.skriva.dates import days_on, rhythm
from patientkontrakt.portal.skriva.sheet import Data, Sheet, me
from patientkontrakt.portal.words import as_moment

View = dict[str, Any]
STEPS = (-2, -1, 0, 1, 2)


def shown(sheet: Sheet) -> View:
    """What the form holds when it is opened. What is known is already filled in while nothing has been given out."""
    sections = sheet.sections if sheet.published else prefill.filled(sheet)
    promises = [promise_row(each) for each in sections["ansvar"]["promises"]]
    offered = [promise_row(each) | {"on": False, "offered": True} for each in sheet.proposals]
    is_hers = [each["owner"].startswith(("Patient/", "RelatedPerson/")) for each in promises + offered]
    rows = list(zip(promises + offered, is_hers, strict=True))
    return {
        "text": sections["viktigt"]["text"],
        "declined": sections["viktigt"]["declined"],
        "goals": [goal_row(each, sheet) for each in sections["mal"]["goals"]]
        + wished(sheet, sections["mal"]),
        "mine": [row for row, hers in rows if hers],
        "care": [row for row, hers in rows if not hers],
        "starter": sections["ansvar"]["starter"],
        "contacts": [contact_row(each) for each in sections["kontakter"]["contacts"]],
        "warnings": [each | {"on": True} for each in sections["samre"]["warnings"]],
        "with": [each.partition("/")[2] for each in sections["kontakter"]["contributors"]],
        "levels": {each["unit"]: each["level"] for each in sections["delning"]["shares"]},
        "coordination": sections["samordning"]["coordination"],
        "relatives": sections["samordning"]["relatives"] or "",
        "linked": [link_key(each) for each in sections["samordning"]["linked"]],
        **_times(sections["tider"], sheet),
    }


def goal_row(goal: Data, sheet: Sheet) -> View:
    """A goal as a row; `fixed` when the words are hers alone."""
    steps = {each["value"]: each["text"] for each in goal.get("steps") or []}
    own = any(each["id"] == goal["id"] and each["own"] for each in sheet.told.get("goals", []))
    return {
        "id": goal["id"],
        "on": True,
        "text": goal["text"],
        "by": "hon" if goal["by"] == sheet.patient else "vi",
        "rephrased": goal.get("rephrased"),
        "steps": {value: steps.get(value) for value in STEPS},
        "fixed": own,
    }


def wished(sheet: Sheet, section: Data) -> list[View]:
    """Her own goals beside the plan, not ticked: one may take them in."""
    taken = {each["id"] for each in section["goals"]}
    rows = [goal_row(each, sheet) for each in sheet.wishes if each["id"] not in taken]
    return [row | {"on": False, "fixed": True, "by": "hon"} for row in rows]


def promise_row(promise: Data) -> View:
    """A promise as a row; how often is put into words."""
    timing = promise.get("timing")
    return {
        "id": promise.get("id"),
        "on": True,
        "text": promise["text"],
        "owner": promise["owner"],
        "when": promise.get("when") or (rhythm(timing) if timing else None),
        "due": promise.get("due"),
    }


def contact_row(contact: Data) -> View:
    """A fixed contact as a row; of the ways to reach her the telephone is shown."""
    phones = [each["value"] for each in contact["paths"] if each["system"] == "phone"]
    return {
        "id": contact.get("id"),
        "kind": contact["kind"],
        "member": contact["member"],
        "phone": phones[0] if phones else None,
    }


def _times(section: Data, sheet: Sheet) -> View:
    """The first time without an hour is the next step one writes; the others are ticked."""
    times = section["times"]
    open_ones = [each for each in times if not each.get("start")]
    step = open_ones[0] if open_ones else None
    here = [each | {"on": True} for each in times if each is not step]
    there = {_hour(each) for each in times}
    more = [each | {"on": False} for each in sheet.known["times"] if _hour(each) not in there]
    return {
        "times": here + more,
        "next": next_row(step),
        "no_time": section["no_time_needed"],
        "review": section["review_by"],
    }


def _hour(time: Data) -> tuple[str, Any]:
    """What makes a time the same one, whatever id it has in the contract."""
    return time["what"], as_moment(time.get("start"))


def next_row(time: Data | None) -> View:
    """The next step as a row; a telephone call by oneself within two weeks, unless something else is said."""
    if time is None:
        return {"id": None, "what": None, "latest": days_on(14), "who": me(), "form": "telefon"}
    return {
        "id": time.get("id"),
        "what": time["what"],
        "latest": time.get("latest"),
        "who": next(iter(time.get("who") or []), ""),
        "form": time.get("form") or "",
    }


def link_key(link: Data) -> str:
    """What a linked plan's box is called: its reference, else its name."""
    return str(link.get("reference") or link["display"])

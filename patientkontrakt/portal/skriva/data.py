"""From the form to the sections' data: what was ticked and written, laid over what the form does not show."""

from typing import Any, Final

from patientkontrakt.portal.skriva.dates import rhythm
from patientkontrakt.portal.skriva.prefill import plan
from patientkontrakt.portal.skriva.sheet import Data, Sheet, me, my_unit
from patientkontrakt.portal.skriva.view import View, link_key

ALLOWS: Final = ["omboka", "meddela"]


def filled(view: View, sheet: Sheet) -> dict[str, Data]:
    """All sections as the API takes them, by name."""
    return {
        "viktigt": _story(view, sheet),
        "mal": {"goals": [_goal(row, sheet) for row in taken(view["goals"])]},
        "ansvar": {"promises": _promises(view, sheet), "starter": view["starter"]},
        "tider": _times(view, sheet),
        "kontakter": _contacts(view, sheet),
        "delning": {"shares": _shares(view, sheet)},
        "samre": {"warnings": [_warning(row) for row in view["warnings"] if row["on"] and row["sign"]]},
        "samordning": _coordination(view, sheet),
    }


def taken(rows: list[View]) -> list[View]:
    """The rows that are ticked and say something."""
    return [row for row in rows if row["on"] and row["text"]]


def _story(view: View, sheet: Sheet) -> Data:
    if sheet.her_story:
        return dict(sheet.sections["viktigt"])
    return {"text": view["text"], "declined": view["declined"] and not view["text"]}


def _goal(row: View, sheet: Sheet) -> Data:
    known = _by_id([*sheet.sections["mal"]["goals"], *sheet.wishes], row["id"])
    kept = {name: known[name] for name in ("id", "by", "due") if name in known}
    steps = [{"value": value, "text": text} for value, text in row["steps"].items() if text]
    by = sheet.patient if row["by"] == "hon" else _ours(kept.get("by"), sheet)
    return kept | {"text": row["text"], "by": by, "rephrased": row["rephrased"], "steps": steps}


def _ours(by: str | None, sheet: Sheet) -> str:
    """Somebody in care who set it before, else the one who writes."""
    return by if by and by != sheet.patient else me()


def _promises(view: View, sheet: Sheet) -> list[Data]:
    """Both halves, in the order they stood."""
    rows = [_promise(row, sheet) for row in taken(view["mine"]) + taken(view["care"])]
    places = {each["id"]: place for place, each in enumerate(sheet.sections["ansvar"]["promises"])}
    return sorted(rows, key=lambda each: places.get(each.get("id", ""), len(places)))


def _promise(row: View, sheet: Sheet) -> Data:
    known = _by_id([*sheet.sections["ansvar"]["promises"], *sheet.proposals], row["id"])
    kept = {name: known[name] for name in ("id", "timing", "watched_by") if known.get(name)}
    found = kept | {"text": row["text"], "owner": row["owner"], "when": row["when"], "due": row["due"]}
    if kept.get("timing"):
        same = row["when"] in (None, rhythm(kept["timing"]))
        found |= {"when": None} if same else {"timing": None}
    return found


def _times(view: View, sheet: Sheet) -> Data:
    known = sheet.sections["tider"]["times"]
    names = ("id", "what", "start", "end", "latest", "who", "form", "bring", "allows")
    booked = [
        _by_id(known, row["id"]) or {name: row[name] for name in names} | {"agreed": bool(row["agreed"])}
        for row in view["times"]
        if row["on"]
    ]
    step = _next_step(view["next"], known)
    return {
        "times": booked + ([step] if step else []),
        "no_time_needed": view["no_time"],
        "review_by": view["review"],
    }


def _next_step(row: View, known: list[Data]) -> Data | None:
    if not row["what"]:
        return None
    before = _by_id(known, row["id"]) or {"allows": ALLOWS}
    first, *rest = before.get("who") or [None]
    who = [row["who"] or first, *rest]
    told = {"what": row["what"], "latest": row["latest"], "who": [each for each in who if each]}
    return before | told | {"form": row["form"]}


def _contacts(view: View, sheet: Sheet) -> Data:
    before = sheet.sections["kontakter"]
    named = [_contact(row, before["contacts"]) for row in view["contacts"] if row["member"]]
    own = before["contributors"] or [my_unit()]
    wanted = [f"Organization/{each}" for each in view["with"]]
    stays = [each for each in own if each == my_unit() or each in wanted]
    return {"contacts": named, "contributors": list(dict.fromkeys([*stays, *wanted]))}


def _contact(row: View, before: list[Data]) -> Data:
    known = _by_id(before, row["id"])
    others = [each for each in known.get("paths", []) if each["system"] != "phone"]
    more = [each for each in known.get("paths", []) if each["system"] == "phone"][1:]
    phone = [{"system": "phone", "value": row["phone"]}] if row["phone"] else []
    told = {"kind": row["kind"], "member": row["member"], "paths": phone + more + others}
    return (known or {"unit": my_unit()}) | told


def _shares(view: View, sheet: Sheet) -> list[Data]:
    known = {each["unit"]: each for each in sheet.sections["delning"]["shares"]}
    return [
        known.get(unit, {"unit": unit, "method": "muntligt"}) | {"level": level}
        for unit, level in view["levels"].items()
    ]


def _warning(row: View) -> Data:
    return {name: row[name] for name in ("level", "sign", "act", "contact")}


def _coordination(view: View, sheet: Sheet) -> Data:
    before = sheet.sections["samordning"]
    offered = [*before["linked"], *(plan(each) for each in sheet.known["plans"])]
    chosen: dict[str, Any] = {}
    for each in offered:
        if link_key(each) in view["linked"]:
            chosen.setdefault(link_key(each), each)
    return before | {
        "coordination": view["coordination"],
        "relatives": view["relatives"] or None,
        "linked": list(chosen.values()),
    }


def _by_id(items: list[Data], id: str | None) -> Data:
    return next((each for each in items if id and each.get("id") == id), {})

"""The form as it was sent: the same rows and fields as it was shown with."""

from typing import Any

from patientkontrakt.portal.skriva.sheet import Data, Sheet, me
from patientkontrakt.portal.skriva.typed import Row, Typed
from patientkontrakt.portal.skriva.view import STEPS, View, goal_row, shown


def read(typed: Typed, sheet: Sheet) -> View:
    """What was typed and ticked. Nothing is dropped, so that the form can be shown again as it was."""
    before = shown(sheet)
    levels = {name[5:]: level for name in typed.fields if name[:5] == "dela-" and (level := typed.text(name))}
    return {
        "text": typed.text("viktigt-text"),
        "declined": typed.ticked("viktigt-nej"),
        "goals": [_goal(row, sheet) for row in typed.rows("mal")],
        "mine": [_promise(row, sheet.patient) for row in typed.rows("mine")],
        "care": [_promise(row, me()) for row in typed.rows("care")],
        "starter": typed.text("starter"),
        "contacts": [_contact(row) for row in typed.rows("kontakt")],
        "warnings": [_warning(row) for row in typed.rows("samre")],
        "with": list(dict.fromkeys([*typed.all("med"), *levels])),
        "levels": levels,
        "coordination": typed.text("samordning"),
        "relatives": typed.text("narstaende") or "",
        "linked": typed.all("plan"),
        "times": [each | {"on": each.get("id") in typed.all("tid")} for each in before["times"]],
        "next": {name: typed.text(f"nasta-{name}") for name in ("id", "what", "latest", "who", "form")},
        "no_time": typed.ticked("nasta-nej"),
        "review": typed.text("folja-upp"),
    }


def _row(row: Row, *names: str) -> dict[str, Any]:
    return {
        "row": row["row"],
        "id": row.get("id") or None,
        "on": "on" in row,
        **{name: row.get(name) or None for name in names},
    }


def _goal(row: Row, sheet: Sheet) -> View:
    """Her own words are hers: they are taken from where they stand, not from the form."""
    found = _row(row, "text", "rephrased") | {"by": row.get("by") or "hon", "fixed": False}
    found["steps"] = {value: row.get(f"s{value + 2}") or None for value in STEPS}
    hers = _hers(found["id"], sheet)
    return found | (goal_row(hers, sheet) | _kept(found) | {"fixed": True} if hers else {})


def _kept(found: View) -> View:
    return {name: found[name] for name in ("row", "on", "rephrased")}


def _hers(id: str | None, sheet: Sheet) -> Data | None:
    """A goal that she has written herself, in the plan or beside it."""
    own = [each for each in sheet.told.get("goals", []) if each["own"]]
    return next((each for each in (*own, *sheet.wishes) if each["id"] == id), None)


def _promise(row: Row, owner: str) -> View:
    found = _row(row, "text", "when", "due", "owner")
    return found | {"owner": found["owner"] or owner}


def _contact(row: Row) -> View:
    return _row(row, "kind", "member", "phone") | {"on": True}


def _warning(row: Row) -> View:
    return _row(row, "sign", "act", "contact") | {"level": row.get("level") or "gul"}

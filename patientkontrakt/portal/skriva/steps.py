"""What the form does without saving: one more row, and the lines of a starter set beside what is written."""

from typing import Any

from patientkontrakt.portal.door import ask
from patientkontrakt.portal.skriva.dates import days_on
from patientkontrakt.portal.skriva.sheet import Sheet, me, my_unit
from patientkontrakt.portal.skriva.view import STEPS, View

LISTS = {"mal": "goals", "mine": "mine", "care": "care", "samre": "warnings"}


def another_row(view: View, kind: str) -> View:
    """The form with an empty row at the end of a list."""
    name = LISTS[kind]
    return view | {name: [*view[name], {"on": True, "blank": True}]}


def with_starter(view: View, id: str | None, sheet: Sheet) -> View:
    """The form with the lines of a starter set, ticked; what is written stays, and nothing comes twice."""
    starter = next((each for each in ask("GET", "/starters")["starters"] if each["id"] == id), None)
    if starter is None:
        return view
    return view | {
        "goals": _more(view["goals"], [_goal(each) for each in starter["goals"]], "text"),
        "mine": _more(view["mine"], [_promise(each, None) for each in starter["mine"]], "text"),
        "care": _more(
            view["care"], [_promise(each, _owner(each, view, sheet)) for each in starter["care"]], "text"
        ),
        "warnings": _more(view["warnings"], [each | {"on": True} for each in starter["warnings"]], "sign"),
        "starter": starter["url"],
        "paket": id,
        "review": view["review"] or days_on(starter["review_days"]),
    }


def _more(rows: list[View], lines: list[View], by: str) -> list[View]:
    """Rows that say something, then the lines that no row says."""
    said = [row for row in rows if row.get(by)]
    there = {row[by] for row in said}
    return said + [line for line in lines if line[by] not in there]


def _goal(goal: dict[str, Any]) -> View:
    steps = {each["value"]: each["text"] for each in goal["steps"]}
    return {
        "on": True,
        "text": goal["text"],
        "by": "hon",
        "steps": {value: steps.get(value) for value in STEPS},
    }


def _promise(line: dict[str, Any], owner: str | None) -> View:
    due = days_on(line["due_days"]) if line["due_days"] else None
    return {"on": True, "text": line["text"], "when": line["when"], "due": due, "owner": owner}


def _owner(line: dict[str, Any], view: View, sheet: Sheet) -> str:
    """The fixed contact of the line's kind, on the form or by another contract, else the unit."""
    kinds = {"vardkontakt": "1", "lakarkontakt": "2"}
    kind = kinds.get(line["owner_kind"])
    contacts = [*view["contacts"], *sheet.known["contacts"]]
    named = [each["member"] for each in contacts if kind and each["kind"] == kind and each["member"]]
    if named:
        return str(named[0])
    return me() if kind == "1" else my_unit()

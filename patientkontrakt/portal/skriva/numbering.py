"""The ids that new rows got when they were saved, by the field that holds them: so that the next save is of the same rows."""

from patientkontrakt.portal.skriva.data import taken
from patientkontrakt.portal.skriva.sheet import Data, Sheet
from patientkontrakt.portal.skriva.view import View


def numbered(view: View, sheet: Sheet) -> dict[str, str]:
    """`{"mine-0-id": "…"}` for every row that was sent without one."""
    sections = sheet.sections
    found: dict[str, str] = {}
    promises = sections["ansvar"]["promises"]
    for kind, rows, items in (
        ("mal", view["goals"], sections["mal"]["goals"]),
        ("mine", view["mine"], promises),
        ("care", view["care"], promises),
    ):
        found |= _matched(kind, taken(rows), items, "text")
    found |= _matched("kontakt", view["contacts"], sections["kontakter"]["contacts"], "kind")
    step = {**view["next"], "row": ""}
    if step["what"]:
        for id in _matched("nasta", [step], sections["tider"]["times"], "what").values():
            found["nasta-id"] = id
    return found


def _matched(kind: str, rows: list[View], items: list[Data], by: str) -> dict[str, str]:
    """A new row is the first item that says the same and that no other row has."""
    claimed = {row["id"] for row in rows if row["id"]}
    found = {}
    for row in (row for row in rows if not row["id"]):
        for item in items:
            if item[by] == row[by] and item.get("id") and item["id"] not in claimed:
                claimed.add(item["id"])
                found[f"{kind}-{row['row']}-id"] = item["id"]
                break
    return found

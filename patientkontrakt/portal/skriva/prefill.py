"""What is known is filled in, not asked: contacts, booked times, other plans, when to follow up."""

from typing import Any

from flask_babel import gettext as _

from patientkontrakt.portal.door import session
from patientkontrakt.portal.skriva.dates import days_on
from patientkontrakt.portal.skriva.sheet import Data, Sheet, me, my_unit

REVIEW_DAYS = 90


def filled(sheet: Sheet) -> dict[str, Data]:
    """The sections with what is known, where nobody has written anything."""
    sections, known = sheet.sections, sheet.known
    tider, samordning = sections["tider"], sections["samordning"]
    kontakter = sections["kontakter"]
    return sections | {
        "kontakter": kontakter
        | {
            "contacts": contacts(sheet, kontakter["contacts"]),
            "contributors": kontakter["contributors"] or [my_unit()],
        },
        "tider": tider
        | {
            "times": tider["times"] if _is_written(sheet, "tider") else [*tider["times"], *known["times"]],
            "review_by": tider["review_by"] or days_on(REVIEW_DAYS),
        },
        "samordning": samordning | _coordination(sheet, samordning),
    }


def contacts(sheet: Sheet, told: list[Data]) -> list[Data]:
    """The one who writes is the fixed care contact, until another is chosen; her doctor is the one she has."""
    kinds = {each["kind"] for each in told}
    found = list(told)
    if "1" not in kinds:
        phone = session().about.get("phone")
        found.insert(0, _contact("1", me(), my_unit(), phone))
    known = [each for each in sheet.known["contacts"] if each["kind"] == "2" and not each["fixed"]]
    if "2" not in kinds and known:
        found.append({**known[0], "id": None})
    return found


def fixed_elsewhere(sheet: Sheet) -> list[Data]:
    """Fixed contacts that she has by another contract: known, and not named twice."""
    named = {each["member"] for each in sheet.sections["kontakter"]["contacts"]}
    return [
        each
        for each in sheet.known["contacts"]
        if each["fixed"] and each["kind"] != "1" and each["member"] not in named
    ]


def _contact(kind: str, member: str, unit: str, phone: str | None) -> Data:
    paths = [{"system": "phone", "value": phone}] if phone else []
    return {"id": None, "kind": kind, "member": member, "unit": unit, "paths": paths}


def _coordination(sheet: Sheet, section: Data) -> dict[str, Any]:
    if _is_written(sheet, "samordning"):
        return {}
    keeper = _("%(name)s håller ihop planen.", name=session().about.get("name"))
    return {
        "coordination": section["coordination"] or keeper,
        "linked": section["linked"] or [plan(each) for each in sheet.known["plans"]],
    }


def plan(known: Data) -> Data:
    """A plan she has, as the contract points at it."""
    return {name: known[name] for name in ("reference", "display", "responsible")}


def _is_written(sheet: Sheet, section: str) -> bool:
    return bool(sheet.told.get("sections", {}).get(section, {}).get("draft"))

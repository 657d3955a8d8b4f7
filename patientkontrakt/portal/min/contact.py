"""Whom a patient calls: the same person at the same place on every page of hers (check 28)."""

from typing import Any, Final

from flask import Response

from patientkontrakt.portal import pages
from patientkontrakt.portal.door import ask, at, remember, session
from patientkontrakt.portal.refusals import Away, Refused

FRESH_MS: Final = 10 * 60 * 1000
FIRST: Final = ("1", "4", "3", "2")
"""fast vårdkontakt before the one who coordinates, omsorgskontakt and läkarkontakt."""

Contact = dict[str, Any]


def patient_page(template: str, status: int = 200, **context: Any) -> Response:
    """A page of hers, with whom to call."""
    return pages.page(template, status, contact=contact(), **context)


def contact() -> Contact | None:
    """{kind, name, role, phone} of her fixed contact, else of her health centre; asked for at most every ten minutes."""
    held = session().about.get("contact_at")
    if held is None or at() - held > FRESH_MS:
        try:
            _keep(_asked())
        except Away:
            return None
    found: Contact | None = session().about.get("contact")
    return found


def keep_contact(plan: dict[str, Any]) -> None:
    """Remember the fixed contact of a plan that has just been read, when there is one."""
    found = of_plan(plan)
    if found and found != session().about.get("contact"):
        _keep(found)


def of_plan(plan: dict[str, Any]) -> Contact | None:
    """Whom to call first according to a plan; None when nobody is named."""
    for kind in FIRST:
        for each in plan["contacts"]:
            if each["kind"] == kind:
                return _told(each, plan["people"])
    return None


def _asked() -> Contact | None:
    """Raises Away."""
    try:
        found = of_plan(ask("GET", "/my/plan"))
    except Refused:
        found = None
    return found or _health_centre()


def _health_centre() -> Contact | None:
    try:
        unit = ask("GET", "/my/profile")["listed_unit"]
    except Refused:
        return None
    return {"kind": "unit", "name": unit["name"], "role": None, "phone": unit["phone"]} if unit else None


def _keep(found: Contact | None) -> None:
    remember({"contact": found, "contact_at": at()})


def _told(fixed: dict[str, Any], people: dict[str, Any]) -> Contact:
    party = people.get(fixed["member"] or fixed["team"] or fixed["unit"] or "", {})
    own = next((path["value"] for path in fixed["paths"] if path["system"] == "phone"), None)
    return {
        "kind": fixed["kind"],
        "name": party.get("name"),
        "role": party.get("role"),
        "phone": own or party.get("phone"),
    }

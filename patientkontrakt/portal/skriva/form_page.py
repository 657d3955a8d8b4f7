"""The page with the form: the same for a new contract and for one that is being changed."""

import secrets
from typing import Any

from flask import Response

from patientkontrakt.portal.arbete.menu import staff_page
from patientkontrakt.portal.arbete.phrases import CONTACTS, LEVELS
from patientkontrakt.portal.door import ask
from patientkontrakt.portal.names import language_name, possessive
from patientkontrakt.portal.pages import Fault
from patientkontrakt.portal.skriva import prefill
from patientkontrakt.portal.skriva.directory import directory, starters
from patientkontrakt.portal.skriva.faults import needs_step
from patientkontrakt.portal.skriva.presence import writers
from patientkontrakt.portal.skriva.sheet import Sheet
from patientkontrakt.portal.skriva.view import View, link_key


def path_of(sheet: Sheet) -> str:
    """Where the form of this sheet is, and where it is sent."""
    if sheet.contract:
        return f"/arbete/kontrakt/{sheet.contract}/andra"
    return f"/arbete/kontrakt/nytt/{sheet.known['id']}"


def form_page(
    sheet: Sheet,
    view: View,
    versions: dict[str, int],
    faults: list[Fault] | None = None,
    key: str | None = None,
    **more: Any,
) -> Response:
    """The form. 422 with faults. `key` is a new form's own; `kept` says that the words are from another time."""
    known = directory(sheet)
    return staff_page(
        "skriva/form.html",
        422 if faults else 200,
        current="/arbete/patienter",
        sheet=sheet,
        about=sheet.known,
        first=sheet.first_name,
        whose=possessive(sheet.first_name),
        spoken=language_name(sheet.known["interpreter"]),
        known=known,
        view=with_blanks(view),
        versions=versions,
        starter_options=[(each["id"], each["shown"]) for each in starters()],
        contact_kinds=CONTACTS,
        levels=list(LEVELS.items()),
        sharing=_sharing(sheet),
        plan_options=_plans(sheet),
        fixed_elsewhere=prefill.fixed_elsewhere(sheet),
        step_needed=needs_step(view),
        writers=writers(sheet),
        key=key or secrets.token_urlsafe(12),
        action=path_of(sheet),
        faults=faults or [],
        **more,
    )


def _sharing(sheet: Sheet) -> dict[str, str]:
    """Units that read already, and how much."""
    if not sheet.contract:
        return {}
    told = ask("GET", f"/contracts/{sheet.contract}/sharing")["sharing"]
    return {each["unit"]: str(LEVELS[each["level"]]) for each in told if each["status"] == "active"}


def _plans(sheet: Sheet) -> list[tuple[str, str]]:
    """Plans that may be pointed at, those of the contract first."""
    offered = [*sheet.sections["samordning"]["linked"], *sheet.known["plans"]]
    return list({link_key(each): each["display"] for each in offered}.items())


def with_blanks(view: View) -> View:
    """Every list has at least one row to write in."""
    blank = {"on": True, "blank": True}
    return view | {
        name: view[name] if any(row["on"] for row in view[name]) else [blank, *view[name]]
        for name in ("goals", "mine", "care")
    }

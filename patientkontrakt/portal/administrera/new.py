"""Asking for a new program."""

from typing import Any, Final

from flask import Response
from flask_babel import gettext as _

from patientkontrakt.portal import pages
from patientkontrakt.portal.administrera import pages_of_administration, phrases
from patientkontrakt.portal.administrera.form import Form, lines, one_line
from patientkontrakt.portal.administrera.menu import HOME
from patientkontrakt.portal.door import ask
from patientkontrakt.portal.filling import text
from patientkontrakt.portal.pages import Fault

WITH_KEY: Final = "private_key_jwt"
FORM: Final = Form(
    "administrera/new.html",
    HOME,
    {
        "name": "namn",
        "id": "nummer",
        "contact": "kontakt",
        "scope": "behorigheter",
        "redirect_uris": "adresser",
        "logout_uris": "utadresser",
        "launch_uri": "start",
        "organization": "organisation",
        "groups": "grupper-1",
        "jwks_uri": "nyckeladress",
        "jwks": "nycklar",
        "keys": "nycklar",
        "with_secret": "inloggning-1",
    },
)


@pages_of_administration.get("/nytt-program")
def new_program() -> Response:
    """The empty form."""
    return FORM.show({"inloggning": "none"}, chosen=pages.written().get("grupper", []), **_about())


@pages_of_administration.post("/nytt-program")
def ask_for_program() -> Response:
    """Ask; another administrator approves."""
    faults = _faults() or FORM.send("POST", "/admin/clients", _said())
    if faults:
        return FORM.again(faults, chosen=pages.typed().get("grupper", []), **_about())
    return pages.see(HOME, _("Programmet väntar på en andra administratör."))


def _about() -> dict[str, Any]:
    return {"methods": phrases.methods(), **ask("GET", "/admin/ground")}


def _faults() -> list[Fault]:
    """What the API could not tell: it hears of one way to sign in, not of what was filled in for another."""
    method, has_keys = text("inloggning"), bool(text("nycklar") or text("nyckeladress"))
    if method not in phrases.methods():
        return [Fault("inloggning-1", _("Välj hur programmet loggar in"))]
    if method == WITH_KEY and not has_keys:
        return [Fault("nycklar", _("Klistra in nycklarna, eller skriv adressen till dem"))]
    if method != WITH_KEY and has_keys:
        return [
            Fault("inloggning-1", _("Du har fyllt i nycklar. Välj ”Med egen nyckel”, eller ta bort dem."))
        ]
    return []


def _said() -> dict[str, Any]:
    return {
        "name": text("namn") or "",
        "id": text("nummer"),
        "contact": text("kontakt"),
        "scope": one_line("behorigheter"),
        "redirect_uris": lines("adresser"),
        "logout_uris": lines("utadresser"),
        "launch_uri": text("start"),
        "organization": text("organisation"),
        "groups": [each for each in pages.typed().get("grupper", []) if each],
        "jwks": text("nycklar"),
        "jwks_uri": text("nyckeladress"),
        "with_secret": text("inloggning") == "client_secret_basic",
        "dpop": text("bunden") == "ja",
    }

"""Asking for a new program."""

from typing import Final

from flask import Response
from flask_babel import gettext as _

from patientkontrakt.portal import pages
from patientkontrakt.portal.administrera import pages_of_administration, phrases
from patientkontrakt.portal.administrera.form import Form, lines, one_line
from patientkontrakt.portal.administrera.menu import HOME
from patientkontrakt.portal.filling import text
from patientkontrakt.portal.pages import Fault

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
        "groups": "grupper",
        "jwks_uri": "nyckeladress",
        "jwks": "nycklar",
        "keys": "nycklar",
        "with_secret": "inloggning-1",
    },
)


@pages_of_administration.get("/nytt-program")
def new_program() -> Response:
    """The empty form."""
    return FORM.show({"inloggning": "none"}, methods=phrases.methods())


@pages_of_administration.post("/nytt-program")
def ask_for_program() -> Response:
    """Ask; another administrator approves."""
    method = text("inloggning")
    if method not in phrases.methods():
        return FORM.again(
            [Fault("inloggning-1", _("Välj hur programmet loggar in"))], methods=phrases.methods()
        )
    with_key = method == "private_key_jwt"
    if with_key and not (text("nycklar") or text("nyckeladress")):
        fault = Fault("nycklar", _("Klistra in nycklarna, eller skriv adressen till dem"))
        return FORM.again([fault], methods=phrases.methods())
    said = {
        "name": text("namn") or "",
        "id": text("nummer"),
        "contact": text("kontakt"),
        "scope": one_line("behorigheter"),
        "redirect_uris": lines("adresser"),
        "logout_uris": lines("utadresser"),
        "launch_uri": text("start"),
        "organization": text("organisation"),
        "groups": lines("grupper"),
        "jwks": text("nycklar") if with_key else None,
        "jwks_uri": text("nyckeladress") if with_key else None,
        "with_secret": method == "client_secret_basic",
        "dpop": text("bunden") == "ja",
    }
    if faults := FORM.send("POST", "/admin/clients", said):
        return FORM.again(faults, methods=phrases.methods())
    return pages.see(HOME, _("Programmet väntar på en andra administratör."))

"""What is done to one program: its permissions, addresses, keys and secret; closing it, and asking to open it."""

from dataclasses import dataclass
from typing import Any, Final

from flask import Response
from flask_babel import gettext as _

from patientkontrakt.portal import pages
from patientkontrakt.portal.administrera import pages_of_administration, phrases
from patientkontrakt.portal.administrera.form import Form, lines, one_line
from patientkontrakt.portal.administrera.menu import HOME
from patientkontrakt.portal.door import ask
from patientkontrakt.portal.filling import text

SCOPES: Final = Form("administrera/scopes.html", HOME, {"scope": "behorigheter"})
ADDRESSES: Final = Form(
    "administrera/addresses.html",
    HOME,
    {"redirect_uris": "adresser", "logout_uris": "utadresser", "launch_uri": "start", "contact": "kontakt"},
)  # fmt: skip
KEYS: Final = Form(
    "administrera/keys.html", HOME, {"jwks_uri": "nyckeladress", "jwks": "nycklar", "keys": "nycklar"}
)
SURE: Final = Form("administrera/sure.html", HOME, {})


@pages_of_administration.get("/program/<id>/behorigheter")
def scopes_form(id: str) -> Response:
    """Its permissions as they are, one on each line."""
    about = _about(id)
    present = "\n".join(each["scope"] for each in about["client"]["scopes"])
    return SCOPES.show({"behorigheter": present}, **about)


@pages_of_administration.post("/program/<id>/behorigheter")
def set_scopes(id: str) -> Response:
    """Fewer at once; more waits for a second administrator."""
    done, faults = SCOPES.sent("POST", f"/admin/clients/{id}/scopes", {"scope": one_line("behorigheter")})
    if faults:
        return SCOPES.again(faults, **_about(id))
    if done["change"] and done["change"]["lost_scopes"]:
        return pages.see(
            _page(id), _("Det du tog bort gäller från nu. Det du lade till väntar på en andra administratör.")
        )
    return pages.see(
        _page(id), _waits() if done["change"] else _("Behörigheterna är ändrade och gäller från nu.")
    )


@pages_of_administration.get("/program/<id>/adresser")
def addresses_form(id: str) -> Response:
    """Its addresses as they are."""
    about = _about(id)
    client = about["client"]
    present = {
        "adresser": "\n".join(client["redirect_uris"]),
        "utadresser": "\n".join(client["logout_uris"]),
        "start": client["launch_uri"],
        "kontakt": client["contact"],
    }
    return ADDRESSES.show(present, **about)


@pages_of_administration.post("/program/<id>/adresser")
def set_addresses(id: str) -> Response:
    """Fewer at once; a new one waits for a second administrator."""
    body = {
        "redirect_uris": lines("adresser"),
        "logout_uris": lines("utadresser"),
        "launch_uri": text("start"),
        "contact": text("kontakt"),
    }
    done, faults = ADDRESSES.sent("POST", f"/admin/clients/{id}/addresses", body)
    if faults:
        return ADDRESSES.again(faults, **_about(id))
    return pages.see(
        _page(id), _waits() if done["change"] else _("Adresserna är ändrade och gäller från nu.")
    )


@pages_of_administration.get("/program/<id>/nycklar")
def keys_form(id: str) -> Response:
    """Two ways to tell them."""
    return KEYS.show({}, **_about(id))


@pages_of_administration.post("/program/<id>/nycklar")
def set_keys(id: str) -> Response:
    """Ask for other keys."""
    body = {"jwks": text("nycklar"), "jwks_uri": text("nyckeladress")}
    if faults := KEYS.send("POST", f"/admin/clients/{id}/keys", body):
        return KEYS.again(faults, **_about(id))
    return pages.see(_page(id), _waits())


@dataclass(frozen=True)
class Question:
    """What is asked before something is done: its heading, what it means, and the button."""

    heading: str
    means: str
    button: str
    path: str
    done: str


def _questions() -> dict[str, Question]:
    return {
        "hemlighet": Question(
            _("Begär en ny hemlighet"),
            _(
                "När en annan administratör har godkänt visas den nya hemligheten för den personen, en enda gång. "
                "Den gamla slutar då att gälla."
            ),
            _("Begär ny hemlighet"),
            "secret",
            _waits(),
        ),
        "stang": Question(
            _("Stäng programmet"),
            _(
                "Alla som använder programmet tappar tillgången med en gång. För att öppna det igen behövs två "
                "administratörer."
            ),
            _("Stäng programmet"),
            "suspend",
            _("Programmet är stängt."),
        ),
        "oppna": Question(
            _("Begär att programmet öppnas igen"),
            _("Det öppnas när en annan administratör har godkänt. De som använde det får logga in på nytt."),
            _("Begär att öppna"),
            "reinstate",
            _waits(),
        ),
    }


def _question_page(act: str) -> None:
    address = f"/program/<id>/{act}"

    def show(id: str) -> Response:
        """What it means, and a button."""
        return SURE.show({}, question=_questions()[act], act=act, **_about(id))

    def do(id: str) -> Response:
        """Do it, or ask for it."""
        question = _questions()[act]
        if faults := SURE.send("POST", f"/admin/clients/{id}/{question.path}"):
            return SURE.again(faults, question=question, act=act, **_about(id))
        return pages.see(_page(id), question.done)

    pages_of_administration.add_url_rule(address, f"ask_{act}", show, methods=["GET"])
    pages_of_administration.add_url_rule(address, f"do_{act}", do, methods=["POST"])


for _act in ("hemlighet", "stang", "oppna"):
    _question_page(_act)


def _about(id: str) -> dict[str, Any]:
    return {**ask("GET", f"/admin/clients/{id}"), "levels": phrases.levels()}


def _page(id: str) -> str:
    return f"{HOME}/program/{id}"


def _waits() -> str:
    return str(_("Ändringen väntar på en andra administratör."))

"""Spärra: she closes a unit or a whole care provider to others, sees what she has closed, and opens again when she likes."""

from typing import Any, Final

from flask import Response
from flask_babel import gettext as _

from patientkontrakt.portal.door import ask
from patientkontrakt.portal.min.nothing import nothing_yet
from patientkontrakt.portal.mitt import acts_of_patient
from patientkontrakt.portal.mitt.form import Form, text
from patientkontrakt.portal.pages import Fault, see
from patientkontrakt.portal.refusals import Refused

Body = dict[str, Any]
HOME: Final = "/min/sparrar"
NEW: Final = Form(
    "mitt/sparrar.html",
    "/min/delning",
    {"organization": "d-vad", "kind": "d-vad", "since": "d-fran", "until": "d-till"},
)


@acts_of_patient.get("/sparrar")
def show_blocks() -> Response:
    """What she has blocked, and the form for one more."""
    try:
        return NEW.show(**_around())
    except Refused as refused:
        return nothing_yet(refused, "/min/delning")


@acts_of_patient.post("/sparrar")
def block_or_end() -> Response:
    """Close from now, or open again."""
    if text("gor") == "sluta":
        ask("POST", f"/my/blocks/{text('sparr')}/end")
        return see(HOME, _("Spärren är borta. De kan läsa igen om de vårdar dig."))
    kind, _separator, organization = (text("vad") or "").partition(":")
    missing = [] if organization else [Fault("d-vad", _("Välj vad du vill spärra"))]
    body = {
        "kind": kind,
        "organization": organization,
        "since": text("fran"),
        "until": text("till"),
    }
    if faults := missing or NEW.send("POST", "/my/blocks", body):
        return NEW.again(faults, {}, **_around())
    return see(HOME, _("Spärrat. Det gäller redan nu."))


def _around() -> Body:
    told = ask("GET", "/my/blocks")
    here = [each for each in told["blocks"] if each["status"] == "active"]
    closed = {
        f"{each['kind']}:{each['organization']}" for each in here if not each["since"] and not each["until"]
    }
    return {
        "standing": here,
        "choices": [each for each in _choices(told["places"]) if each[0] not in closed],
        "emergencies": ask("GET", "/my/emergencies")["emergencies"],
    }


def _choices(places: list[Body]) -> list[tuple[str, str]]:
    """Each unit with her data, and each care provider, in words; a unit that is all its care provider has is not both."""
    units = [
        (f"inre:{each['unit']}", _("%(unit)s, för andra hos samma vårdgivare", unit=each["name"]))
        for each in places
        if each["name"] and each["unit"] != each["custodian"]
    ]
    whole = {each["custodian"]: each["custodian_name"] for each in places if each["custodian_name"]}
    providers = [
        (f"yttre:{id}", _("%(provider)s, för alla andra vårdgivare", provider=name))
        for id, name in whole.items()
    ]
    return units + providers

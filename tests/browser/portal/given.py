"""Apps that have been given access, of which names alone do not tell one from another: two of one name, and one for two."""

import json

from tests.clients.public_app import App
from tests.clients.region import CALLBACK, Region
from tests.clients.visitor import Visitor, brought, sent_to

NAME = "Prov"
AT_WORK = "openid fhirUser user/CarePlan.rs"
AT_HOME = "openid fhirUser launch/patient patient/CarePlan.rs"


def give_apps(region: Region) -> None:
    """Maria works through two apps of one name; Sara has let one app read about herself and about Alva."""
    for _ in range(2):
        App(region, _registered(region), AT_WORK).enter("maria")
    let_read(region)


def let_read(region: Region) -> None:
    """Sara has let one app read about herself, and about Alva."""
    for patient in ("sara", "alva"):
        _let_read(App(region, "demo-app", AT_HOME), "sara", patient)


def _registered(region: Region) -> str:
    words = ["--name", NAME, "--scope", AT_WORK, "--redirect-uri", CALLBACK]
    return str(json.loads(region.command("client", "register", *words))["client_id"])


def _let_read(app: App, person: str, patient: str) -> None:
    with Visitor(CALLBACK) as visitor:
        asked = visitor.sign_in(app.address(), person)
        page = visitor.send(asked, patient=patient)
        address = sent_to(visitor.send(page, decision="approve", patient=patient))
    app.redeem(brought(address)["code"])

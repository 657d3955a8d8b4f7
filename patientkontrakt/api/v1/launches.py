"""Opening an app out of a journal system or the portal (SMART App Launch 2.2, EHR launch)."""

from typing import Any

from patientkontrakt import clock
from patientkontrakt.api.v1.blueprint import Blueprint
from patientkontrakt.api.v1.door import asked
from patientkontrakt.api.v1.schemas import apps as shapes
from patientkontrakt.auth.given import launch
from patientkontrakt.auth.given.context import Context
from patientkontrakt.care import launching, permissions
from patientkontrakt.fhir.outcome import NotFound
from patientkontrakt.records.desk import Desk

blueprint = Blueprint("oppna-app", "Öppna en app (SMART on FHIR) med det man har framme.")


@blueprint.operation("GET", "/apps", permissions.APPS, shows=shapes.ShownApps)
def apps() -> Any:
    """The registered apps that whoever asks can open."""
    with asked().reading() as desk:
        return {"apps": launch.apps(desk.tx, desk.actor.kind)}


@blueprint.operation(
    "POST", "/launches", permissions.LAUNCH, shows=shapes.ShownLaunch, takes=shapes.OpenApp, status=201
)
def open_app(act: dict[str, Any]) -> Any:
    """A launch for this app and this person, good once and for five minutes."""
    ask = asked()
    with ask.writing() as desk:
        app = _app(desk, act["app"])
        patient = launching.agreed(desk, act["patient"], act["encounter"], act["fhirContext"])
        secret, expires = launch.issue(
            desk.tx, app.id, desk.actor.account, _assignment(desk), _context(desk, act, patient), desk.at
        )
        launching.note(desk, app.id, patient)
    iss = f"{ask.door.base_url}/fhir"
    return {
        "address": app.address(iss, secret),
        "iss": iss,
        "launch": secret,
        "expires": clock.moment(expires),
    }


def _app(desk: Desk, id: str) -> launch.App:
    """Raises NotFound for what is no app, or none that this kind of person can open."""
    for app in launch.apps(desk.tx, desk.actor.kind):
        if app.id == id:
            return app
    raise NotFound


def _context(desk: Desk, act: dict[str, Any], patient: str | None) -> Context:
    """What the app will be told; the tenant is the care provider whose assignment the person opens it in."""
    return Context(
        patient=patient,
        encounter=act["encounter"],
        fhir_context=tuple(act["fhirContext"]),
        intent=act["intent"],
        tenant=desk.actor.custodian,
        banner=act["need_patient_banner"],
    )


def _assignment(desk: Desk) -> str | None:
    return desk.actor.who.partition("/")[2] if desk.actor.kind == "staff" else None

"""An app that a journal system opens, and launches of it."""

from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from patientkontrakt import clock
from patientkontrakt.auth.given import launch
from patientkontrakt.auth.given.context import Context
from patientkontrakt.auth.registry.registration import NewClient, register_client
from patientkontrakt.db import Database
from tests.auth.flow import authorize_url, sign_in
from tests.auth.house import CALLBACK, House

SCOPE = "openid fhirUser launch launch/encounter launch/patient user/*.rs"
OPENED = Context(
    patient="gunnel",
    encounter="besok-1",
    fhir_context=({"reference": "CarePlan/plan-1"},),
    intent="plan-review",
    tenant="region-exempel",
    banner=False,
)


def now() -> int:
    return clock.millis(clock.now())


OPENS_AT = "https://app.example/open"


def register_app(
    database: Database,
    id: str = "journal-app",
    uri: str = CALLBACK,
    scope: str = SCOPE,
    name: str = "Journalappen",
) -> None:
    """Register an app with a launch address."""
    new = NewClient(id=id, name=name, scope=scope, redirect_uris=(uri,), launch_uri=OPENS_AT)
    with database.write() as tx:
        register_client(tx, new, 1)


def open_app(house: House, id: str = "journal-app", uri: str = CALLBACK, scope: str = SCOPE) -> None:
    """An app that can be opened, in this house."""
    register_app(house.database, id, uri, scope, f"Appen {id}")


def launched(
    house: House, context: Context = OPENED, person: str = "maria", client: str = "journal-app"
) -> str:
    """The secret of a new launch by this member of staff, or by this patient."""
    is_staff = person in ("maria", "johan", "ahmed")
    account = f"Practitioner/{person}" if is_staff else f"Patient/{person}"
    with house.database.write() as tx:
        return launch.issue(tx, client, account, person if is_staff else None, context, now())[0]


def ask(browser: FlaskClient, secret: str | None, **changes: Any) -> TestResponse:
    """The app's request with the launch it got."""
    return browser.get(
        authorize_url(**{"client_id": "journal-app", "scope": SCOPE, "launch": secret} | changes)
    )


def browser_of(house: House, person: str) -> FlaskClient:
    """A browser in which she has signed in."""
    browser = house.app.test_client()
    assert sign_in(browser, person).status_code == 303
    return browser

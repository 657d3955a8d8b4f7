"""Who asks, with tokens got as anybody gets them: staff and patients sign in and approve, a system signs an assertion."""

from collections.abc import Mapping

import httpx

from bench.people import PATIENTS
from tests.clients.backend import backend
from tests.clients.public_app import STAFF_SCOPE, App
from tests.clients.region import Region
from tests.clients.visitor import Visitor

STAFF, SYSTEM = "maria", "demo-integrator"
JSON = "application/fhir+json"
Headers = Mapping[str, Mapping[str, str]]
"""The headers of each caller, by name."""


class Callers:
    """The callers of one region. They come in once; `headers()` renews what is short-lived."""

    def __init__(self, region: Region) -> None:
        self._region = region
        self._apps = {STAFF: App(region, client="demo-staff-app", scope=STAFF_SCOPE).enter(STAFF)}
        self._apps |= {patient: App(region).enter(patient) for patient in PATIENTS}
        self._cookies = {f"{patient} at the portal": _cookie(region, patient) for patient in PATIENTS}

    def headers(self) -> dict[str, dict[str, str]]:
        """Each caller's headers, with tokens that live for five minutes at least."""
        tokens = {who: self._renewed(app) for who, app in self._apps.items()}
        tokens[SYSTEM] = backend(self._region, SYSTEM, "RS384").token("system/*.rs")
        of_apps = {
            who: {"Authorization": f"Bearer {token}", "Accept": JSON, "Content-Type": JSON}
            for who, token in tokens.items()
        }
        return of_apps | {who: {"Cookie": cookie} for who, cookie in self._cookies.items()}

    def _renewed(self, app: App) -> str:
        answer = app.ask_token(
            grant_type="refresh_token", refresh_token=app.tokens["refresh_token"], client_id=app.client
        )
        answer.raise_for_status()
        app.tokens = answer.json()
        token: str = app.tokens["access_token"]
        return token


def _cookie(region: Region, patient: str) -> str:
    """The cookies of a browser in which the patient has signed in to the portal."""
    with Visitor("nowhere:") as visitor:
        page = visitor.sign_in(f"{region.base}/min/planering", patient)
        if page.status_code != httpx.codes.OK or page.url.path != "/min/planering":
            raise RuntimeError(f"{patient} did not come to the portal's page, but to {page.url.path}")
        return visitor.cookies()

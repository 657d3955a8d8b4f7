"""The authorization server of a service of several workers, as an app and its person meet it."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx

from patientkontrakt import clock
from patientkontrakt.auth.administration import accounts
from patientkontrakt.auth.registry.registration import NewClient, register_client
from tests import cast
from tests.api.fhir.house import FHIR
from tests.clients.public_app import PATIENT_SCOPE, App
from tests.clients.region import CALLBACK
from tests.clients.visitor import Visitor, brought
from tests.service import Service


@dataclass(frozen=True)
class Door:
    """Where the service is; it calls itself something else."""

    service: Service

    @property
    def base(self) -> str:
        """The port it was given."""
        return f"http://127.0.0.1:{self.service.port}"

    @property
    def fhir(self) -> str:
        """What tokens are for."""
        return FHIR


def newcomer(service: Service) -> str:
    """Somebody new at Linden, of whom no other test knows: her assignment's id, by which she signs in."""
    id = f"vikarie-{uuid4().hex[:12]}"
    at = clock.millis(clock.now())
    with service.house.database.write() as tx:
        accounts.enrol_staff(
            tx, id, id, "linden", cast.UNITS["linden"].custodian, "sjukskoterska", at - 1000, None, at
        )
    return id


def app_of_ours(service: Service, scope: str = PATIENT_SCOPE) -> App:
    """An app that was registered just now, and is nobody else's."""
    new = NewClient(id=f"app-{uuid4().hex[:12]}", name="Prov", scope=scope, redirect_uris=(CALLBACK,))
    with service.house.database.write() as tx:
        register_client(tx, new, clock.millis(clock.now()))
    return App(Door(service), new.id or "", scope)


def code(app: App, person: str) -> str:
    """Somebody signs in and says yes."""
    with Visitor(CALLBACK) as visitor:
        return brought(visitor.approve(app.address(), person))["code"]


def redemption(app: App, code: str) -> dict[str, str]:
    """The form that exchanges a code."""
    return {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": CALLBACK,
        "code_verifier": app.verifier,
        "client_id": app.client,
    }


def refreshing(app: App, token: str) -> dict[str, str]:
    """The form that uses a refresh token."""
    return {"grant_type": "refresh_token", "refresh_token": token, "client_id": app.client}


def reading(caller: httpx.Client, token: str, path: str = "/fhir/Patient/gunnel") -> httpx.Response:
    """Read something with a token."""
    return caller.get(path, headers={"Authorization": f"Bearer {token}"})


def sent(caller: httpx.Client, form: dict[str, str]) -> httpx.Response:
    """Ask the token endpoint."""
    return caller.post("/oauth/token", data=form)


def told(answers: list[httpx.Response]) -> list[tuple[int, Any]]:
    """Each status with its error code, sorted."""
    return sorted((each.status_code, each.json().get("error")) for each in answers)

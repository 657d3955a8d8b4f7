"""The cast as HTTP callers: each signs in the way an app of theirs does, and then only sends requests."""

import json
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from tests.auth import flow
from tests.cast import CLIENTS
from tests.journeys.backend import assertion

STAFF_SCOPE = "openid fhirUser offline_access user/*.cruds"
PATIENT_SCOPE = CLIENTS["demo-app"].scope


@dataclass
class Caller:
    """Somebody with a token (or none): what she asks, over HTTP."""

    app: Flask
    token: str | None = None

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.app.test_client().get(path, headers=self._headers(headers))

    def post(self, path: str, body: Any = None, **headers: str) -> TestResponse:
        return self.app.test_client().post(path, json=body, headers=self._headers(headers))

    def put(self, path: str, body: Any, **headers: str) -> TestResponse:
        return self.app.test_client().put(path, json=body, headers=self._headers(headers))

    def patch(self, path: str, body: Any, **headers: str) -> TestResponse:
        return self.app.test_client().patch(path, json=body, headers=self._headers(headers))

    def delete(self, path: str, **headers: str) -> TestResponse:
        return self.app.test_client().delete(path, headers=self._headers(headers))

    def found(self, path: str) -> list[str]:
        """The keys of a search's matches and inclusions."""
        response = self.get(path)
        assert response.status_code == 200, response.text
        resources = [each["resource"] for each in response.json.get("entry", ())]
        return [
            f"{each['resourceType']}/{each['id']}"
            for each in resources
            if each["resourceType"] != "OperationOutcome"
        ]

    def _headers(self, more: dict[str, str]) -> dict[str, str]:
        named = {name.replace("_", "-"): value for name, value in more.items()}
        return named | ({"Authorization": f"Bearer {self.token}"} if self.token else {})


def staff(app: Flask, person: str) -> Caller:
    """A member of staff, through the staff app: sign-in form, approval page, code, token."""
    tokens = flow.tokens_for(_house(app), person, client_id="demo-staff-app", scope=STAFF_SCOPE)
    return Caller(app, tokens.access)


def patient(app: Flask, person: str) -> Caller:
    """A patient, through the patient app, with everything it may ask for."""
    tokens = flow.tokens_for(_house(app), person, scope=PATIENT_SCOPE)
    assert tokens.body["patient"] == person
    return Caller(app, tokens.access)


def backend(app: Flask, client: str) -> Caller:
    """A backend service with its private key from the demo's folder."""
    settings = app.extensions["patientkontrakt"].settings
    key = json.loads(Path(settings.var / f"{client}.jwk").read_text())
    answer = app.test_client().post(
        "/oauth/token",
        data={
            "grant_type": "client_credentials",
            "scope": CLIENTS[client].scope,
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion": assertion(client, key, f"{settings.base_url}/oauth/token"),
        },
    )
    assert answer.status_code == 200, answer.text
    return Caller(app, answer.json["access_token"])


def stranger(app: Flask) -> Caller:
    """A well-formed token that nobody here has signed."""
    return Caller(app, "eyJhbGciOiJSUzI1NiIsInR5cCI6ImF0K2p3dCJ9.eyJzdWIiOiJndW5uZWwifQ.c2lnbmF0dXJl")


def _house(app: Flask) -> Any:
    return SimpleNamespace(app=app)

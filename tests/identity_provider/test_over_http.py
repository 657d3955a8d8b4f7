"""The whole service over real HTTP, and the provider in its second process: a patient and a member of staff sign in.

Who they are is looked up in the records, as written by the demo: nothing here stands in for the directory.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from flask import Flask
from werkzeug.serving import make_server

from patientkontrakt import clock
from patientkontrakt.app import create_app
from patientkontrakt.config import Settings
from patientkontrakt.demo import staff
from patientkontrakt.demo.load import Loading
from patientkontrakt.demo.staff import Staff
from patientkontrakt.fhir import systems
from tests.auth import forms
from tests.auth.flow import CALLBACK, VERIFIER, asking
from tests.identity_provider.house import HSA_ID, NUMBERS, chosen
from tests.identity_provider.running import Running
from tests.service import unused_port

HSA, ASSIGNMENT = "SE2321000000-1001", "SE2321000000-2001"


@dataclass(frozen=True)
class Served:
    """The service: where it is, and itself."""

    base: str
    app: Flask


@pytest.fixture
def served(settings: Settings, provider: Running, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    """The demo's people, Maria with the identifiers a real region has, in a service with both providers set."""
    monkeypatch.setattr(staff, "practitioner", _with(staff.practitioner, HSA))
    monkeypatch.setattr(staff, "practitioner_role", _with(staff.practitioner_role, ASSIGNMENT))
    port = unused_port()
    providers = (
        chosen(provider, "patient"),
        replace(chosen(provider, "staff"), assignment="commissionHsaId"),
    )
    base = f"http://127.0.0.1:{port}"
    app = create_app(replace(settings, base_url=base, providers=providers))
    house = app.extensions["patientkontrakt"]
    Loading(house.settings, house.database, house.counter, clock.now()).cast(only_people=True)
    with _answering(app, port):
        yield Served(base, app)
    house.database.engine.dispose()


def _with(made: Callable[..., Any], hsa_id: str) -> Callable[..., Any]:
    def practitioner(each: Staff, *more: Any) -> Any:
        body = made(each, *more)
        return (
            body | {"identifier": [{"system": systems.HSA_ID, "value": hsa_id}]}
            if each.id == "maria"
            else body
        )

    return practitioner


@contextmanager
def _answering(app: Flask, port: int) -> Iterator[None]:
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()


def tokens(served: Served, way: str, **changes: Any) -> dict[str, Any]:
    """From an app's request, by the provider, to the app's tokens."""
    asked = asking(aud=f"{served.base}/fhir", **changes)
    with httpx.Client(follow_redirects=True, timeout=30) as browser:
        page = browser.get(f"{served.base}/oauth/authorize", params=asked)
        link = page.text.split(f'href="/logga-in/{way}')[1].split('"')[0].replace("&amp;", "&")
        approval = browser.get(f"{served.base}/logga-in/{way}{link}")
        assert approval.url.path == "/oauth/authorize", approval.text
        form = forms.read(approval.text)[0]
        fields: dict[str, list[str]] = {"decision": ["approve"]}
        for name, value in form.fields:
            fields.setdefault(name, []).append(value)
        sent = browser.post(f"{served.base}{form.action}", data=fields, follow_redirects=False)
        code = parse_qs(urlsplit(sent.headers["Location"]).query)["code"][0]
        form_of = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": CALLBACK,
            "client_id": asked["client_id"],
            "code_verifier": VERIFIER,
        }
        return dict(browser.post(f"{served.base}/oauth/token", data=form_of).json())


def test_a_patient_and_a_member_of_staff_sign_in(served: Served, provider: Running) -> None:
    provider.does(**{NUMBERS: "19440312-9804"})
    gunnel = tokens(served, "patient")
    assert gunnel["patient"] == "gunnel"
    reading = {"Authorization": f"Bearer {gunnel['access_token']}"}
    assert httpx.get(f"{served.base}/fhir/Patient/gunnel", headers=reading).status_code == 200

    provider.does(**{HSA_ID: HSA, "commissionHsaId": ASSIGNMENT})
    maria = tokens(served, "personal", client_id="demo-staff-app", scope="openid fhirUser user/Patient.rs")
    reading = {"Authorization": f"Bearer {maria['access_token']}"}
    told = httpx.get(f"{served.base}/oauth/userinfo", headers=reading).json()
    assert told["fhirUser"] == f"{served.base}/fhir/PractitionerRole/maria"

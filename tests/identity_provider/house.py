"""The authorization server of tests/auth, connected to the provider's process, and a browser that goes to and fro."""

from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from patientkontrakt.config.identity import LOA_3, PERSON, IdentityProvider
from patientkontrakt.db import Database
from tests.auth import house as building
from tests.auth.house import BASE, House
from tests.identity_provider.running import Running

NUMBERS, HSA_ID = PERSON["patient"], PERSON["staff"]
SECRET = "a secret & with signs: %"
CLIENT = "patientkontrakt"


def chosen(provider: Running, kind: str, secret: str = SECRET) -> IdentityProvider:
    """The settings of one provider."""
    return IdentityProvider(
        kind, provider.issuer, CLIENT, secret, "openid", PERSON[kind], "", "acr", tuple(LOA_3.split())
    )


def build(database: Database, var: Path, provider: Running, mode: str = "demo", **changed: str) -> House:
    """The cast, who sign in at the provider, patients and staff alike; `changed` is of the staff's."""
    staff = replace(chosen(provider, "staff"), **changed)
    return building.build(database, var, mode=mode, providers=(chosen(provider, "patient"), staff))


def at_the_provider(browser: FlaskClient, begin: str) -> str:
    """Begin, and let the provider answer; returns the address it sends the browser back to."""
    sent = browser.get(begin)
    assert sent.status_code == 303, sent.text
    return str(httpx.get(sent.location).headers["Location"])


def sign_in(browser: FlaskClient, begin: str) -> TestResponse:
    """There and back: what our service says to the provider's answer."""
    return back(browser, at_the_provider(browser, begin))


def back(browser: FlaskClient, address: str) -> TestResponse:
    """Follow the provider's answer to our own service."""
    assert address.startswith(BASE + "/"), address
    parts = urlsplit(address)
    return browser.get(f"{parts.path}?{parts.query}")

"""Production as `patientkontrakt serve` makes it ready: its portal is there, and staff come in by their provider."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from patientkontrakt.app import create_app
from patientkontrakt.cli import main
from patientkontrakt.config import Settings
from patientkontrakt.fhir import systems
from tests.auth.registers import Registers
from tests.identity_provider.house import HSA_ID, NUMBERS, chosen
from tests.identity_provider.running import Running
from tests.records.region import settle

BASE = "https://plan.example.se"
DAG, GUNNEL = "SE2321000016-1004", "19440312-9804"


@pytest.fixture
def environ(var: Path) -> dict[str, str]:
    """The settings of an installation; the database is SQLite's in VAR."""
    return {
        "PATIENTKONTRAKT_MODE": "production",
        "PATIENTKONTRAKT_BASE_URL": BASE,
        "PATIENTKONTRAKT_SECRET": "n6W0sZ3bq4Yc8t1Lr5Vx9Jd2Kf7Hg_PmQaTe",
        "PATIENTKONTRAKT_ALLOW_SQLITE": "1",
        "PATIENTKONTRAKT_VAR": str(var),
    }


@pytest.fixture
def production(
    environ: dict[str, str], provider: Running, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Flask]:
    """What gunicorn would serve after `serve`, with providers for patients and staff, a patient and a nurse."""
    monkeypatch.setattr("os.execv", lambda program, words: None)  # it would become gunicorn
    assert CliRunner().invoke(main, ["serve"], env=environ).exit_code == 0
    providers = (chosen(provider, "patient"), chosen(provider, "staff"))
    app = create_app(replace(Settings.from_environ(environ), providers=providers))
    counter = app.extensions["patientkontrakt"].counter
    settle(counter)
    registers = Registers(counter)
    registers.staff()
    registers.change("Practitioner", "dag", identifier=[{"system": systems.HSA_ID, "value": DAG}])
    yield app
    app.extensions["patientkontrakt"].database.engine.dispose()


class Browser:
    """A browser that follows our addresses itself and the provider's over HTTP."""

    def __init__(self, app: Flask) -> None:
        self.client: FlaskClient = app.test_client()
        self.visited: list[str] = []

    def get(self, address: str) -> TestResponse:
        """Where one ends up; `visited` tells the way there."""
        while True:
            if not address.startswith((BASE, "/")):
                address = str(httpx.get(address).headers["Location"])
            parts = urlsplit(address)
            self.visited.append(parts.path)
            told = self.client.get(f"{parts.path}?{parts.query}", base_url=BASE)
            if not told.location:
                return told
            address = told.location


def test_the_portals_sign_in_ends_at_the_sign_in_page(production: Flask) -> None:
    browser = Browser(production)
    page = browser.get("/in")
    assert (page.status_code, browser.visited) == (200, ["/in", "/oauth/authorize", "/logga-in"])
    assert 'href="/logga-in/personal' in page.text


@pytest.mark.parametrize(
    ("claim", "who", "way", "home"),
    [(HSA_ID, DAG, "personal", "/arbete"), (NUMBERS, GUNNEL, "patient", "/min/planering")],
)
def test_a_person_is_at_home_without_being_asked_for_approval(
    production: Flask, provider: Running, claim: str, who: str, way: str, home: str
) -> None:
    provider.does(**{claim: who})
    browser = Browser(production)
    link = browser.get("/in").text.split(f'href="/logga-in/{way}')[1].split('"')[0].replace("&amp;", "&")
    page = browser.get(f"/logga-in/{way}{link}")
    assert page.status_code == 200, page.text
    assert browser.visited[-3:] == ["/oauth/authorize", "/inloggad", home]


def test_serving_again_elsewhere_moves_its_redirect_uri(production: Flask, environ: dict[str, str]) -> None:
    moved = environ | {"PATIENTKONTRAKT_BASE_URL": "https://plan.example.org"}
    assert CliRunner().invoke(main, ["serve"], env=moved).exit_code == 0
    with production.extensions["patientkontrakt"].database.read() as tx:
        assert tx.rows("SELECT redirect_uris, trusted, approved_by FROM client WHERE id = 'portal'") == [
            ("https://plan.example.org/inloggad", 1, "operator")
        ]


def test_a_client_of_somebody_elses_never_becomes_the_portal(environ: dict[str, str]) -> None:
    app = (
        "--id",
        "app",
        "--name",
        "App",
        "--scope",
        "patient/*.rs",
        "--redirect-uri",
        "https://app.example/in",
    )
    for words in (("db", "upgrade"), ("client", "register", *app)):
        assert CliRunner().invoke(main, words, env=environ).exit_code == 0
    told = CliRunner().invoke(main, ["serve"], env=environ | {"PATIENTKONTRAKT_PORTAL_CLIENT": "app"})
    assert told.exit_code == 1
    assert "PATIENTKONTRAKT_PORTAL_CLIENT" in told.output

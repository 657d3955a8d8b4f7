"""SM-38, R6, S-163: a service that logs every request, asked in each way there is to sign in and get tokens, tells none of it.

What is searched for is what came up on the way itself, whatever it looks like: a code has no pattern to know it by.
"""

import base64
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from tests.auth import forms
from tests.auth.proofs import claims, prove
from tests.clients.backend import backend
from tests.clients.public_app import STAFF_SCOPE, App
from tests.clients.region import CALLBACK, Region
from tests.clients.test_ehr_launch import SCOPE as LAUNCH_SCOPE
from tests.clients.test_ehr_launch import opened
from tests.clients.visitor import Visitor, brought, sent_to
from tests.identity_provider.house import CLIENT, NUMBERS, SECRET
from tests.identity_provider.running import Running, running

GUNNEL = "19440312-9804"
CLOSED = "https://app.example/cb"


@pytest.fixture(scope="module")
def provider() -> Iterator[Running]:
    with running() as found:
        yield found


@pytest.fixture(scope="module")
def talkative(tmp_path_factory: pytest.TempPathFactory, provider: Running) -> Iterator[Region]:
    """A region of this file's own, with a line for each request and a provider of patients' sign-in."""
    settings = {"ISSUER": provider.issuer, "CLIENT": CLIENT, "SECRET": SECRET}
    region = Region(
        tmp_path_factory.mktemp("talkative"),
        PATIENTKONTRAKT_LOG_REQUESTS="1",
        **{f"PATIENTKONTRAKT_OIDC_PATIENT_{name}": value for name, value in settings.items()},
    )
    region.start()
    yield region
    region.stop()


@dataclass
class Way:
    """One way through the service, and every secret that came up on it."""

    region: Region
    secrets: dict[str, str] = field(default_factory=dict)

    def keep(self, name: str, secret: str) -> str:
        assert len(secret) > 15, name
        self.secrets[name] = secret
        return secret

    def keep_tokens(self, of: str, tokens: dict[str, Any]) -> dict[str, Any]:
        for name in ("access_token", "refresh_token", "id_token"):
            if name in tokens:
                self.keep(f"{name} of {of}", tokens[name])
        return tokens

    def keep_cookies(self, of: str, visitor: Visitor) -> None:
        for pair in visitor.cookies().split("; "):
            name, _, value = pair.partition("=")
            if name != "pk-sprak":
                self.keep(f"cookie {name} of {of}", value)

    def redeemed(self, of: str, app: App, address: str) -> App:
        """The code that came to the app, and what it got for it."""
        code = self.keep(f"code of {of}", brought(address)["code"])
        self.keep(f"verifier of {of}", app.verifier)
        self.keep_tokens(of, app.redeem(code).tokens)
        return app

    def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        return httpx.request(method, self.region.base + path, timeout=30, **more)


def by_browser(way: Way) -> None:
    """An app of hers, renewed, introspected, replayed; and the sign-out that brings her id_token in the address."""
    app = App(way.region)
    with Visitor(CALLBACK) as visitor:
        page = visitor.sign_in(app.address(), "gunnel")
        way.keep("csrf token", dict(forms.read(page.text)[0].fields)["csrf_token"])
        way.redeemed("browser", app, sent_to(visitor.send(page, decision="approve")))
        way.keep_cookies("browser", visitor)
        hint = app.tokens["id_token"]
        visitor.open(f"{way.region.base}/oauth/logout?id_token_hint={hint}&state=bye")
        visitor.open(f"{way.region.base}/oauth/logout?id_token_hint={hint}x")
    form = {
        "grant_type": "refresh_token",
        "refresh_token": app.tokens["refresh_token"],
        "client_id": app.client,
    }
    again = app.ask_token(**form).json()
    way.keep_tokens("refresh", again)
    access = again["access_token"]
    assert app.fhir("GET", "Patient/gunnel", access).status_code == 200
    told = way.ask("POST", "/oauth/introspect", data={"token": access, "client_id": app.client})
    assert told.json()["active"] is True
    wrong = [
        way.ask("GET", f"/fhir/Patient/gunnel?access_token={access}"),
        way.ask("GET", "/fhir/Patient/gunnel", headers={"Authorization": f"Bearer {access}x"}),
        way.ask("GET", f"/oauth/nowhere/{access}?code={way.secrets['code of browser']}"),
        way.ask("POST", "/oauth/token", data={**form, "client_secret": access}),
        app.ask_token(**form),
        app.ask_token(**form, code=way.secrets["code of browser"]),
    ]
    assert {answer.status_code for answer in wrong} <= {400, 401, 404}


def by_push(way: Way) -> None:
    """RFC 9126: the reference stands in the address the browser is sent to."""
    app = App(way.region)
    pushed = way.ask("POST", "/oauth/par", data=app.asking()).json()["request_uri"]
    way.keep("request_uri", pushed.rpartition(":")[2])
    address = f"{way.region.base}/oauth/authorize?client_id={app.client}&request_uri={pushed}"
    with Visitor(CALLBACK) as visitor:
        way.redeemed("push", app, visitor.approve(address, "gunnel"))
        assert visitor.open(address).status_code == 400


def by_key(way: Way) -> None:
    """RFC 9449: the token is of no use without its key, and is not told all the same."""
    app, url = App(way.region), f"{way.region.base}/oauth/token"
    with Visitor(CALLBACK) as visitor:
        code = way.keep("code of key", brought(visitor.approve(app.address(), "gunnel"))["code"])
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": CALLBACK,
        "code_verifier": way.keep("verifier of key", app.verifier),
        "client_id": app.client,
    }
    proof = way.keep("proof", prove(claims(url, "POST")))
    tokens = way.keep_tokens(
        "key", way.ask("POST", "/oauth/token", data=form, headers={"DPoP": proof}).json()
    )
    here = f"{way.region.fhir}/Patient/gunnel"
    shown = way.keep("proof of use", prove(claims(here, "GET", tokens["access_token"])))
    headers = {"Authorization": f"DPoP {tokens['access_token']}", "DPoP": shown}
    assert [way.ask("GET", "/fhir/Patient/gunnel", headers=headers).status_code for _ in "ab"] == [200, 401]


def by_launch(way: Way) -> None:
    """Maria opens an app about Gunnel."""
    marias = App(way.region, "demo-staff-app", STAFF_SCOPE).enter("maria")
    token = way.keep_tokens("maria", marias.tokens)["access_token"]
    launch = way.keep("launch", opened(way.region, token)["launch"])
    app = App(way.region, "demo-staff-app", LAUNCH_SCOPE)
    with Visitor(CALLBACK) as visitor:
        address = app.address(launch=launch)
        way.redeemed("launch", app, visitor.approve(address, "maria"))
        way.keep_cookies("launch", visitor)
        assert brought(sent_to(visitor.open(address)))["error"] == "invalid_request"


def by_guardian(way: Way) -> None:
    """Sara chooses Alva."""
    app = App(way.region)
    with Visitor(CALLBACK) as visitor:
        asked = visitor.send(visitor.sign_in(app.address(), "sara"), patient="alva")
        way.redeemed("guardian", app, sent_to(visitor.send(asked, decision="approve")))
    assert app.tokens["patient"] == "alva"


def by_provider(way: Way) -> None:
    """She signs in at her provider, whose code, state and nonce stand in addresses of ours."""
    app = App(way.region)
    with httpx.Client(follow_redirects=True, timeout=30) as browser:
        page = browser.get(app.address())
        link = page.text.split('href="/logga-in/patient')[1].split('"')[0].replace("&amp;", "&")
        asked = browser.get(f"{way.region.base}/logga-in/patient{link}")
        for each in (*asked.history, asked):
            for name, value in parse_qsl(urlsplit(str(each.url)).query):
                if name in ("code", "state", "nonce", "code_challenge") and value != app.state:
                    way.keep(f"provider's {name} {len(way.secrets)}", value)
        form = forms.read(asked.text)[0]
        fields = {**dict(form.fields), "decision": "approve", "scope": app.scope.split()}
        sent = browser.post(way.region.base + form.action, data=fields, follow_redirects=False)
        way.redeemed("provider", app, sent.headers["Location"])
        for cookie in browser.cookies.jar:
            if cookie.name != "pk-sprak" and cookie.value:
                way.keep(f"cookie {cookie.name} of provider", cookie.value)


def by_secret(way: Way) -> None:
    """A client with a secret, by the header and, wrongly, by the form."""
    words = (
        "--id",
        "closed",
        "--name",
        "Closed",
        "--scope",
        "patient/*.rs",
        "--redirect-uri",
        CLOSED,
        "--secret",
    )
    told = json.loads(way.region.command("client", "register", *words))
    secret = way.keep("client secret", told["client_secret"])
    basic = way.keep("basic", base64.b64encode(f"closed:{secret}".encode()).decode())
    form = {
        "grant_type": "authorization_code",
        "code": "x" * 43,
        "redirect_uri": CLOSED,
        "code_verifier": "y" * 43,
    }
    for headers, more in (
        ({"Authorization": f"Basic {basic}"}, {}),
        ({"Authorization": f"Basic {basic}="}, {}),
        ({}, {"client_id": "closed", "client_secret": secret}),
    ):
        assert way.ask("POST", "/oauth/token", data=form | more, headers=headers).status_code in (400, 401)


def by_assertion(way: Way) -> None:
    """A backend service, right, again and too late."""
    system = backend(way.region, "demo-integrator", "RS384")
    right = way.keep("assertion", system.sign(system.claims()))
    late = way.keep("late assertion", system.sign(system.claims(exp=1)))
    answers = [system.ask(each) for each in (right, right, late)]
    assert [each.status_code for each in answers] == [200, 401, 401]
    way.keep_tokens("system", answers[0].json())


def by_portal(way: Way) -> None:
    """The portal, an app of ours like any other, and its two cookies."""
    with Visitor("http://never.example/callback") as visitor:
        visitor.send(visitor.open(f"{way.region.base}/in"), person="gunnel")
        way.keep_cookies("portal", visitor)
        assert visitor.open(f"{way.region.base}/min/planering").status_code == 200


WAYS = (
    by_browser, by_push, by_key, by_launch, by_guardian, by_provider, by_secret, by_assertion, by_portal,
)  # fmt: skip


def test_sm38_s_163_no_word_of_a_service_that_logs_every_request_holds_a_secret(
    talkative: Region, provider: Running
) -> None:
    provider.does(**{NUMBERS: GUNNEL})
    way = Way(talkative)
    for each in WAYS:
        each(way)
    words = talkative.words()
    for route in (
        "/oauth/token",
        "/oauth/par",
        "/oauth/authorize",
        "/oauth/logout",
        "/logga-in/<",
        "/min/planering",
    ):
        assert f'"route": "{route}' in words
    assert len(way.secrets) > 45
    logs = {"words": words, "access log": _access_log(talkative.var)}
    assert "Patient/gunnel" in logs["access log"]
    found = [(log, name) for log, text in logs.items() for name, each in way.secrets.items() if each in text]
    assert found == []


def _access_log(var: Path) -> str:
    with sqlite3.connect(f"file:{var / 'patientkontrakt.db'}?mode=ro", uri=True) as database:
        return str(database.execute("SELECT * FROM access_log").fetchall())

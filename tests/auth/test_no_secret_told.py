"""After every kind of sign-in and token, right and wrong: no secret in an address, a file or the access log (SM-38, R6).

What the service writes on its way is another test's, of a whole service: tests/clients/test_no_secret_in_words.py.
"""

import base64
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from patientkontrakt.auth.registry import client_secret
from patientkontrakt.auth.registry.registration import NewClient, register_client
from tests.auth.backend import ask, claims, sign
from tests.auth.flow import PATIENT_SCOPE, VERIFIER, code_for, redeem, refresh, whoami
from tests.auth.house import CALLBACK, House

ID = "journal-app"


@pytest.fixture
def addresses(house: House, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every address that is asked for or led to, whole."""
    seen: list[str] = []
    inner = house.app.wsgi_app

    def listening(environ: Any, start: Any) -> Iterable[bytes]:
        seen.append(f"{environ['PATH_INFO']}?{environ['QUERY_STRING']} {environ.get('HTTP_REFERER', '')}")

        def starting(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            seen.extend(value for name, value in headers if name == "Location")
            return start(status, headers, *more)

        return inner(environ, starting)

    monkeypatch.setattr(house.app, "wsgi_app", listening)
    return seen


def everything(house: House) -> dict[str, str]:
    """The whole way by each kind of client, with what goes wrong on it; every secret that came up."""
    new = NewClient(id=ID, name=ID, scope=PATIENT_SCOPE, redirect_uris=(CALLBACK,), with_secret=True)
    with house.database.write() as tx:
        register_client(tx, new, 1)
        secret = client_secret.new(tx, ID, 1)
    basic = base64.b64encode(f"{ID}:{secret}".encode()).decode()
    browser, doors = house.app.test_client(), house.app.test_client()
    code = code_for(house, browser=browser)
    first = redeem(house, code).json
    again = refresh(house, first["refresh_token"]).json
    burnt = code_for(house)
    assertion, broken = sign(claims()), sign(claims(exp=0))
    form = {"grant_type": "authorization_code", "redirect_uri": CALLBACK, "code_verifier": VERIFIER}
    hers = code_for(house, client_id=ID)
    header = {"Authorization": f"Basic {basic}"}
    own = doors.post("/oauth/token", data=form | {"code": hers}, headers=header).json
    system = ask(house, assertion).json
    for token in (again["access_token"], own["access_token"], system["access_token"]):
        assert whoami(house, token).status_code == 200
        assert doors.post("/oauth/introspect", data={"token": token}, headers=header).status_code == 200
    wrong = [
        redeem(house, burnt, code_verifier="x" * 43),
        redeem(house, code, client_secret=secret),
        redeem(house, burnt),
        refresh(house, first["refresh_token"]),
        ask(house, broken),
        ask(house, assertion),
        doors.post("/oauth/token", data=form | {"code": hers}, headers={"Authorization": f"Basic {basic}x"}),
        doors.post("/oauth/revoke", data={"token": own["access_token"], "client_secret": secret}),
        doors.get(f"/fhir/whoami?access_token={'x' * 40}", headers=header),
    ]
    assert {answer.status_code for answer in wrong} == {400, 401}
    revoked = doors.post("/oauth/revoke", data={"token": own["refresh_token"]}, headers=header)
    assert revoked.status_code == 200
    cookie = next(iter(browser._cookies.values())).value
    return {
        "session": cookie, "code": code, "burnt code": burnt, "code of the secret's": hers, "verifier": VERIFIER,
        "access": first["access_token"], "second access": again["access_token"], "refresh": first["refresh_token"],
        "second refresh": again["refresh_token"], "ID token": first["id_token"], "secret": secret, "basic": basic,
        "assertion": assertion, "broken assertion": broken, "system": system["access_token"],
        "own access": own["access_token"], "own refresh": own["refresh_token"],
    }  # fmt: skip


def test_sm38_no_secret_is_told_by_an_address_or_a_log(house: House, addresses: list[str]) -> None:
    secrets = everything(house)
    kept = "".join(_readable(path) for path in house.authority.settings.var.rglob("*") if path.is_file())
    logs = {
        "files": kept,
        "the access log": str(house.rows("SELECT * FROM access_log")),
        "addresses": "\n".join(each for each in addresses if not each.startswith(CALLBACK)),
    }
    assert len(addresses) > 20
    assert "Patient/gunnel" in logs["the access log"]
    told = [(log, name) for log, text in logs.items() for name, each in secrets.items() if each in text]
    assert told == []
    # to the app goes its code, and nothing else
    back = "\n".join(each for each in addresses if each.startswith(CALLBACK))
    assert [name for name, each in secrets.items() if each in back] == [
        "code", "burnt code", "code of the secret's",
    ]  # fmt: skip


def _readable(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace")

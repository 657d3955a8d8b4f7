"""What is hidden may be there, not be there or be changed: no byte, header, total, page or SQL statement is another."""

import logging
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import make_url
from werkzeug.test import TestResponse

from patientkontrakt import clock
from patientkontrakt.app import create_app
from patientkontrakt.config import Settings
from patientkontrakt.db import Tx
from patientkontrakt.demo.load import Loading
from patientkontrakt.records import writer
from patientkontrakt.records.importing.run import operator
from patientkontrakt.records.ownership import Owner
from tests.api.fhir.house import BASE, Caller, House
from tests.cast import NOW, UNITS
from tests.databases import KINDS, Databases
from tests.journeys import contract
from tests.worlds import asks, resources
from tests.worlds.asks import Asked
from tests.worlds.hidden import HIDDEN, POINTING, SEEN, Hidden
from tests.worlds.world import DAY, Sharing, Span

VARYING = {"Date", "X-Request-Id"}
PAGE = re.compile(r"eyJ[\w-]+(?:\.[\w-]*){4}")
NEW_ID = re.compile(r"\b[0-9A-Za-z]{22}\b")
LOG_ID = re.compile(r"\b\d+-[0-9A-Za-z]{8,}\b")
INDEXES = ("ix_token", "ix_ref", "ix_date", "ix_string", "ix_uri", "ix_quantity")


@dataclass(frozen=True)
class Kept:
    """A database with everything in it, on its kind of server, to be copied."""

    kind: str
    settings: Settings
    contract: str

    @contextmanager
    def copied(self, databases: Databases, folder: Path) -> Iterator[House]:
        """A service on a copy of it."""
        if self.kind == "sqlite":
            copy = shutil.copy(self.settings.database_url.removeprefix("sqlite:///"), folder / "copy.db")
            with _opened(replace(self.settings, database_url=f"sqlite:///{copy}")) as house:
                yield house
        else:
            with (
                databases.copy_of(str(make_url(self.settings.database_url).database)) as url,
                _opened(replace(self.settings, database_url=url)) as house,
            ):
                yield house


@pytest.fixture(scope="module", autouse=True)
def _still() -> Iterator[None]:
    """Time stands still, or lastUpdated would tell one run from another."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: NOW)
        yield


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING, logger="patientkontrakt.api.request_log")


@pytest.fixture(scope="module", params=KINDS)
def kept(
    request: pytest.FixtureRequest,
    databases: Databases,
    signing_key: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Kept:
    """The people, a contract that Maria has given out, what can be seen, and all that is hidden from somebody."""
    folder = tmp_path_factory.mktemp("differential")
    keys = folder / "var" / "keys"
    keys.mkdir(parents=True, mode=0o700)
    shutil.copy2(signing_key, keys / signing_key.name)
    url = databases.keep(request.param, folder)
    settings = Settings("demo", BASE, folder / "var", url, b"a secret of these tests, long enough")
    with _opened(settings) as house:
        parts = house.app.extensions["patientkontrakt"]
        Loading(settings, parts.database, parts.counter, NOW).cast(only_people=True)
        plan = _contract(house.staff("maria"))
        for each in (*SEEN, *(one for many in HIDDEN.values() for one in many), *POINTING.values()):
            _put(house, each)
        sharing = resources.sharing("gunnel", _WITH_AHMED)
        _put(house, Hidden({**sharing.body, "id": "delning"}, "linden"))
    return Kept(request.param, settings, plan)


_WITH_AHMED = Sharing(
    units=("linden", "hemsjukvarden-ekby"),
    level="utan-berattelse",
    when=Span(starts=clock.millis(NOW) - DAY, ends=clock.millis(NOW) + 100 * DAY),
)


FEW = ("ahmed", "gunnel")
ASKERS = [name if name in FEW else pytest.param(name, marks=pytest.mark.deep) for name in HIDDEN]


@pytest.mark.parametrize("name", ASKERS)
def test_what_is_hidden_changes_no_answer(
    name: str, kept: Kept, databases: Databases, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    request.node.user_properties.append(("database", kept.kind))
    told = {}
    for variant, change in VARIANTS.items():
        folder = tmp_path / variant
        folder.mkdir()
        with kept.copied(databases, folder) as house:
            change(house, HIDDEN[name])
            told[variant] = _answers(house, kept, name)
    there = told.pop("there")
    assert any(status == 200 for status, *_ in there.values())
    for variant, answers in told.items():
        for asked, answer in there.items():
            assert answers[asked] == answer, (variant, asked)


def _is_there(house: House, hidden: list[Hidden]) -> None:
    """As it was."""


def _is_not_there(house: House, hidden: list[Hidden]) -> None:
    """Taken out of every table, as if it had never been."""
    with house.database.write() as tx:
        for each in hidden:
            key = {"type": each.body["resourceType"], "id": each.body["id"]}
            for table in ("resource", "version", *INDEXES):
                tx.run(f"DELETE FROM {table} WHERE type = :type AND id = :id", key)
            tx.run("DELETE FROM fact_consent WHERE source_type = :type AND source_id = :id", key)


def _is_changed(house: House, hidden: list[Hidden]) -> None:
    """In a second version, of another time, with other words."""
    last = house.rows("SELECT coalesce(max(id), 0) FROM access_log")[0][0]
    for each in hidden:
        body = {**each.body, "language": "en"} if "language" not in each.body else each.body
        with house.counter.writing(operator(), NOW) as desk:
            trust = writer.Trust("import", Owner(UNITS[each.unit].custodian, each.unit), each.visibility)
            writer.update(desk, body["resourceType"], body["id"], body, None, trust=trust)
    house.change("DELETE FROM access_log WHERE id > :last", last=last)  # her own log may tell of it


VARIANTS = {"there": _is_there, "not there": _is_not_there, "changed": _is_changed}


def _answers(house: House, kept: Kept, name: str) -> dict[str, tuple[Any, ...]]:
    """Everything this asker is told, by request; pages are followed to the end."""
    known = {row[0] for row in house.rows("SELECT id FROM resource")}
    caller = _caller(house, name)
    listening = _Listening()
    answers: dict[str, tuple[Any, ...]] = {}
    with pytest.MonkeyPatch.context() as patch:
        listening.to(patch)
        for asked in [*_domain_asks(house.app, kept, name), *asks.of(name)]:
            _follow(caller, asked, answers, listening, known)
    return answers


def _follow(
    caller: Caller, asked: Asked, answers: dict[str, tuple[Any, ...]], ear: "_Listening", known: set[str]
) -> None:
    path: str | None = asked.path
    page = 0
    while path is not None and page < 20:
        ear.heard.clear()
        response = _send(caller, replace(asked, path=path))
        body = _plain(response.text, known)
        varying = VARYING if body == response.text else VARYING | {"Content-Length"}
        headers = sorted((n, _plain(v, known)) for n, v in response.headers if n not in varying)
        answers[f"{asked} page {page}"] = response.status_code, headers, body, list(ear.heard)
        path, page = _next(response), page + 1


def _send(caller: Caller, asked: Asked) -> TestResponse:
    headers = {name.replace("-", "_"): value for name, value in asked.headers.items()}
    if asked.path.startswith("/api"):
        own = [("Authorization", f"Bearer {caller.token}")]
        return caller.app.test_client().open(asked.path, method=asked.method, json=asked.body, headers=own)
    patching = "application/json-patch+json" if asked.method == "PATCH" else "application/fhir+json"
    body = "[]" if asked.method == "PATCH" else asked.body
    return caller.send(asked.method, asked.path, body, headers, content_type=patching)


def _next(response: TestResponse) -> str | None:
    if response.status_code != 200 or not response.is_json or not isinstance(response.json, dict):
        return None
    links = response.json.get("link") if response.json.get("resourceType") == "Bundle" else None
    found = [each["url"] for each in links or () if each["relation"] == "next"]
    return found[0].removeprefix(f"{BASE}/fhir") if found else None


def _domain_asks(app: Flask, kept: Kept, name: str) -> list[Asked]:
    """Every GET of the domain API, about Gunnel, her contract, and a plan that is hidden.

    What names nothing comes first: her own log may tell what she has been refused.
    """
    secret = next(each.body["id"] for each in HIDDEN[name] if each.body["resourceType"] == "CarePlan")
    known = {"patient": ["gunnel"], "plan": [kept.contract, secret], "row_id": ["1"], "id": [secret]}
    found = []
    for rule in sorted(app.url_map.iter_rules(), key=lambda each: (len(each.arguments), each.rule)):
        if rule.rule.startswith("/api/v1/") and "GET" in (rule.methods or ()):
            for n in range(2):
                values = {
                    arg: known.get(arg, ["1", "2"])[n % len(known.get(arg, "12"))] for arg in rule.arguments
                }
                path = re.sub(r"<(?:[^:>]+:)?(\w+)>", lambda each, v=values: v[each[1]], rule.rule)
                found.append(Asked("GET", path))
    return list({asked.path: asked for asked in found}.values())


def _caller(house: House, name: str) -> Caller:
    if name == "demo-integrator":
        return house.system(name)
    return house.patient(name) if name == "gunnel" else house.staff(name)


def _plain(text: str, known: set[str]) -> str:
    """Without what is another at every request: page tokens, ids of what was just made, and of rows of the log."""
    same = LOG_ID.sub("<row>", PAGE.sub("<page>", text))
    return NEW_ID.sub(lambda each: each[0] if each[0] in known else "<id>", same)


class _Listening:
    """An ear at the database: the statements, without their values."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def to(self, patch: pytest.MonkeyPatch) -> None:
        execute = Tx._execute

        def listening(tx: Tx, sql: str, params: Any) -> Any:
            self.heard.append(sql)
            return execute(tx, sql, params)

        patch.setattr(Tx, "_execute", listening)


def _contract(maria: Caller) -> str:
    """Gunnel's contract, given out once."""
    client = maria.app.test_client()
    own = [("Authorization", f"Bearer {maria.token}")]
    body = {"patient": "gunnel", "title": contract.TITLE, "sections": contract.sections()}
    made = client.post("/api/v1/contracts", json=body, headers=own)
    assert made.status_code == 201, made.text
    given = client.post(f"/api/v1/contracts/{made.json['id']}/publish", headers=own)
    assert given.status_code == 200, given.text
    id: str = made.json["id"]
    return id


def _put(house: House, each: Hidden) -> None:
    owner = Owner(UNITS[each.unit].custodian, each.unit)
    with house.counter.writing(operator(), NOW) as desk:
        trust = writer.Trust("import", owner, each.visibility)
        writer.create(desk, dict(each.body), id=each.body["id"], trust=trust)


@contextmanager
def _opened(settings: Settings) -> Iterator[House]:
    app = create_app(settings)
    parts = app.extensions["patientkontrakt"]
    yield House(app, parts.database, parts.counter)
    parts.database.engine.dispose()

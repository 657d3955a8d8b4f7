"""Fetching a client's keys: one registered address, no redirect, bounded, cached no longer than allowed (S-115, SM-75)."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from joserfc.jwk import RSAKey

from patientkontrakt.auth.outside import key_fetcher
from patientkontrakt.auth.outside.key_fetcher import AGAIN_MS, KEPT_MS, LONGEST, KeyFetcher
from patientkontrakt.auth.registry.client_keys import key_of
from patientkontrakt.auth.registry.clients import WITH_KEY, Client
from patientkontrakt.auth.registry.registration import NewClient, register_client
from patientkontrakt.db import Database
from tests.auth import house as building
from tests.auth.backend import ask, claims, sign
from tests.auth.house import INTEGRATOR_KEY, House

NEXT_KEY = RSAKey.generate_key(2048, {"kid": "integrator-2"})
KEYS = json.dumps({"keys": [INTEGRATOR_KEY.as_dict(private=False)]})


@dataclass
class Publisher:
    """A client's web server."""

    address: str = ""
    status: int = 200
    body: str = KEYS
    headers: dict[str, str] = field(default_factory=dict)
    paths: list[str] = field(default_factory=list)


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    said = Publisher()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            said.paths.append(self.path)
            self.send_response(said.status)
            for name, value in said.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(said.body.encode())

        def log_message(self, format: str, *args: Any) -> None:
            """Silent."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    said.address = f"http://127.0.0.1:{server.server_port}/keys"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield said
    server.shutdown()
    thread.join()
    server.server_close()


def client(address: str) -> Client:
    return Client(
        id="c", name="", status="active", auth_method=WITH_KEY, scope="system/*.rs", jwks_uri=address,
    )  # fmt: skip


def test_s_115_a_redirect_is_not_followed(publisher: Publisher) -> None:
    publisher.status, publisher.headers = 302, {"Location": "/elsewhere"}
    assert KeyFetcher(is_demo=True).get(publisher.address, 0) is None
    assert publisher.paths == ["/keys"]


@pytest.mark.parametrize("status", [404, 500, 204])
def test_another_status_is_no_key(publisher: Publisher, status: int) -> None:
    publisher.status, publisher.body = status, ""
    assert KeyFetcher(is_demo=True).get(publisher.address, 0) is None


def test_too_much_is_no_key(publisher: Publisher) -> None:
    publisher.body = "x" * (LONGEST + 1)
    assert KeyFetcher(is_demo=True).get(publisher.address, 0) is None


def test_a_closed_port_is_no_key(publisher: Publisher) -> None:
    assert KeyFetcher(is_demo=True).get("http://127.0.0.1:1/keys", 0) is None


def test_a_silent_server_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_fetcher, "SECONDS", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert KeyFetcher(is_demo=True).get(f"http://127.0.0.1:{silent.getsockname()[1]}/", 0) is None


def test_a_server_that_drips_is_given_up_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each byte comes in time, the last never does."""
    monkeypatch.setattr(key_fetcher, "SECONDS", 0.3)
    gone = threading.Event()

    def drip(server: socket.socket) -> None:
        with server.accept()[0] as visitor:
            try:
                visitor.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n")
                for _ in range(1000):
                    visitor.sendall(b" ")
                    gone.wait(0.02)
            except OSError:
                gone.set()

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=drip, args=(server,))
        thread.start()
        assert KeyFetcher(is_demo=True).get(f"http://127.0.0.1:{server.getsockname()[1]}/", 0) is None
        thread.join(10)
    assert gone.is_set()


def test_a_host_that_nobody_looks_up_in_time_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_fetcher, "SECONDS", 0.1)
    answered = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *asked, **more: answered.wait(10) and [])
    assert KeyFetcher(is_demo=True).get("https://keys.example/", 0) is None
    answered.set()


def test_a_failure_is_not_repeated_at_once(publisher: Publisher) -> None:
    publisher.status = 500
    fetcher = KeyFetcher(is_demo=True)
    for at in (0, AGAIN_MS - 1, AGAIN_MS):
        fetcher.get(publisher.address, at)
    assert len(publisher.paths) == 2


def test_an_unknown_kid_looks_again_but_seldom(publisher: Publisher) -> None:
    fetcher, known = KeyFetcher(is_demo=True), client(publisher.address)
    for at in (0, 1, AGAIN_MS):
        assert key_of(known, fetcher, "unknown", "RS384", at) is None
    assert len(publisher.paths) == 2


def test_keys_are_kept_for_a_while(publisher: Publisher) -> None:
    fetcher, known = KeyFetcher(is_demo=True), client(publisher.address)
    for at in (0, KEPT_MS - 1):
        assert key_of(known, fetcher, "integrator-1", "RS384", at) is not None
    assert len(publisher.paths) == 1
    fetcher.get(publisher.address, KEPT_MS)
    assert len(publisher.paths) == 2


@pytest.mark.parametrize(
    ("control", "until"), [("max-age=7", 7000), ("public, max-age=999999", KEPT_MS), ("no-store", 1000)]
)
def test_sm75_keys_are_kept_no_longer_than_the_client_allows(
    publisher: Publisher, control: str, until: int
) -> None:
    publisher.headers = {"Cache-Control": control}
    fetcher = KeyFetcher(is_demo=True)
    for at in (0, until - 1, until):
        fetcher.get(publisher.address, at)
    assert len(publisher.paths) == 2


def test_s095_a_rotated_key_is_found_without_restart(publisher: Publisher) -> None:
    publisher.body = '{"keys": []}'
    fetcher, known = KeyFetcher(is_demo=True), client(publisher.address)
    assert key_of(known, fetcher, "integrator-1", "RS384", 0) is None
    publisher.body = KEYS
    assert key_of(known, fetcher, "integrator-1", "RS384", AGAIN_MS) is not None


def test_sm75_a_token_by_a_key_at_an_address_until_the_client_swaps_it(
    house: House, publisher: Publisher, wait: Callable[[float], None]
) -> None:
    """The whole way, from the registration to the token endpoint, with no restart between."""
    new = NewClient(
        id="rotating",
        name="Rotating",
        scope="system/*.rs",
        organization="region-exempel",
        groups=("g",),
        jwks_uri=publisher.address,
    )
    house.change("INSERT INTO installation (mode, created) VALUES ('demo', 1) ON CONFLICT DO NOTHING")
    with house.database.write() as tx:
        register_client(tx, new, 1)
    assert ask(house, sign(claims("rotating"))).status_code == 200
    assert ask(house, sign(claims("rotating"), NEXT_KEY, kid="integrator-2")).status_code == 401
    publisher.body = json.dumps({"keys": [NEXT_KEY.as_dict(private=False)]})
    wait(AGAIN_MS / 1000)
    assert ask(house, sign(claims("rotating"), NEXT_KEY, kid="integrator-2")).status_code == 200
    assert ask(house, sign(claims("rotating"))).status_code == 401


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_s_115_a_service_in_production_fetches_nothing_from_its_own_machine(
    database: Database, var: Path, publisher: Publisher
) -> None:
    house = building.build(database, var, mode="production", base="https://pk.example")
    assert house.authority.fetcher.get(publisher.address, 0) is None
    assert publisher.paths == []
    assert building.build(database, var).authority.fetcher.get(publisher.address, 0) == KEYS

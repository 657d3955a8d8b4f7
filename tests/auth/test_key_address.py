"""Where a client may keep its keys: judged at registration and at each fetch, called where it was judged (S-115)."""

import datetime
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from patientkontrakt import outgoing
from patientkontrakt.auth.outside import key_address
from patientkontrakt.auth.outside.key_fetcher import KeyFetcher
from patientkontrakt.auth.registry.registration import BadRegistration, NewClient, register_client
from patientkontrakt.db import Database

NAME = "keys.example"
ADDRESSES = {
    "this machine": "https://127.0.0.1/jwks",
    "this machine, shortened": "https://127.1/jwks",
    "this machine as a number": "https://2130706433/jwks",
    "this machine in hex": "https://0x7f.1/jwks",
    "this machine by name": "https://localhost/jwks",
    "this machine by a longer name": "https://keys.localhost./jwks",
    "IPv6 of this machine": "https://[::1]/jwks",
    "IPv4 in IPv6": "https://[::ffff:10.0.0.1]/jwks",
    "NAT64": "https://[64:ff9b::a00:1]/jwks",
    "private": "https://10.0.0.1/jwks",
    "private 172": "https://172.16.0.1:8443/jwks",
    "shared": "https://100.64.0.1/jwks",
    "link-local": "https://169.254.169.254/latest",
    "unique local": "https://[fd00::1]/jwks",
    "nobody's": "https://0.0.0.0/jwks",
    "many": "https://224.0.0.1/jwks",
    "a name without a dot": "https://keys/jwks",
    "a name of the network's": "https://keys.internal/jwks",
    "plain http": "http://keys.example/jwks",
    "an app's own scheme": "com.example.app:/jwks",
    "another scheme": "ftp://keys.example/jwks",
    "a user": "https://user@keys.example/jwks",
}
IN_DEMO = [
    address for name, address in ADDRESSES.items() if name not in ("this machine", "IPv6 of this machine")
]


@dataclass
class Publisher:
    """A client's web server with a certificate; `names` are those it was called by."""

    port: int
    names: list[str | None] = field(default_factory=list)
    hosts: list[str | None] = field(default_factory=list)


@pytest.fixture
def publisher(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Publisher]:
    context = _trusted(tmp_path, monkeypatch)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            said.hosts.append(self.headers["Host"])
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b'{"keys": []}')

        def log_message(self, format: str, *args: Any) -> None:
            """Silent."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    said = Publisher(server.server_port)
    context.sni_callback = lambda _, name, __: said.names.append(name)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield said
    server.shutdown()
    thread.join()
    server.server_close()


def _trusted(folder: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A server's side with a certificate of NAME's, which the fetcher trusts."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    day, now = datetime.timedelta(days=1), datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, now - day, now + day)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = made.public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "server.pem").write_bytes(private + pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem")
    trust = ssl.create_default_context(cadata=pem.decode())
    monkeypatch.setattr(outgoing, "_trust", lambda: trust)
    return context


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Let a name have addresses, anew at each look-up; what was looked up."""
    real, asked = socket.getaddrinfo, list[str]()

    def have(*answers: list[str]) -> list[str]:
        waiting = list(answers)

        def look_up(host: Any, *more: Any, **also: Any) -> Any:
            if host != NAME:
                return real(host, *more, **also)
            asked.append(host)
            found = waiting.pop(0) if len(waiting) > 1 else waiting[0]
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, 0)) for each in found]

        monkeypatch.setattr(socket, "getaddrinfo", look_up)
        return asked

    return have


@pytest.mark.parametrize("address", ADDRESSES.values(), ids=ADDRESSES)
def test_s_115_no_keys_are_registered_at_an_address_that_is_not_the_worlds(address: str) -> None:
    assert key_address.fault(address, is_demo=False)
    assert KeyFetcher().get(address, 0) is None


@pytest.mark.parametrize("address", IN_DEMO)
def test_s_115_a_demo_lets_this_machine_in_and_nothing_else(address: str) -> None:
    assert bool(key_address.fault(address, is_demo=True)) != ("//localhost/" in address)


@pytest.mark.parametrize(
    "found",
    [["127.0.0.1"], ["10.0.0.1"], ["169.254.169.254"], ["9.9.9.9", "127.0.0.1"], ["::ffff:127.0.0.1"], []],
    ids=str,
)
def test_s_115_in_production_a_name_of_this_machine_or_network_is_not_called(
    publisher: Publisher, names: Callable[..., list[str]], found: list[str]
) -> None:
    asked = names(found)
    assert KeyFetcher().get(f"https://{NAME}:{publisher.port}/jwks", 0) is None
    assert asked == [NAME]
    assert publisher.names == []


def test_s_115_a_name_that_changes_its_mind_leads_nowhere_else(
    publisher: Publisher, names: Callable[..., list[str]]
) -> None:
    """It is looked up once, and called at the address that was judged, under its own name."""
    asked = names(["127.0.0.1"], ["10.0.0.1"])
    assert KeyFetcher(is_demo=True).get(f"https://{NAME}:{publisher.port}/jwks", 0) == '{"keys": []}'
    assert asked == [NAME]
    assert publisher.names == [NAME]
    assert publisher.hosts == [f"{NAME}:{publisher.port}"]


def test_s_115_a_certificate_of_another_name_is_not_believed(publisher: Publisher) -> None:
    assert KeyFetcher(is_demo=True).get(f"https://127.0.0.1:{publisher.port}/jwks", 0) is None
    assert publisher.hosts == []


def test_s_115_proxies_of_the_environment_are_not_asked(
    publisher: Publisher, names: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    names(["127.0.0.1"])
    assert KeyFetcher(is_demo=True).get(f"https://{NAME}:{publisher.port}/jwks", 0) is not None


def _register(database: Database, address: str) -> None:
    new = NewClient(
        id="by-address", name="By address", scope="system/*.rs", organization="o", groups=("g",), jwks_uri=address
    )  # fmt: skip
    with database.write() as tx:
        register_client(tx, new, 1)


def test_s_115_the_databases_own_mode_says_which_holds(database: Database) -> None:
    near, far = "http://127.0.0.1:9090/jwks", f"https://{NAME}/jwks"
    _mode(database, "production")
    with pytest.raises(BadRegistration) as told:
        _register(database, near)
    assert told.value.faults == ("keys address: https",)
    _register(database, far)
    _mode(database, "demo")
    _register(database, near)
    with pytest.raises(BadRegistration):
        _register(database, "https://10.0.0.1/jwks")


def _mode(database: Database, mode: str) -> None:
    with database.write() as tx:
        tx.run("DELETE FROM installation")
        tx.run("INSERT INTO installation (mode, created) VALUES (:mode, 1)", {"mode": mode})

"""Where notifications may go (security.md R8, S-115): hosts an administrator registered, and addresses they may have."""

import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from patientkontrakt.fhir import systems
from patientkontrakt.fhir.subscriptions.order import endpoint_of
from patientkontrakt.records.subscriptions import receivers
from patientkontrakt.records.subscriptions.post import Parcel, post
from patientkontrakt.records.subscriptions.receivers import BadReceiver, Receiver, is_allowed
from patientkontrakt.store import receivers as register
from tests.subscriptions.receiver import Receiver as Listener
from tests.subscriptions.receiver import receiving
from tests.subscriptions.scene import MINUTE, Scene, order


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "::1", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1",
        "2002:7f00:1::", "ff02::1", "255.255.255.255", "::",
    ],
)  # fmt: skip
def test_s_115_no_address_that_is_not_public_is_sent_to_unless_it_is_registered(address: str) -> None:
    assert not is_allowed(Receiver("c", "region.example", ()), address)


def test_a_public_address_will_do_and_a_registered_network_is_all_there_is() -> None:
    assert is_allowed(Receiver("c", "h", ()), "9.9.9.9")
    assert is_allowed(Receiver("c", "h", ()), "2620:fe::fe")
    inside = Receiver("c", "h", ("10.1.2.0/24",))
    assert is_allowed(inside, "10.1.2.3")
    assert is_allowed(inside, "::ffff:10.1.2.3")
    assert not is_allowed(inside, "10.1.3.3")
    assert not is_allowed(inside, "9.9.9.9")


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://elsewhere.example/x", "http://127.0.0.1/x", "ftp://127.0.0.1/x", "https://user@127.0.0.1/x",
        "//127.0.0.1/x", "https://127.0.0.1\\@elsewhere.example/x", "http://localhost:{port}/x", "http://[::1]:{port}/x",
        "http://127.0.0.1:{port}@elsewhere.example/", "http://127.1:{port}/x", "file:///etc/passwd",
        "http://127.0.0.1:{port}/x#fragment", "http://2130706433:{port}/x", "http://127.0.0.1:{port}\r\nX: y/",
    ],
)  # fmt: skip
def test_s_115_only_the_very_host_that_is_registered_is_taken(scene: Scene, endpoint: str) -> None:
    made = scene.caller.post("/Subscription", order(endpoint.replace("{port}", str(scene.receiver.port))))
    assert made.status_code == 422, made.text
    scene.round()
    assert scene.receiver.notes == []


@pytest.mark.parametrize(
    "place",
    ["/of/19121212-1212", "/of/191212121212", "/of/121212-1212/x", "/of/19121212%2D1212", "/of?who=191212121212",
     "/of/121212+1212", "/%31%39121212-1212", f"/of?system={systems.PERSONNUMMER}"],
)  # fmt: skip
def test_no_address_with_a_personal_number_is_sent_to(scene: Scene, place: str) -> None:
    """Addresses are logged on their way (model.md "Tokens")."""
    made = scene.caller.post("/Subscription", order(f"http://{scene.receiver.host}{place}"))
    assert (made.status_code, made.json["issue"][0]["expression"]) == (422, ["Subscription.channel.endpoint"])
    assert "1212" not in made.text
    scene.round()
    assert scene.receiver.notes == []


def test_an_address_with_other_numbers_is_sent_to(scene: Scene) -> None:
    url = f"http://{scene.receiver.host}/of/20261122/4711-1212/0701234567"
    assert scene.caller.post("/Subscription", order(url)).status_code == 201
    scene.round()
    assert [note.kind for note in scene.receiver.notes] == ["handshake"]


def test_s_115_another_clients_host_is_not_taken(scene: Scene) -> None:
    scene.house.change("UPDATE receiver SET client = 'another' WHERE client = :c", c=scene.client)
    made = scene.caller.post("/Subscription", order(scene.receiver.url))
    assert (made.status_code, made.json["issue"][0]["expression"]) == (422, ["Subscription.channel.endpoint"])
    scene.house.change("DELETE FROM receiver WHERE client = 'another'")


def test_s_115_no_redirect_is_followed(scene: Scene) -> None:
    id = scene.subscribe()
    scene.receiver.answers = [307, 200]
    scene.plan()
    scene.round()
    assert scene.receiver.taken() == []
    rows = scene.house.rows("SELECT failures FROM subscription WHERE id = :id", id=id)
    assert rows == [(1,)]
    scene.round(later_ms=MINUTE)
    assert list(scene.receiver.events()) == [1]


def test_s_115_the_address_is_judged_when_it_is_sent_to(listener: Listener) -> None:
    """The host is registered, and has come to have an address that it may not have."""
    parcel = _parcel(listener, networks=("10.0.0.0/8",))
    assert post(parcel) == "address"
    assert post(_parcel(listener, networks=())) == "address"
    assert listener.notes == []


def test_what_the_receiver_answers_is_not_read_and_no_other_status_is_success(listener: Listener) -> None:
    listener.answers = [200, 201, 204, 301, 400, 410, 500]
    said = [post(_parcel(listener)) for _ in range(7)]
    assert said == [None, None, None, "redirect", "status", "gone", "status"]


def test_nobody_there_is_unreachable(listener: Listener) -> None:
    with receiving() as gone:
        port = gone.port
    assert post(_parcel(Listener(port))) == "unreachable"


def test_a_host_that_nobody_looks_up_in_time_is_given_up_in_time(
    listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the lease runs out while we still wait, and another worker sends the same."""
    answered, ended = threading.Event(), threading.Event()

    def hanging(*asked: Any, **more: Any) -> Any:
        answered.wait(10)
        ended.set()
        raise OSError

    monkeypatch.setattr(socket, "getaddrinfo", hanging)
    assert post(replace(_parcel(listener), timeout_s=1)) == "timeout"
    assert not ended.is_set()
    answered.set()
    assert ended.wait(10)
    assert listener.notes == []


def test_a_host_that_is_not_found_is_unreachable(listener: Listener, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*asked: Any, **more: Any) -> Any:
        raise socket.gaierror(socket.EAI_NONAME)

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert post(_parcel(listener)) == "unreachable"


def test_proxies_of_the_environment_are_not_asked(
    listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    assert post(_parcel(listener)) is None
    [note] = listener.notes
    assert note.headers["Host"] == listener.host
    assert note.headers["Authorization"] == "Bearer x"


def test_headers_are_secrets_sent_and_never_told(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    id = scene.subscribe(header=["Authorization: Bearer very-secret", "X-Region: Västra".replace("ä", "a")])
    assert scene.receiver.notes[0].headers["Authorization"] == "Bearer very-secret"
    read = scene.state(id)
    assert read["channel"]["header"] == ["Authorization: [dold]", "X-Region: [dold]"]
    texts = [
        scene.caller.get(path).text
        for path in (
            f"/Subscription/{id}",
            "/Subscription",
            f"/Subscription/{id}/$status",
            f"/Subscription/{id}/$events",
        )
    ]
    assert all("very-secret" not in text for text in texts)
    stored = scene.house.rows("SELECT body, headers FROM subscription WHERE id = :id", id=id)
    assert "very-secret" not in repr(stored)
    assert "very-secret" not in repr(scene.house.rows("SELECT * FROM access_log"))
    assert "very-secret" not in caplog.text
    assert scene.put(id, status="requested", reason="Nytt").status_code == 200  # as it was read
    scene.round()
    assert scene.receiver.notes[-1].headers["Authorization"] == "Bearer very-secret"


@pytest.mark.parametrize(
    "line",
    [
        "Host: elsewhere", "Content-Length: 0", "Transfer-Encoding: chunked", "Authorization", "Authorization:",
        "X-A: b\r\nX-C: d", "X-A: b\nc", "X-Forwarded-For: 127.0.0.1", "X-A: å", "Cookie: a=b", "Authorization: [dold]",
        f"X-A: {'a' * 5000}",
    ],
)  # fmt: skip
def test_a_header_that_is_not_the_receivers_own_is_refused_and_not_repeated(scene: Scene, line: str) -> None:
    made = scene.caller.post("/Subscription", order(scene.receiver.url, header=[line]))
    assert made.status_code == 422, made.text
    assert "elsewhere" not in made.text


def test_the_register_is_kept_by_commands(scene: Scene) -> None:
    app = scene.house.app
    cli = app.test_cli_runner()
    done = cli.invoke(args=["receiver", "register", "Region.Example:8443", "--client", scene.client])
    assert done.exit_code == 0, done.output
    assert "region.example:8443" in cli.invoke(args=["receiver", "list"]).output
    kept = receivers.everyone(scene.house.database)
    assert register.Receiver(scene.client, "region.example:8443", ()) in kept
    gone = cli.invoke(args=["receiver", "remove", "region.example:8443", "--client", scene.client])
    assert gone.exit_code == 0
    assert (
        cli.invoke(args=["receiver", "remove", "region.example:8443", "--client", scene.client]).exit_code
        == 1
    )
    assert cli.invoke(args=["receiver", "register", "a.example", "--client", "nobody"]).exit_code == 1


@pytest.mark.parametrize(
    ("host", "networks"),
    [("https://a.example", []), ("a.example/x", []), ("a example", []), ("", []), ("*.example", []), ("a.example:443", []),
     ("127.0.0.1:99999", []), ("a.example:65536", []), ("a.example:0", []), ("[::1]:99999", []), ("a.example:00443", []),
     ("a.example", ["10.0.0.1/8"]), ("a.example", ["x"])],
)  # fmt: skip
def test_a_registration_that_is_no_host_is_refused(scene: Scene, host: str, networks: list[str]) -> None:
    with pytest.raises(BadReceiver):
        receivers.register(scene.house.database, scene.client, host, networks)


@pytest.fixture
def listener() -> Iterator[Listener]:
    with receiving() as made:
        yield made


def _parcel(listener: Listener, networks: tuple[str, ...] = ("127.0.0.0/8",)) -> Parcel:
    endpoint = endpoint_of(listener.url)
    assert endpoint is not None
    receiver = Receiver("c", endpoint.receiver, networks)
    return Parcel(endpoint, receiver, '{"entry":[{"resource":{"parameter":[{"name":"type","valueCode":"heartbeat"}]}}]}',
                  {"Authorization": "Bearer x"}, 5)  # fmt: skip

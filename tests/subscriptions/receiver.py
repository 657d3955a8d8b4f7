"""A receiver of notifications: a real HTTP server on this machine, that answers as it is told to and keeps what it took."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Body = dict[str, Any]


@dataclass
class Note:
    """One notification as it came."""

    path: str
    headers: dict[str, str]
    text: str

    @property
    def bundle(self) -> Body:
        found: Body = json.loads(self.text)
        return found

    @cached_property
    def status(self) -> dict[str, Any]:
        """The status's parameters by name; the events as dicts."""
        told: dict[str, Any] = {"events": []}
        for each in self.bundle["entry"][0]["resource"]["parameter"]:
            if each["name"] == "notification-event":
                told["events"].append({part["name"]: value_of(part) for part in each["part"]})
            else:
                told[each["name"]] = value_of(each)
        return told

    @property
    def kind(self) -> str:
        return str(self.status["type"])

    @property
    def numbers(self) -> list[int]:
        return [int(each["event-number"]) for each in self.status["events"]]


@dataclass
class Receiver:
    """`answers` is what it says to each notification, in turn; the last of them from then on."""

    port: int
    answers: list[int] = field(default_factory=lambda: [200])
    notes: list[Note] = field(default_factory=list)
    held: threading.Event = field(default_factory=threading.Event)
    hold_at: int | None = None

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return f"http://{self.host}/notices"

    def hold_after(self, more: int) -> None:
        """Take so many more notifications, and leave the next without an answer until `held` is set."""
        self.hold_at = len(self.notes) + more

    def is_holding(self) -> bool:
        """Whether somebody waits for an answer, or would."""
        return not self.held.is_set()

    def taken(self) -> list[Note]:
        """Notifications of events, as they came."""
        return [each for each in self.notes if each.kind == "event-notification"]

    def events(self) -> dict[int, Body]:
        """What it has after leaving out those it had already, by number, as the guide tells receivers to."""
        found: dict[int, Body] = {}
        for note in self.taken():
            for each in note.status["events"]:
                found.setdefault(int(each["event-number"]), each)
        return found


def value_of(part: Body) -> Any:
    [value] = [value for name, value in part.items() if name.startswith("value")]
    return value["reference"] if isinstance(value, dict) and "reference" in value else value


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A receiver on a port of its own."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    receiver = Receiver(server.server_address[1])
    receiver.held.set()
    server.receiver = receiver  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        receiver.held.set()
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        receiver: Receiver = self.server.receiver  # type: ignore[attr-defined]
        size = int(self.headers["Content-Length"])
        raw = self.rfile.read(size)
        if len(raw) < size:  # the sender died in the middle of it
            self.close_connection = True
            return
        text = raw.decode()
        if receiver.hold_at is not None and len(receiver.notes) >= receiver.hold_at:
            receiver.hold_at = None
            receiver.held.clear()
        receiver.held.wait(30)
        answer = receiver.answers.pop(0) if len(receiver.answers) > 1 else receiver.answers[0]
        if 200 <= answer < 300:
            receiver.notes.append(Note(self.path, dict(self.headers), text))
        self.send_response(answer)
        if 300 <= answer < 400:
            self.send_header("Location", receiver.url)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: the tests say what matters."""

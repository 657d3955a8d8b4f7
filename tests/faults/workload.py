"""Eight clerks who write as long as they are let: new goals, their own counters, a shared one, transactions good and bad.

Every resource carries a mark in its text that was never used before: by it we know afterwards what became of what.
"""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from itertools import count, cycle
from typing import Any

import httpx

from patientkontrakt.fhir.resource import new_id
from tests.records.region import goal
from tests.service import Service

CLERKS = 8
EXPECTED = {200, 201, 412, 422}  # where nothing is broken
MOST_ATTEMPTS = 50_000  # of one clerk
Body = dict[str, Any]


@dataclass(frozen=True)
class Attempt:
    """One request that asked for a write. `status` None: the connection broke, and nobody knows.

    `stored` are the `Goal/id@version` the answer named, one for each mark.
    """

    kind: str
    marks: tuple[str, ...]
    status: int | None
    stored: tuple[str, ...] = ()

    @property
    def acknowledged(self) -> bool:
        return self.status in (200, 201)


class Office:
    """The clerks at work. `attempts` is what they tried, in no order; `answers` every status with its Retry-After."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._closed = threading.Event()
        self._threads: list[threading.Thread] = []
        self.attempts: list[Attempt] = []
        self.answers: list[tuple[int, str | None]] = []
        self.faults: list[BaseException] = []
        token = service.house.staff("maria").token
        office = new_id()  # of several in one database
        shared = service.house.given(marked(f"{office}-shared"))
        own = [service.house.given(marked(f"{office}-{n}")) for n in range(CLERKS)]
        self._clerks = [_Clerk(self, f"{office}-{n}", token, (own[n], shared)) for n in range(CLERKS)]

    def open(self) -> None:
        """Set the clerks to work."""
        self._threads = [threading.Thread(target=self._work, args=(clerk,)) for clerk in self._clerks]
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        """Let them finish what they are at; tell what went wrong with a clerk herself."""
        self._closed.set()
        for thread in self._threads:
            thread.join(90)
        assert not any(thread.is_alive() for thread in self._threads), "a request never ended"
        assert self.faults == []

    @property
    def acknowledged(self) -> list[Attempt]:
        return [attempt for attempt in list(self.attempts) if attempt.acknowledged]

    def refused_for_now(self) -> int:
        """How many answers told a clerk to come back later."""
        return sum(status == 503 for status, _ in list(self.answers))

    def require_honest_answers(self) -> None:
        """Nobody was told anything but what it was, and everybody was answered: the service itself never fell."""
        assert {status for status, _ in self.answers} <= EXPECTED | {503}
        assert all(after for status, after in self.answers if status == 503), "503 says when to come back"
        assert [attempt for attempt in self.attempts if attempt.status is None] == []

    def wait_for(self, more: int, what: Callable[["Office"], int] | None = None) -> None:
        """Return when `more` of what is counted, acknowledged writes unless told, have come in from now on."""
        counted = what or (lambda office: len(office.acknowledged))
        wanted = counted(self) + more
        for _ in range(1200):
            assert self.faults == []
            if counted(self) >= wanted:
                return
            time.sleep(0.05)
        raise AssertionError(f"the clerks got stuck; the service said:\n{self._service.words()[-4000:]}")

    def _work(self, clerk: "_Clerk") -> None:
        acts = cycle(
            (clerk.create, clerk.update_own, clerk.transact, clerk.update_shared, clerk.transact_badly)
        )
        try:
            with self._service.caller(clerk.token) as clerk.http:
                for _, act in zip(range(MOST_ATTEMPTS), acts, strict=False):
                    if self._closed.is_set():
                        return
                    act()
        except BaseException as fault:  # noqa: BLE001 - the test tells it
            self.faults.append(fault)


class _Clerk:
    """One caller with one connection, who notes every attempt in the office's books."""

    http: httpx.Client

    def __init__(self, office: Office, name: str, token: str | None, counters: tuple[str, str]) -> None:
        self.token, self._office, self._name = token, office, name
        self._own, self._shared = counters
        self._numbers = count(1)

    def create(self) -> None:
        mark = self._mark()
        self._note("create", (mark,), self._send("POST", "/fhir/Goal", marked(mark)))

    def update_own(self) -> None:
        self._update(self._own)

    def update_shared(self) -> None:
        self._update(self._shared)

    def transact(self) -> None:
        marks = tuple(self._mark() for _ in range(3))
        self._note(
            "transaction", marks, self._send("POST", "/fhir", _transaction([marked(m) for m in marks]))
        )

    def transact_badly(self) -> None:
        """The last entry is wrong, so the first ones must not stay."""
        marks = tuple(self._mark() for _ in range(2))
        bodies = [marked(marks[0]), marked(marks[1]) | {"lifecycleStatus": "banana"}]
        self._note("bad transaction", marks, self._send("POST", "/fhir", _transaction(bodies)))

    def _update(self, key: str) -> None:
        """Read, then write the next version of what was read."""
        read = self._send("GET", f"/fhir/{key}")
        if read is None or read.status_code != 200:
            return
        mark = self._mark()
        body = read.json() | {"description": {"text": mark}}
        self._note("update", (mark,), self._send("PUT", f"/fhir/{key}", body, read.headers["ETag"]))

    def _send(
        self, method: str, path: str, body: Body | None = None, version: str = ""
    ) -> httpx.Response | None:
        headers = {"Prefer": "return=minimal"} | ({"If-Match": version} if version else {})
        with suppress(httpx.TransportError):
            response = self.http.request(method, path, json=body, headers=headers)
            self._office.answers.append((response.status_code, response.headers.get("Retry-After")))
            if response.status_code == 503:
                time.sleep(0.05)  # we are told to wait for seconds; the test has less patience than a client
            return response
        time.sleep(0.3)  # nobody is there: the machine is needed for what is starting
        return None

    def _note(self, kind: str, marks: tuple[str, ...], answer: httpx.Response | None) -> None:
        status = None if answer is None else answer.status_code
        stored: tuple[str, ...] = ()
        if answer is not None and status in (200, 201):
            places = (
                [entry["response"]["location"] for entry in answer.json()["entry"]]
                if kind == "transaction"
                else [answer.headers.get("Location") or answer.headers["Content-Location"]]
            )
            stored = tuple(map(_key_at, places))
        self._office.attempts.append(Attempt(kind, marks, status, stored))

    def _mark(self) -> str:
        return f"{self._name}-{next(self._numbers)}"


def marked(mark: str) -> Body:
    """A goal of Gunnel's that says `mark`."""
    return goal("gunnel", mark)


def _transaction(bodies: list[Body]) -> Body:
    entries = [{"resource": body, "request": {"method": "POST", "url": "Goal"}} for body in bodies]
    return {"resourceType": "Bundle", "type": "transaction", "entry": entries}


def _key_at(place: str) -> str:
    """`…/Goal/x/_history/3` as the log writes it: `Goal/x@3`."""
    type, id, _, version = place.split("/")[-4:]
    return f"{type}/{id}@{version}"

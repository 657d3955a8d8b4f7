"""Raw HTTP against gunicorn itself: broken framing, bodies that lie about their length, hostile headers (S-131, S-139, R16).

On SQLite only: nothing here reaches a database.
"""

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from patientkontrakt.db.engine import THREADS
from tests.databases import Databases
from tests.records.region import goal
from tests.service import Service, serving

BODY = json.dumps(goal("gunnel")).encode()
JSON = b"Content-Type: application/fhir+json\r\n"


@pytest.fixture(scope="module")
def service(
    databases: Databases, signing_key: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Service]:
    """One service for the file."""
    folder = tmp_path_factory.mktemp("wire")
    with databases.fresh("sqlite", folder) as url, serving(url, folder, signing_key, workers=1) as made:
        yield made


def sent(service: Service, head: bytes, body: bytes = b"", path: bytes = b"/fhir/Goal") -> tuple[int, bytes]:
    """Send exactly these bytes; the status and the whole answer."""
    token = service.house.staff("maria").token or ""
    lines = (
        b"POST "
        + path
        + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "
        + token.encode()
    )
    with socket.create_connection(("127.0.0.1", service.port), timeout=20) as connection:
        connection.sendall(lines + b"\r\n" + head + b"\r\n")
        try:
            connection.sendall(body)
            connection.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # it answered before it had read everything: that is allowed, and the answer is there to read
        answer = b""
        try:
            while piece := connection.recv(65536):
                answer += piece
        except ConnectionResetError:
            pass
    answer = answer.removeprefix(b"HTTP/1.1 100 Continue\r\n\r\n")
    return (int(answer.split(b" ", 2)[1]) if answer else 0), answer


def chunked(*pieces: bytes) -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces)


@pytest.mark.parametrize(
    "body",
    [
        chunked(BODY)[:-10],
        chunked(BODY),  # no last chunk
        b"zz\r\n" + BODY + b"\r\n0\r\n\r\n",
        b"-5\r\n" + BODY + b"\r\n0\r\n\r\n",
        b"ffffffffffffffffff\r\n" + BODY,
        b"5\r\n" + BODY + b"\r\n0\r\n\r\n",
    ],
)
def test_r16_a_broken_chunk_is_the_senders_fault(body: bytes, service: Service) -> None:
    before = service.house.versions()
    status, answer = sent(service, JSON + b"Transfer-Encoding: chunked\r\n", body)
    assert status == 400
    assert b"OperationOutcome" in answer
    assert service.house.versions() == before


def test_chunks_are_read_as_one(service: Service) -> None:
    body = chunked(BODY[:20], BODY[20:]) + b"0\r\n\r\n"
    assert sent(service, JSON + b"Transfer-Encoding: chunked\r\n", body)[0] == 201


def test_s_131_more_than_the_limit_is_refused_however_it_is_sent(service: Service) -> None:
    status, answer = sent(service, JSON + b"Content-Length: 5000000\r\n", BODY)
    assert (status, b"OperationOutcome" in answer) == (413, True)
    body = chunked(*[b" " * 100_000] * 20) + b"0\r\n\r\n"
    status, answer = sent(service, JSON + b"Transfer-Encoding: chunked\r\n", body)
    assert status == 413, answer


def test_a_body_shorter_than_it_says_is_refused(service: Service) -> None:
    before = service.house.versions()
    status, _ = sent(service, JSON + b"Content-Length: %d\r\n" % (len(BODY) + 5), BODY)
    assert status in (400, 0)
    assert service.house.versions() == before


@pytest.mark.parametrize(
    "head",
    [
        b"Content-Length: 1,1\r\n",
        b"Content-Length: -1\r\n",
        b"Content-Length: x\r\n",
        b"Content-Length: 5\r\nContent-Length: 6\r\n",
        b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        b"Transfer-Encoding: gzip\r\n",
        b"Transfer-Encoding: chunked, chunked\r\n",
        b"Content-Encoding: gzip\r\nContent-Length: 2\r\n",
        b"Bad Header: x\r\n",
        b" folded\r\n",
        b"X: " + b"a" * 20_000 + b"\r\n",
        b"SCRIPT_NAME: /x\r\nContent-Length: 2\r\n",
        b"Expect: 100-continue\r\nContent-Length: 2\r\n",
        b"Content-Type: application/fhir+json; charset=\xff\r\nContent-Length: 2\r\n",
        b"Accept: \xff\xfe\r\nContent-Length: 2\r\n",
        b"If-None-Exist: \xc3\x28\r\nContent-Length: 2\r\n",
        b"X-Request-Id: \x7f\r\nContent-Length: 2\r\n",
    ],
)
def test_s_139_hostile_framing_gets_one_refusal_and_no_5xx(head: bytes, service: Service) -> None:
    before = service.house.versions()
    status, answer = sent(service, head, b"{}")
    assert status == 0 or 400 <= status < 500, answer[:200]
    assert service.house.versions() == before


@pytest.mark.parametrize(
    "path",
    [
        b"/fhir/Goal/%00", b"/fhir/%ff", b"/fhir/Goal?%ff=%ff", b"/fhir/../etc/passwd", b"//fhir/Goal",
        b"/fhir/Goal?" + b"a" * 9000,
        b"http://evil.example/fhir/Goal/x", b"*", b"/fhir/Goal/" + b"x" * 7000, b"/fhir/Goal#x", b"/fhir/Goal;x=1", b"\xff",
    ],
)  # fmt: skip
def test_s_139_hostile_targets_get_one_refusal_and_no_5xx(path: bytes, service: Service) -> None:
    status, answer = sent(service, JSON + b"Content-Length: 2\r\n", b"{}", path)
    assert status == 0 or 400 <= status < 500, answer[:200]


def test_s_140_who_connects_and_says_nothing_is_put_aside(service: Service) -> None:
    """One for each thread. Who begins a request and does not end it is the buffering proxy's (docs/operations.md)."""
    silent = [socket.create_connection(("127.0.0.1", service.port), timeout=20) for _ in range(THREADS)]
    try:
        assert sent(service, JSON + b"Content-Length: %d\r\n" % len(BODY), BODY)[0] == 201
    finally:
        for connection in silent:
            connection.close()


def test_and_after_all_that_it_still_serves(service: Service) -> None:
    assert sent(service, JSON + b"Content-Length: %d\r\n" % len(BODY), BODY)[0] == 201

"""The service as it is run: `patientkontrakt serve` in a process of its own, spoken to over a socket."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port


def get(port: int, path: str, headers: dict[str, str] | None = None) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path, headers=headers or {})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def ask_raw(port: int, request: bytes) -> bytes:
    """The status line that answers these bytes."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(request)
        return connection.makefile("rb").readline()


@pytest.fixture
def port(database_url: str, tmp_path: Path) -> Iterator[int]:
    """A service that is ready, from a folder that is not the project's."""
    port = free_port()
    environ = os.environ | {
        "PATIENTKONTRAKT_MODE": "demo",
        "PATIENTKONTRAKT_DATABASE_URL": database_url,
        "PATIENTKONTRAKT_VAR": str(tmp_path / "var"),
        "PORT": str(port),
        "WEB_CONCURRENCY": "2",
    }
    serving = subprocess.Popen(
        [Path(sys.executable).with_name("patientkontrakt"), "serve"], env=environ, cwd=tmp_path
    )
    try:
        _wait_until_ready(serving, port)
        yield port
    finally:
        serving.send_signal(signal.SIGTERM)
        assert serving.wait(30) == 0, "SIGTERM is an ordinary end"


def _wait_until_ready(serving: subprocess.Popen[bytes], port: int) -> None:
    for _ in range(1800):
        assert serving.poll() is None, "serve ended before it was ready"
        try:
            if get(port, "/health/ready")[0] == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    pytest.fail("serve never became ready")


def test_bad_bytes_are_refused_and_the_service_goes_on(port: int) -> None:
    # R16: no header of a caller names a path; a broken chunk is the caller's fault.
    assert get(port, "/health/live", {"SCRIPT_NAME": "/x"})[0] in (200, 400)
    assert get(port, "/health/live", {"Script-Name": "/x", "Path-Info": "/y"}) == (
        200,
        b'{"status":"live"}\n',
    )
    head = b"POST /health/live HTTP/1.1\r\nHost: x\r\n"
    assert ask_raw(port, head + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n").split()[1] in (b"400", b"405")
    assert ask_raw(port, head + b"Content-Length: 1,1\r\n\r\nx").split()[1] == b"400"
    assert ask_raw(port, b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\nHost: x\r\n\r\n").split()[1] in (
        b"400",
        b"414",
    )
    assert get(port, "/health/live", {"X-Forwarded-Proto": "https"})[0] == 200
    assert get(port, "/health/ready")[0] == 200

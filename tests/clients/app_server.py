"""The origin of a small SMART app: three pages and two libraries from npm, at the address demo-app has registered."""

import fcntl
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest

HERE = Path(__file__).parent
PACKAGES = HERE.parents[1] / "node_modules"
LIBRARY = PACKAGES / "fhirclient" / "build" / "fhir-client.js"
MEDPLUM = PACKAGES / "@medplum" / "core" / "dist" / "esm" / "index.mjs"
FILES = {
    "/launch": (HERE / "app" / "launch.html", "text/html; charset=utf-8"),
    "/callback": (HERE / "app" / "callback.html", "text/html; charset=utf-8"),
    "/signed-out": (HERE / "app" / "signed-out.html", "text/html; charset=utf-8"),
    "/fhir-client.js": (LIBRARY, "text/javascript; charset=utf-8"),
    "/medplum.mjs": (MEDPLUM, "text/javascript; charset=utf-8"),
}
REGISTERED = 9090


class _Files(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        path, kind = FILES.get(urlsplit(self.path).path, (None, ""))
        if path is None:
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(path.read_bytes())

    def log_message(self, *_: object) -> None:
        """Addresses carry codes: nothing of them is written anywhere."""


@contextmanager
def app_served(port: int = REGISTERED) -> Iterator[str]:
    """The app's origin. The registered port is one test process's at a time; port 0 is any free one."""
    if not LIBRARY.exists():
        pytest.skip("npm's fhirclient is not installed; sh tests/tools.sh does it")
    with alone(port), ThreadingHTTPServer(("127.0.0.1", port), _Files) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def alone(port: int) -> Iterator[None]:
    """Hold the port against other test processes."""
    with (Path(tempfile.gettempdir()) / f"patientkontrakt-tests-{port}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield

"""The real worker in a process of its own, as an operator starts it: to be killed and started again."""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from tests.api.fhir.house import BASE

SECRET = "a secret of these tests, long enough"


class Worker:
    """`patientkontrakt worker` on one database; `folder` has VAR, and gets its words."""

    def __init__(self, database_url: str, folder: Path) -> None:
        plain = {name: value for name, value in os.environ.items() if not name.startswith("PATIENTKONTRAKT_")}
        self._environ = plain | {
            "PATIENTKONTRAKT_MODE": "demo",
            "PATIENTKONTRAKT_DATABASE_URL": database_url,
            "PATIENTKONTRAKT_VAR": str(folder / "var"),
            "PATIENTKONTRAKT_SECRET": SECRET,
            "PATIENTKONTRAKT_BASE_URL": BASE,
        }
        self._words = folder / "worker.log"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start one more."""
        with self._words.open("ab") as words:
            self._process = subprocess.Popen(
                [sys.executable, "-c", "from patientkontrakt.cli import main; main()", "worker"],
                env=self._environ,
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=words,
                start_new_session=True,
            )

    def kill(self) -> None:
        """kill -9."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(10)
            self._process = None

    def words(self) -> str:
        """What it said."""
        return self._words.read_text() if self._words.exists() else ""

    def runs(self) -> bool:
        return self._process is not None and self._process.poll() is None

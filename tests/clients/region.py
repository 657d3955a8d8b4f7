"""The demo region as `make run` gives it: `patientkontrakt serve` on an empty folder, at the address it calls itself."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.service import unused_port

CALLBACK = "http://127.0.0.1:9090/callback"
PROGRAM = Path(sys.executable).with_name("patientkontrakt")


class Region:
    """The service with the whole demo in it. `base` is where it is, `fhir` its FHIR base, `var` its folder.

    `settings` are further variables of its environment, `environ`.
    """

    def __init__(self, folder: Path, **settings: str) -> None:
        self.var = folder / "var"
        self._words = folder / "service.log"
        self._process: subprocess.Popen[bytes] | None = None
        port = unused_port()
        self.base = f"http://127.0.0.1:{port}"
        self.fhir = f"{self.base}/fhir"
        plain = {name: text for name, text in os.environ.items() if not name.startswith("PATIENTKONTRAKT_")}
        self.environ = plain | {
            "PATIENTKONTRAKT_MODE": "demo",
            "PATIENTKONTRAKT_VAR": str(self.var),
            "PORT": str(port),
            "WEB_CONCURRENCY": "2",
            **settings,
        }

    def start(self) -> None:
        """Start it, and return when it has loaded its demo and is ready."""
        with self._words.open("wb") as words:
            self._process = subprocess.Popen(
                [PROGRAM, "serve"], env=self.environ, cwd=self._words.parent, stdout=words, stderr=words
            )
        for _ in range(1200):
            assert self._process.poll() is None, f"it ended before it was ready:\n{self.words()}"
            with suppress(httpx.TransportError):
                if httpx.get(f"{self.base}/health/ready").status_code == 200:
                    return
            time.sleep(0.1)
        raise AssertionError(f"it never became ready:\n{self.words()}")

    @property
    def pid(self) -> int:
        """Its first process; the others are that one's children."""
        assert self._process is not None, "start it first"
        return self._process.pid

    def stop(self) -> None:
        """End it as an operator would."""
        if self._process:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(30)

    def command(self, *words: str) -> str:
        """What a `patientkontrakt` command on this service prints."""
        done = subprocess.run([PROGRAM, *words], env=self.environ, capture_output=True, text=True, check=True)
        return done.stdout

    def words(self) -> str:
        """What it wrote."""
        return self._words.read_text(errors="replace")


@dataclass
class _Running:
    region: Region | None = None


_KEPT = pytest.StashKey[_Running]()


def running(config: pytest.Config, folder: Path) -> Region:
    """The one region of this test process, started at its first use and stopped when the process ends.

    A session fixture would be one for each folder of tests that asks.
    """
    kept = config.stash.setdefault(_KEPT, _Running())
    if kept.region is None:
        kept.region = Region(folder)
        config.add_cleanup(kept.region.stop)
        kept.region.start()
    return kept.region

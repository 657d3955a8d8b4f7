"""Starts the provider's process, tells it what to do, and asks it what it has seen."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.service import unused_port

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Running:
    """A provider's process. `issuer` is also its address."""

    issuer: str

    def does(self, mode: str = "right", jwks: dict[str, Any] | None = None, **claims: Any) -> None:
        """Forget what has been; sign people in with these claims, in that mode."""
        told = {"mode": mode, "claims": claims, "jwks": jwks or {}}
        httpx.post(self.issuer + "/control", json=told).raise_for_status()

    def has_seen(self) -> dict[str, Any]:
        """The requests at /authorize, /token and /end."""
        return dict(httpx.get(self.issuer + "/control").json())


@contextmanager
def running() -> Iterator[Running]:
    """A provider that answers, and is gone afterwards."""
    port = unused_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.identity_provider.server", str(port)],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
    )
    try:
        transport = httpx.HTTPTransport(retries=20)  # each after twice the time of the last, until it listens
        with httpx.Client(transport=transport, timeout=30) as client:
            client.get(f"http://127.0.0.1:{port}/control").raise_for_status()
        yield Running(f"http://127.0.0.1:{port}")
    finally:
        process.terminate()
        process.wait(30)

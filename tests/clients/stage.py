"""Clients from npm that need no browser: one Node process each, which runs what a test writes and tells what was sent."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
NODE = Path(sys.executable).with_name("node")
INSTALLED = HERE.parents[1] / "node_modules"


class Refusal(Exception):
    """The client threw; `outcome` is the resource it was answered, if it kept it."""

    def __init__(self, error: dict[str, Any]) -> None:
        super().__init__(f"{error['name']}: {error['message']}")
        self.outcome: dict[str, Any] = error["outcome"] or {}


@dataclass
class Stage:
    """A client on its stage. `sent` is what it sent for the last thing that was asked of it, and was answered."""

    process: subprocess.Popen[str]
    sent: list[dict[str, Any]]

    def ask(self, script: str, **named: Any) -> Any:
        """What a script gets; `client` is the library's, `named` what it needs. Raises Refusal when it throws."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps({"script": script, "named": named}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, "the client's process has ended"
        told = json.loads(line)
        self.sent = told["sent"]
        if "error" in told:
            raise Refusal(told["error"])
        return told["value"]

    def refused(self, script: str, **named: Any) -> tuple[int, dict[str, Any]]:
        """The status of the request that the client is refused, and the outcome the client makes of it."""
        with pytest.raises(Refusal) as refusal:
            self.ask(script, **named)
        return self.sent[-1]["status"], refusal.value.outcome


def require_packages() -> None:
    """Leave the test out where npm's packages are not installed."""
    if not INSTALLED.exists():
        pytest.skip("the clients from npm are not installed; sh tests/tools.sh does it")


@contextmanager
def on_stage(cast: str, **settings: str | None) -> Iterator[Stage]:
    """The client that `node/<cast>.mjs` makes of the settings."""
    require_packages()
    program = [NODE, HERE / "node" / "stage.mjs", f"./{cast}.mjs", json.dumps(settings)]
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Stage(process, [])
        finally:
            process.kill()

"""The load generator: wrk (https://github.com/wg/wrk), one thread, with load.lua."""

import shutil
import subprocess
from pathlib import Path

from bench.figures import Slice

SCRIPT = Path(__file__).with_name("load.lua")
MISSING = "wrk is not installed (Debian: apt-get install wrk), and nothing else makes the load"
PATIENCE = "30s"


class NoLoad(Exception):
    """The load could not be made."""


def program() -> str:
    """Where wrk is; raises NoLoad when it is not there."""
    if found := shutil.which("wrk"):
        return found
    raise NoLoad(MISSING)


def version() -> str:
    """What wrk calls itself."""
    told = subprocess.run([program(), "-v"], capture_output=True, text=True, check=False).stdout
    return told.partition("[")[0].strip()


def ask(base: str, requests: Path, connections: int, seconds: float, seed: int) -> Slice:
    """Ask for so many seconds (whole ones: wrk knows no parts), beginning at the request number `seed`."""
    command = [program(), "-t1", f"-c{connections}", f"-d{round(seconds)}s", f"--timeout={PATIENCE}"]
    command += ["-s", str(SCRIPT), base, "--", str(requests), str(seed)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode or "SLICE " not in done.stdout:
        raise NoLoad(f"wrk failed: {done.stdout}{done.stderr}")
    return read(done.stdout)


def read(words: str) -> Slice:
    """What load.lua printed."""
    took: dict[int, int] = {}
    totals: list[int] = []
    for line in words.splitlines():
        match line.split():
            case ["SLICE", *numbers]:
                totals = [int(number) for number in numbers]
            case ["TOOK", microseconds, count]:
                took[int(microseconds)] = int(count)
    duration, requests, bytes, refused, broken = totals
    return Slice(duration / 1e6, requests, bytes, refused, broken, took)

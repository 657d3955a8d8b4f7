"""docs/connecting.md, run as it stands there: a portal's vendor and a service's, from registration to the first plan."""

import re
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.clients.app_server import REGISTERED, alone
from tests.clients.region import CALLBACK, Region
from tests.clients.visitor import Visitor

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "connecting.md").read_text()
BLOCKS = re.findall(r"^```(\w+)\n(.+?)^```$", PAGE, re.MULTILINE | re.DOTALL)
HERE = "http://127.0.0.1:8000"
BIN = Path(sys.executable).parent
PROGRAMS = ("portal.py", "key.py", "backend.py")


@pytest.fixture
def desk(region: Region, tmp_path: Path) -> Path:
    """A folder with the programs of the page, which ask this region instead of the one at port 8000."""
    programs = [text for kind, text in BLOCKS if kind == "python"]
    for name, text in zip(PROGRAMS, programs, strict=True):
        (tmp_path / name).write_text(text.replace(HERE, region.base))
    (tmp_path / ".venv").symlink_to(BIN.parent)
    return tmp_path


def commands(of: str) -> list[str]:
    """The page's commands in one of its two ways in."""
    _, _, rest = PAGE.partition(f"## {of}")
    return re.findall(r"^```sh\n(.+?)^```$", rest.partition("\n## ")[0], re.MULTILINE | re.DOTALL)


def typed(region: Region, desk: Path, command: str) -> str:
    """What a command prints in the second terminal."""
    done = subprocess.run(
        ["/bin/sh", "-eu", "-c", command],
        cwd=desk,
        env=region.environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_page_has_two_ways_and_all_of_it_is_run() -> None:
    assert [kind for kind, _ in BLOCKS] == ["sh", "python", "sh", "python", "sh", "python", "sh"]
    assert all(f"`{name}`" in PAGE for name in PROGRAMS)


def test_a_portals_vendor_reads_the_first_plan(region: Region, desk: Path) -> None:
    register, run = commands("A portal")
    typed(region, desk, register)
    with (
        alone(REGISTERED),
        subprocess.Popen(
            ["/bin/sh", "-c", f"exec {run}"], cwd=desk, env=region.environ, stdout=subprocess.PIPE, text=True
        ) as portal,
    ):
        assert portal.stdout
        address = portal.stdout.readline().removeprefix("Open ").strip()
        with Visitor(CALLBACK) as visitor:
            back = visitor.approve(address, "gunnel")
        assert httpx.get(back).text == "Done. Look in the terminal."
        printed = portal.stdout.read().splitlines()
    assert portal.returncode == 0
    assert "CarePlan gunnel-kontrakt" in printed
    assert [line for line in printed if line.startswith("Goal ")]
    assert printed[-2:] == ["renewed: 200", "signed out: 401"]


def test_a_services_vendor_reads_the_first_plan(region: Region, desk: Path) -> None:
    register, run = commands("A service")
    typed(region, desk, register)
    assert (desk / "my-backend.jwk").stat().st_mode & 0o077 == 0
    printed = typed(region, desk, run).splitlines()
    assert "CarePlan gunnel-kontrakt" in printed
    assert printed[-1] == "outside the group: 404"

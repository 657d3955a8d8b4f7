"""The examples of docs/clients.md, run as they stand there."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.clients.public_app import STAFF_SCOPE, App
from tests.clients.region import CALLBACK, Region
from tests.clients.stage import NODE, require_packages
from tests.clients.visitor import Visitor
from tests.clients.written import goal

ROOT = Path(__file__).parents[2]
BLOCKS = re.findall(
    r"^```(\w+)\n(.+?)^```$", (ROOT / "docs" / "clients.md").read_text(), re.MULTILINE | re.DOTALL
)


def block(language: str, library: str) -> str:
    """The only example in that language of that library."""
    [found] = [text for kind, text in BLOCKS if kind == language and library in text.splitlines()[0]]
    return found


@pytest.fixture(scope="module")
def maria(region: Region) -> App:
    """Maria, in an app of hers."""
    return App(region, "demo-staff-app", STAFF_SCOPE).enter("maria")


@pytest.fixture
def goal_id(maria: App) -> str:
    """A new goal of Maja's."""
    id: str = maria.fhir("POST", "Goal", json=goal()).json()["id"]
    return id


def is_completed(maria: App, goal_id: str) -> bool:
    read = maria.fhir("GET", f"Goal/{goal_id}").json()
    return (read["lifecycleStatus"], read["meta"]["versionId"]) == ("completed", "2")


def test_every_example_is_run() -> None:
    assert [kind for kind, _ in BLOCKS] == ["python", "python", "python", "python", "js", "js"]


def test_the_example_of_a_token_for_a_service(region: Region) -> None:
    names: dict[str, Any] = {"base": region.fhir, "key_file": str(region.var / "demo-integrator.jwk")}
    exec(block("python", "httpx"), names)
    headers = {"Authorization": f"Bearer {names['token']}"}
    found = httpx.get(f"{region.fhir}/CarePlan?patient=gunnel", headers=headers, timeout=30).json()
    assert "gunnel-kontrakt" in [entry["resource"]["id"] for entry in found["entry"]]


def test_the_example_of_a_pushed_request_and_bound_tokens(region: Region, visitor: Visitor) -> None:
    names: dict[str, Any] = {
        "app_id": "demo-app",
        "base": region.fhir,
        "redirect_uri": CALLBACK,
        "send_browser_to": lambda address: visitor.approve(address, "gunnel"),
    }
    exec(block("python", "joserfc"), names)
    assert names["tokens"]["token_type"] == "DPoP"
    assert "gunnel-kontrakt" in names["plans"]


def test_the_example_of_pypi_fhirclient(region: Region, visitor: Visitor) -> None:
    names: dict[str, Any] = {
        "app_id": "demo-app",
        "base": region.fhir,
        "redirect_uri": CALLBACK,
        "send_browser_to": lambda address: visitor.approve(address, "gunnel"),
    }
    exec(block("python", "fhirclient"), names)
    names["smart"].server.session.close()
    assert "gunnel-kontrakt" in names["plans"]


def test_the_example_of_fhirpy(region: Region, maria: App, goal_id: str) -> None:
    names: dict[str, Any] = {
        "base": region.fhir,
        "token": maria.tokens["access_token"],
        "goal_id": goal_id,
    }
    exec(block("python", "fhirpy"), names)
    assert "gunnel-kontrakt" in names["plans"]
    assert names["changed"]["meta"]["versionId"] == "2"
    assert is_completed(maria, goal_id)


@pytest.mark.parametrize("library", ["fhir-kit-client", "@medplum/core"])
def test_the_examples_from_npm(library: str, region: Region, maria: App, goal_id: str) -> None:
    require_packages()
    names = {"base": region.fhir, "token": maria.tokens["access_token"], "goalId": goal_id}
    program = "\n".join(
        [
            *(f"const {name} = {json.dumps(value)};" for name, value in names.items()),
            block("js", library),
            "console.log(JSON.stringify({ plans, changed }));",
        ]
    )
    words = [NODE, "--input-type=module"]
    done = subprocess.run(words, input=program, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert "gunnel-kontrakt" in told["plans"]
    assert told["changed"]["meta"]["versionId"] == "2"
    assert is_completed(maria, goal_id)

"""smart-fetch (PyPI) exports the demo's Group: backend services, Bulk Data, files and cancel, as others wrote them (row E11)."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.clients.backend import Backend, backend
from tests.clients.region import Region

PROGRAM = Path(sys.executable).with_name("smart-fetch")
GROUP = "region-exempel-kontrakt"


@pytest.fixture
def integrator(region: Region) -> Backend:
    """demo-integrator: reads the Group of the region's contracts."""
    return backend(region, "demo-integrator", "RS384")


def fetch(region: Region, integrator: Backend, folder: Path, *words: str) -> str:
    """What smart-fetch prints of an export into the folder; it must end well."""
    key = folder.with_suffix(".jwks")
    signing = {"key_ops": ["sign"], "alg": integrator.algorithm}  # it takes no key that does not say so
    key.write_text(json.dumps({"keys": [json.loads(integrator.key.export()) | signing]}))
    command = [PROGRAM, "bulk", str(folder), "--fhir-url", region.fhir, "--smart-client-id", integrator.id,
               "--smart-key", str(key), "--no-compression", *words]  # fmt: skip
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=300, env=os.environ | {"COLUMNS": "200"}
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def resources(folder: Path) -> list[dict[str, Any]]:
    """What lies in its files."""
    files = [path for path in folder.glob("*.ndjson") if path.name != "log.ndjson"]
    return [json.loads(line) for path in files for line in path.read_text().split("\n")[:-1]]


def events(folder: Path) -> list[dict[str, Any]]:
    """What it noted of the export."""
    return [json.loads(line) for line in (folder / "log.ndjson").read_text().splitlines()]


def test_e_11_smart_fetch_exports_the_group_and_cleans_up(
    region: Region, integrator: Backend, tmp_path: Path
) -> None:
    """It knows no CarePlan: of care plans it fetches whom they are about, and their visits and referrals."""
    folder = tmp_path / "out"
    fetch(
        region,
        integrator,
        folder,
        "--group",
        GROUP,
        "--type",
        "Patient,Encounter,ServiceRequest,DocumentReference",
    )
    found = resources(folder)
    patients = {each["id"] for each in found if each["resourceType"] == "Patient"}
    assert {"gunnel", "sara", "alva"} <= patients
    assert not {"birger", "elsa", "hassan"} & patients
    assert {each["resourceType"] for each in found} <= {
        "Patient",
        "Encounter",
        "ServiceRequest",
        "DocumentReference",
    }
    told = {each["eventId"]: each["eventDetail"] for each in events(folder)}
    assert told["export_complete"]["resources"] == len(found)
    status = told["kickoff"]["responseHeaders"]["content-location"]
    answer = httpx.get(
        status, headers={"Authorization": f"Bearer {integrator.token('system/*.rs')}"}, timeout=30
    )
    assert answer.status_code == 404, "it says DELETE when it has everything"


def test_e_11_smart_fetch_asks_by_filter_and_since(
    region: Region, integrator: Backend, tmp_path: Path
) -> None:
    filtered, later = tmp_path / "filtered", tmp_path / "later"
    fetch(region, integrator, filtered, "--type", "Patient", "--type-filter", "Patient?gender=female,unknown")
    assert {each["gender"] for each in resources(filtered)} == {"female"}
    fetch(region, integrator, later, "--type", "Patient", "--since", "2099-01-01T00:00:00Z")
    assert resources(later) == []


def test_e_11_plans_are_exported_by_a_script_of_its_own(region: Region, integrator: Backend) -> None:
    """The types that smart-fetch does not know, by its own transport."""
    headers = {"Authorization": f"Bearer {integrator.token('system/*.rs')}", "Prefer": "respond-async"}
    with httpx.Client(headers=headers, timeout=30) as client:
        begun = client.get(f"{region.fhir}/Group/{GROUP}/$export?_type=CarePlan,Goal,CareTeam,Task")
        assert begun.status_code == 202, begun.text
        status = begun.headers["Content-Location"]
        for _ in range(600):
            told = client.get(status)
            if told.status_code != 202:
                break
            time.sleep(0.1)
        assert told.status_code == 200, told.text
        lines = {
            each["type"]: client.get(each["url"]).text.split("\n")[:-1] for each in told.json()["output"]
        }
        assert {"CarePlan", "Goal", "CareTeam", "Task"} == set(lines)
        assert "gunnel-kontrakt" in {json.loads(line)["id"] for line in lines["CarePlan"]}
        assert client.delete(status).status_code == 202

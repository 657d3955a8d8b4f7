"""The example of docs/subscriptions.md, run as it stands there, against the service in a process of its own."""

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.api.fhir.conftest import signing_key
from tests.service import Service
from tests.subscriptions.receiver import Receiver
from tests.subscriptions.scene import SCOPE, set_scene

__all__ = ["signing_key"]

PAGE = Path(__file__).parents[2] / "docs" / "subscriptions.md"
BLOCKS = re.findall(r"^```python\n(.+?)^```$", PAGE.read_text(), re.MULTILINE | re.DOTALL)


@pytest.fixture
def service(database_url: str, tmp_path: Path, signing_key: Path) -> Iterator[Service]:
    made = Service(database_url, tmp_path, signing_key, workers=1)
    made.start()
    yield made
    made.stop()


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_the_examples_subscribe_and_are_told(service: Service, receiver: Receiver) -> None:
    subscribing, asking_again = BLOCKS
    scene = set_scene(service.house, receiver)
    names: dict[str, Any] = {
        "base": f"http://127.0.0.1:{service.port}/fhir",
        "receiver": receiver.url,
        "token": service.house.system(scene.client, SCOPE).token,
    }
    exec(subscribing, names)
    assert names["made"].status_code == 201, names["made"].text
    _until(lambda: len(receiver.notes) == 1)
    plan = scene.plan()
    scene.plan(status="draft")  # not what is asked for
    _until(lambda: len(receiver.taken()) == 1)
    exec(asking_again, names)
    told = {each["name"]: each for each in names["stands"]["entry"][0]["resource"]["parameter"]}
    assert told["events-since-subscription-start"]["valueString"] == "1"
    assert [entry["fullUrl"].rpartition("/")[2] for entry in names["again"]["entry"][1:]] == [plan]


def _until(is_so: Any) -> None:
    until = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.05)

"""docs/access-log.md tells of every action what it is in the national contract."""

import re
from pathlib import Path

from patientkontrakt.accesslog.activity import ACTIVITIES

PAGE = Path(__file__).resolve().parents[2] / "docs" / "access-log.md"


def test_the_page_names_every_action_at_its_activity() -> None:
    lines = (
        PAGE.read_text(encoding="utf-8").split("| activity | our actions |")[1].split("\n\n")[0].split("\n")
    )
    rows = [line.split("|")[1:3] for line in lines if line.startswith("| ")]
    told = {action: name.strip() for name, words in rows for action in re.findall(r"`([a-z-]+)`", words)}
    assert told == {action: activity.value for action, activity in ACTIVITIES.items()}

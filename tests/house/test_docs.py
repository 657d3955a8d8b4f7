"""The documents tell the truth, or the build fails."""

import re
from pathlib import Path

from patientkontrakt.config import SETTINGS


def test_the_manual_has_the_table_of_settings_as_it_is() -> None:
    manual = (Path(__file__).parents[2] / "docs" / "operations.md").read_text()
    rows = re.findall(r"^\| `([A-Z_]+)` \| (.+?) \| (.+?) \|$", manual, re.MULTILINE)
    assert rows == [(setting.name, setting.default, setting.why) for setting in SETTINGS]

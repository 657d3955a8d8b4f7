"""docs/profiles.md is what the tables say."""

from pathlib import Path

from patientkontrakt.api.fhir.door import A_MINUTE
from patientkontrakt.api.fhir.validating import PIECE
from patientkontrakt.fhir.profiles.handbook import page

PAGE = Path(__file__).parents[3] / "docs" / "profiles.md"


def test_the_page_is_what_the_tables_say() -> None:
    assert PAGE.read_text() == "\n".join(page()) + "\n", (
        "python -m patientkontrakt.fhir.profiles.handbook > docs/profiles.md"
    )


def test_the_page_tells_the_brake_that_is_there() -> None:
    assert f"after {A_MINUTE} in a minute" in PAGE.read_text()
    assert f"each {PIECE // 1000} kB of a large one counts" in PAGE.read_text()

"""The page of search parameters says what the table says."""

from pathlib import Path

from patientkontrakt.fhir.search.handbook import page
from patientkontrakt.fhir.search.parameters import PARAMETERS
from patientkontrakt.fhir.types import TYPES

PAGE = Path(__file__).parents[3] / "docs" / "search-parameters.md"


def test_the_page_in_docs_is_the_page_of_the_table() -> None:
    renew = "renew it: python -m patientkontrakt.fhir.search.handbook > docs/search-parameters.md"
    assert PAGE.read_text("utf-8") == page(), renew


def test_the_page_names_every_type_and_parameter() -> None:
    text = page()
    for type in TYPES:
        assert f"\n## {type}\n" in text
        assert all(f"| `{name}` |" in text for name in PARAMETERS[type])

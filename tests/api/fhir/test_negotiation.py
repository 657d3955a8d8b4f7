"""What the caller prefers: media type by q, language, and clear refusals of what is not spoken."""

import pytest

from patientkontrakt.api import negotiation
from patientkontrakt.api.negotiation import Prefer
from patientkontrakt.fhir.outcome import NotAcceptable
from tests.api.fhir.house import Caller, House
from tests.records.region import goal

FHIR_JSON = "application/fhir+json; charset=utf-8"
PLAIN_JSON = "application/json; charset=utf-8"


@pytest.mark.parametrize(
    ("accept", "format"),
    [
        ("application/fhir+xml", None),
        ("application/xml, text/html;q=0.9", None),
        ("application/fhir+json;q=0, text/html", None),
        ("application/fhir+json; fhirVersion=5.0", None),
        ("*/*;q=0", None),
        ("application/fhir+json", "xml"),
        (None, "html"),
        (None, "application/fhir+turtle"),
        (None, ""),
    ],
)
def test_what_is_not_spoken_is_refused(accept: str | None, format: str | None) -> None:
    with pytest.raises(NotAcceptable):
        negotiation.media_type(accept, format)


@pytest.mark.parametrize(
    ("accept", "format", "expected"),
    [
        (None, None, FHIR_JSON),
        ("", None, FHIR_JSON),
        ("*/*", None, FHIR_JSON),
        ("application/*", None, FHIR_JSON),
        ("application/fhir+json, */*; q=0.1", None, FHIR_JSON),  # E8: Medplum
        ("application/json", None, PLAIN_JSON),
        ("application/json;q=0.9, application/fhir+json;q=0.8", None, PLAIN_JSON),
        ("application/json;q=0.9, */*", None, FHIR_JSON),
        ("application/fhir+json;q=0, */*", None, PLAIN_JSON),
        ("application/fhir+xml, application/fhir+json;q=0.5", None, FHIR_JSON),
        ("application/fhir+json; fhirVersion=4.0", None, FHIR_JSON),
        ("application/fhir+xml", "json", FHIR_JSON),
        ("text/html", "application/fhir json", FHIR_JSON),
        (None, "application/json", PLAIN_JSON),
        ("garbage;;;,,q", "json", FHIR_JSON),
    ],
)
def test_the_best_that_is_spoken_is_chosen(accept: str | None, format: str | None, expected: str) -> None:
    assert negotiation.media_type(accept, format) == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, "sv"), ("", "sv"), ("sv", "sv"), ("sv-SE,sv;q=0.9,en;q=0.8", "sv"), ("en", "en"), ("en-GB, sv;q=0.5", "en"),
        ("de, sv;q=0.3", "sv"), ("de", "en"), ("*", "sv"), (";;;", "en"),
    ],
)  # fmt: skip
def test_the_language_is_the_callers(header: str | None, expected: str) -> None:
    assert negotiation.language(header) == expected


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ([], Prefer()),
        (["return=minimal"], Prefer("minimal")),
        (["return=minimal; handling=strict"], Prefer("minimal", strict=True)),
        (["return=OperationOutcome", "handling=strict"], Prefer("OperationOutcome", strict=True)),
        (["handling=lenient, return=representation, handling=strict"], Prefer(lenient=True)),
        (["return=everything, respond-async"], Prefer(asynchronous=True)),
    ],
)
def test_preferences_are_read_from_every_header(headers: list[str], expected: Prefer) -> None:
    assert negotiation.prefer(", ".join(headers)) == expected


def test_xml_is_refused_before_anything_is_read_and_nothing_is_logged_as_read(
    house: House, maria: Caller
) -> None:
    key = house.given(goal("gunnel"))
    before = house.rows("SELECT count(*) FROM access_log")
    for response in (
        maria.get(f"/{key}", Accept="application/fhir+xml"),
        maria.get(f"/{key}?_format=xml"),
        maria.post("/Goal", goal("gunnel"), Accept="application/fhir+xml"),
        maria.search("Goal", {"patient": "gunnel", "_format": "xml"}),
    ):
        assert response.status_code == 406
        assert response.headers["Content-Type"] == FHIR_JSON
        assert response.json["resourceType"] == "OperationOutcome"
    assert house.rows("SELECT count(*) FROM access_log") == before


def test_an_outcome_speaks_the_callers_language_and_has_the_other_beside_it(
    house: House, maria: Caller
) -> None:
    swedish, english = (maria.get("/Goal/x", Accept_Language=each) for each in ("sv", "en"))
    first, second = swedish.json["issue"][0], english.json["issue"][0]
    assert first["details"]["text"] == second["diagnostics"]
    assert first["diagnostics"] == second["details"]["text"]
    assert "finns inte" in first["details"]["text"]

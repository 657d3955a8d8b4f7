"""Bad parameters, ids, versions and addresses: refused or found to be nothing, never more than that (security.md §3.6)."""

import pytest

from tests.api.fhir.house import Caller, House
from tests.records.region import goal, plan
from tests.refusals.bad_bodies import PLAN, refused

QUERIES = [
    "' OR 1=1--", ");SELECT pg_sleep(5)--", "%25", "_", "a\x00b", "\\", "\\,", "||", "|", "a|b|c", ",", ",,", "$", "(" * 500,
    "a" * 990 + "!", "<" * 900, "\u202eabc", "ge", "ap2026", "eq", "2026-13", "1e999999", "NaN", "Patient/", "/", "//x",
    "https://", "\x7f", "9" * 800, "-1", "1.5",
]  # fmt: skip


@pytest.mark.parametrize(
    "name",
    [
        "_id", "_lastUpdated", "_sort", "_count", "_elements", "_summary", "_total", "_include", "_revinclude", "_tag",
        "status", "category", "date", "patient", "subject", "identifier", "goal", "instantiates-uri", "_page", "nosuch",
        "status:not", "date:missing", "identifier:of-type", "_format",
    ],
)  # fmt: skip
def test_s_113_no_parameter_value_is_more_than_a_value(name: str, house: House, maria: Caller) -> None:
    house.given(plan("birger", title="Birgers plan"), "rydhalsan-vc")
    for value in QUERIES:
        response = maria.search("CarePlan", {name: value})
        assert response.status_code in (200, 400, 406), (value, response.text)
        assert "Birgers plan" not in response.text


def test_a_query_that_is_no_utf_8_is_refused(house: House, maria: Caller) -> None:
    for query in ("status=%ff", "status=%C3%28", "%ff=1", "&".join(f"a{n}=1" for n in range(300))):
        refused(maria.get(f"/CarePlan?{query}"), "UTF-8")
    assert maria.search("CarePlan", {"_id": "x" * 70_000}).status_code == 413


@pytest.mark.parametrize(
    "id", ["a%00b", "a b", "å", "x" * 65, "a;b", "..%2f..%2foauth", "%2e%2e", "*", "a|b"]
)
def test_s_020_an_id_that_cannot_be_one_is_not_there(id: str, house: House, maria: Caller) -> None:
    for path in (f"/CarePlan/{id}", f"/CarePlan/{id}/_history", f"/CarePlan/{id}/_history/1"):
        assert maria.get(path).status_code == 404
    assert maria.put(f"/CarePlan/{id}", {**PLAN, "id": "x"}, If_Match='W/"1"').status_code in (400, 404)


@pytest.mark.parametrize("version", ["0", "01", "-1", "1.0", "x", "9" * 30, "1e3", "²"])
def test_a_version_that_cannot_be_one_is_not_there(version: str, house: House, maria: Caller) -> None:
    key = house.given(goal("gunnel"))
    assert maria.get(f"/{key}/_history/{version}").status_code == 404


def test_s_111_a_personal_number_never_stands_in_an_address_or_a_line_of_the_log(
    house: House, maria: Caller, caplog: pytest.LogCaptureFixture
) -> None:
    for path in (
        "/Patient?identifier=194403129804",
        "/Patient?identifier=urn:oid:1.2.752.129.2.1.3.1|194403129804",
        "/Patient?identifier=19440312-9804",
        "/Patient?name=19440312-9804",
        "/CarePlan?patient.identifier=194403129804",
        "/Patient/194403129804",
        "/Patient/194403129804/$everything",
        "/Patient/194403129804/_history",
        "/CarePlan?19440312-9804=x",
    ):
        response = maria.get(path)
        assert response.status_code == 400, path
        assert "_search" in response.text
        assert "9804" not in response.text
    found = maria.search("Patient", {"identifier": "194403129804"})
    assert (found.status_code, len(found.json["entry"])) == (200, 1)
    assert "identifier=[dold]" in found.text
    assert caplog.records, "refusals leave a line each"
    assert "9804" not in caplog.text

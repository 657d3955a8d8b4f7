"""How an export is begun (conformance.md BD-02 … BD-10, BD-23; security.md S-018): what is refused first."""

from typing import Any

import pytest

from tests.api.fhir.house import House
from tests.bulk.integrator import GROUP, Integrator

PATHS = pytest.mark.parametrize("path", ["/$export", "/Patient/$export", f"/Group/{GROUP}/$export"])


def queued(house: House) -> int:
    return int(house.rows("SELECT count(*) FROM job WHERE state IN ('queued', 'running')")[0][0])


def parameters(**values: Any) -> Any:
    """Parameters with plain values, and patients as references."""
    named = [
        (name, each)
        for name, value in values.items()
        for each in (value if isinstance(value, list) else [value])
    ]
    return {
        "resourceType": "Parameters",
        "parameter": [
            {"name": name, "valueReference": {"reference": each}}
            if name == "patient"
            else {"name": name, "valueString": each}
            for name, each in named
        ],
    }


@PATHS
def test_bd_02_without_a_token_there_is_no_export(path: str, integrator: Integrator, house: House) -> None:
    for token in (None, "not-a-token"):
        caller = house.stranger() if token is None else type(house.stranger())(house.app, token)
        answer = caller.get(path, Prefer="respond-async")
        assert answer.status_code == 401
        assert "Content-Location" not in answer.headers
    assert queued(house) == 0


@PATHS
@pytest.mark.parametrize("who", ["gunnel", "maria", "petra"])
def test_s_018_people_begin_no_export(
    path: str, who: str, integrator: Integrator, house: House, logged: Any
) -> None:
    caller = house.patient(who) if who == "gunnel" else house.staff(who)
    for answer in (
        caller.get(path, Prefer="respond-async"),
        caller.post(path, parameters(), Prefer="respond-async"),
    ):
        assert (answer.status_code, answer.json["resourceType"]) == (403, "OperationOutcome")
        assert "Content-Location" not in answer.headers
    assert queued(house) == 0
    assert [row[:3] for row in logged()] == [("export", "refused", "act")] * 2


def test_a_feed_that_reads_nothing_exports_nothing(integrator: Integrator, house: House) -> None:
    answer = house.system("demo-feed").get("/Patient/$export", Prefer="respond-async")
    assert answer.status_code == 403
    assert 'error="insufficient_scope"' in answer.headers["WWW-Authenticate"]
    assert queued(house) == 0


@PATHS
@pytest.mark.parametrize("prefer", ["", "return=minimal", "handling=lenient"])
def test_bd_04_without_respond_async_it_is_refused(
    path: str, prefer: str, integrator: Integrator, house: House
) -> None:
    answer = integrator.begin(path, prefer=prefer)
    assert (answer.status_code, answer.json["issue"][0]["expression"]) == (400, ["http.Prefer"])
    assert queued(house) == 0


@pytest.mark.parametrize(
    ("query", "told"),
    [("_outputFormat=text/csv", "http._outputFormat"), ("_outputFormat=application/fhir%2Bjson", "http._outputFormat"),
     ("_since=yesterday", "http._since"), ("_type=Nosuch", "http._type"), ("_type=CarePlan,AuditEvent", "http._type"),
     ("_type=", "http._type"), ("_typeFilter=CarePlan", "http._typeFilter"), ("_typeFilter=Nosuch?x=y", "http._typeFilter"),
     ("_typeFilter=CarePlan%3Fnosuch%3D1", "http.nosuch"),
     ("_typeFilter=CarePlan%3F_include%3DCarePlan:goal", "http._typeFilter"),
     ("_typeFilter=CarePlan%3F_count%3D1%26status%3Dactive", "http._typeFilter"),
     ("_type=Goal&_typeFilter=CarePlan%3Fstatus%3Dactive", "http._typeFilter"),
     ("_elements=a;b", "http._elements"), ("includeAssociatedData=Everything", "http.includeAssociatedData"),
     ("_nosuch=1", "http._nosuch"), ("patient=Patient/gunnel", "http.patient")],
)  # fmt: skip
def test_bd_05_07_08_what_cannot_be_heeded_is_refused(
    query: str, told: str, integrator: Integrator, house: House
) -> None:
    answer = integrator.begin(f"/Patient/$export?{query}")
    assert answer.status_code == 400, answer.text
    assert [told] in [issue.get("expression") for issue in answer.json["issue"]]
    assert queued(house) == 0


def test_a_personal_number_stands_in_no_address(integrator: Integrator, house: House) -> None:
    query = "_typeFilter=Patient%3Fidentifier%3D194403129804"
    assert integrator.begin(f"/Patient/$export?{query}").json["issue"][0]["code"] == "security"
    assert queued(house) == 0


def test_bd_10_patients_are_named_by_post_and_not_of_the_whole_system(
    integrator: Integrator, house: House
) -> None:
    assert integrator.begin("/$export", parameters(patient="Patient/gunnel")).status_code == 400
    assert integrator.begin("/Patient/$export", parameters(patient="Goal/mal-gunnel")).status_code == 400
    assert (
        integrator.begin("/Patient/$export", {"resourceType": "Parameters", "parameter": {}}).status_code
        == 400
    )
    assert integrator.begin("/Patient/$export", {"resourceType": "Goal"}).status_code == 400
    assert queued(house) == 0


@pytest.mark.parametrize("group", ["nosuch", "another", "patients", "x" * 64])
def test_bd_23_a_group_that_is_not_there_and_one_that_is_not_its_own_are_one(
    group: str, integrator: Integrator, house: House
) -> None:
    if not house.rows("SELECT 1 FROM resource WHERE id = 'another'"):
        house.given({"resourceType": "Group", "type": "person", "actual": True}, id="another")
    known, unknown = (integrator.begin(f"/Group/{each}/$export") for each in (group, "ghost"))
    assert (known.status_code, known.json["issue"][0]["code"]) == (404, "not-found")
    assert known.text == unknown.text
    assert queued(house) == 0


def test_bd_24_types_that_the_token_does_not_cover_are_refused_by_name(
    integrator: Integrator, house: House
) -> None:
    narrow = Integrator(house, house.system("demo-integrator", "system/Goal.rs system/Patient.r"))
    for path in (
        "/Patient/$export?_type=CarePlan",
        "/Patient/$export?_type=Goal,CarePlan",
        "/Patient/$export?_type=Patient",
    ):
        assert narrow.begin(path).status_code == 403
    assert queued(house) == 0


def test_one_export_at_a_time(integrator: Integrator, house: House) -> None:
    """F-11: at most one job of a client runs."""
    status = integrator.begun()
    answer = integrator.begin("/$export")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")
    assert queued(house) == 1
    assert integrator.caller.send("DELETE", status).status_code == 202
    integrator.begun()


@PATHS
def test_bd_03_it_is_accepted_and_told_where_to_ask(
    path: str, integrator: Integrator, house: House, logged: Any
) -> None:
    answer = integrator.begin(path)
    assert answer.status_code == 202
    assert answer.headers["Content-Location"].startswith("http://127.0.0.1:8000/fhir/_export/")
    assert [row[:3] for row in logged()] == [("export", "permitted", "begun")]


@pytest.mark.parametrize(
    "format", ["application/fhir%2Bndjson", "application/fhir+ndjson", "application/ndjson", "ndjson"]
)
def test_bd_05_the_formats_of_the_guide_are_accepted(format: str, integrator: Integrator) -> None:
    assert integrator.begin(f"/Patient/$export?_outputFormat={format}").status_code == 202


def test_bd_08_lenient_leaves_out_what_cannot_be_heeded_and_says_so(integrator: Integrator) -> None:
    """A filter that cannot be read takes its type with it: unheeded it would show too much."""
    path = "/Patient/$export?_type=CarePlan,Goal,Nosuch&_typeFilter=CarePlan%3Fnosuch%3D1&_nosuch=1"
    export = integrator.exported(path, prefer="respond-async, handling=lenient")
    assert export.types() == {"Goal"}
    told = [issue["expression"] for outcome in export.lines("error") for issue in outcome["issue"]]
    assert sorted(told) == [["http._nosuch"], ["http._type"], ["http.nosuch"]]
    assert [each["type"] for each in export.manifest["error"]] == ["OperationOutcome"]
    only = "/Patient/$export?_type=Nosuch"
    assert integrator.begin(only, prefer="respond-async, handling=lenient").status_code == 400

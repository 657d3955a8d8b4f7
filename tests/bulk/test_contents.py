"""What an export holds, and what it does not (conformance.md BD-06 … BD-10, BD-16 … BD-25; access.md B1)."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from fhir.resources.R4B import get_fhir_model_class

from patientkontrakt import clock
from patientkontrakt.records import writer
from patientkontrakt.records.importing.run import operator
from tests.api.fhir.house import House
from tests.bulk.integrator import GROUP, Export, Integrator
from tests.bulk.test_kick_off import parameters
from tests.records.protected import LABEL, RELATIVE, person, relative
from tests.records.region import goal, plan
from tests.refusals.test_suppressed import sparr

HERS = {"CarePlan/plan-gunnel", "Goal/mal-gunnel", "Patient/gunnel"}
ASTAS = {"CarePlan/plan-asta", "Goal/mal-asta", "Patient/asta"}


def keys(export: Export, section: str = "output") -> set[str]:
    return set(export.keys(section))


def changed(house: House, type: str, id: str, change: Callable[[dict[str, Any]], None]) -> None:
    """The next version of a resource, as an import writes it."""
    [(text,)] = house.rows("SELECT body FROM resource WHERE type = :type AND id = :id", type=type, id=id)
    body = json.loads(text)
    change(body)
    with house.counter.writing(operator(), clock.now()) as desk:
        writer.update(desk, type, id, body, None, trust=writer.Trust("import"))


@pytest.mark.parametrize("path", ["/$export", "/Patient/$export", f"/Group/{GROUP}/$export"])
def test_bd_16_17_every_line_is_valid_of_its_files_type_and_of_the_groups_patients(
    path: str, integrator: Integrator
) -> None:
    export = integrator.exported(path)
    assert keys(export) >= HERS | ASTAS
    assert not any("birger" in key for key in keys(export))
    assert len(export.keys()) == len(keys(export))
    for each in export.manifest["output"]:
        answer = integrator.fetched(each["url"])
        assert answer.headers["Content-Type"] == "application/fhir+ndjson"
        lines = [json.loads(line) for line in answer.text.split("\n")[:-1]]
        assert len(lines) == each["count"] > 0
        assert {line["resourceType"] for line in lines} == {each["type"]}
        for line in lines:
            get_fhir_model_class(each["type"]).model_validate(line)


def test_every_text_is_the_one_that_is_stored(integrator: Integrator, house: House) -> None:
    export = integrator.exported("/$export")
    for each in export.manifest["output"]:
        stored = {
            text for (text,) in house.rows("SELECT body FROM resource WHERE type = :type", type=each["type"])
        }
        assert set(integrator.fetched(each["url"]).text.split("\n")[:-1]) <= stored


def test_reference_data_come_with_the_whole_system_or_by_name(integrator: Integrator) -> None:
    assert "Organization" in integrator.exported("/$export").types()
    assert "Organization" not in integrator.exported("/Patient/$export").types()
    assert integrator.exported("/Patient/$export?_type=Organization").types() == {"Organization"}


def test_bd_07_types_by_commas_and_by_name_are_the_same(integrator: Integrator) -> None:
    for query in ("_type=Goal,Patient", "_type=Goal&_type=Patient"):
        assert integrator.exported(f"/Patient/$export?{query}").types() == {"Goal", "Patient"}
    by_post = integrator.exported("/Patient/$export", parameters(_type=["Goal", "Patient"]))
    assert by_post.types() == {"Goal", "Patient"}
    assert by_post.manifest["request"] == "http://127.0.0.1:8000/fhir/Patient/$export"


def test_bd_06_only_what_has_changed_since(alone: Integrator) -> None:
    house = alone.house
    before = alone.exported()
    house.change("UPDATE resource SET updated = updated - 3600000")
    since = clock.iso(clock.millis(clock.now()) - 60_000)
    house.given(goal("gunnel"), id="mal-nytt")
    changed(house, "CarePlan", "plan-asta", lambda body: body.update(title="Ny"))
    export = alone.exported(f"/Patient/$export?_since={since}")
    assert keys(export) == {"Goal/mal-nytt", "CarePlan/plan-asta"}
    assert keys(before) >= HERS
    assert before.manifest["transactionTime"] <= since


def test_bd_08_filters_are_heeded(integrator: Integrator) -> None:
    integrator.house.given(goal("gunnel") | {"lifecycleStatus": "completed"}, id="mal-klart")
    integrator.house.given(goal("gunnel") | {"lifecycleStatus": "on-hold"}, id="mal-vilar")
    asked = "_type=Goal,CarePlan&_typeFilter=Goal%3Flifecycle-status%3Dcompleted"
    found = keys(integrator.exported(f"/Patient/$export?{asked}"))
    assert {"Goal/mal-klart", "CarePlan/plan-gunnel", "CarePlan/plan-asta"} <= found
    assert [key for key in found if key.startswith("Goal/")] == ["Goal/mal-klart"]
    for either in (
        "_typeFilter=Goal%3Flifecycle-status%3Dcompleted%252Con-hold",
        "_typeFilter=Goal%3Flifecycle-status%3Dcompleted,on-hold",
        "_typeFilter=Goal%3Flifecycle-status%3Dcompleted,Goal%3Flifecycle-status%3Don-hold",
        "_typeFilter=Goal%3Flifecycle-status%3Dcompleted&_typeFilter=Goal%3Flifecycle-status%3Don-hold",
    ):
        assert keys(integrator.exported(f"/Patient/$export?_type=Goal&{either}")) == {
            "Goal/mal-klart",
            "Goal/mal-vilar",
        }


def test_bd_09_elements_are_cut_and_tagged(integrator: Integrator) -> None:
    export = integrator.exported("/Patient/$export?_type=Goal,Patient&_elements=Goal.description,name")
    goals, patients = export.lines(type="Goal"), export.lines(type="Patient")
    assert all(
        {"id", "meta", "description", "lifecycleStatus", "subject"} == each.keys() - {"resourceType"}
        for each in goals
    )
    assert all("identifier" not in each and "name" in each for each in patients)
    tags = [tag["code"] for each in (*goals, *patients) for tag in each["meta"]["tag"]]
    assert tags.count("SUBSETTED") == len(goals) + len(patients)


def test_bd_09_who_made_it_comes_along(integrator: Integrator) -> None:
    def made(id: str, target: str) -> None:
        integrator.house.given(
            {"resourceType": "Provenance", "target": [{"reference": target}], "recorded": "2026-11-01T09:00:00+01:00",
             "agent": [{"who": {"reference": "Organization/linden"}}]}, id=id,
        )  # fmt: skip

    for id, target in (("om-1", "Goal/mal-gunnel"), ("om-2", "Goal/mal-gunnel"), ("om-3", "CarePlan/plan-gunnel"),
                       ("om-4", "Goal/mal-birger")):  # fmt: skip
        made(id, target)
    path = "/Patient/$export?_type=Goal"
    assert "Provenance" not in integrator.exported(path).types()
    latest = integrator.exported(f"{path}&includeAssociatedData=LatestProvenanceResources")
    assert [key for key in sorted(keys(latest)) if key.startswith("Prov")] == ["Provenance/om-2"]
    every = integrator.exported(f"{path}&includeAssociatedData=RelevantProvenanceResources")
    assert [key for key in sorted(keys(every)) if key.startswith("Prov")] == [
        "Provenance/om-1",
        "Provenance/om-2",
    ]


def test_bd_10_a_patient_outside_the_group_never_comes(integrator: Integrator) -> None:
    asked = parameters(patient=["Patient/gunnel", "Patient/birger", "Patient/ghost"])
    for path in ("/Patient/$export", f"/Group/{GROUP}/$export"):
        found = keys(integrator.exported(path, asked))
        assert found >= HERS
        assert not any("asta" in key or "birger" in key for key in found)
    assert (
        integrator.exported("/Patient/$export", parameters(patient="Patient/birger")).manifest["output"] == []
    )


def test_bd_24_only_types_that_the_token_covers(integrator: Integrator, house: House) -> None:
    narrow = Integrator(house, house.system("demo-integrator", "system/Goal.rs system/CarePlan.r"))
    assert narrow.exported("/$export").types() == {"Goal"}
    limited = "system/Goal.rs?category=http://x.example|a"
    assert (
        Integrator(house, house.system("demo-integrator", limited)).exported("/$export").manifest["output"]
        == []
    )


def test_bd_25_an_attachment_leads_here(integrator: Integrator) -> None:
    integrator.house.given(
        {"resourceType": "Binary", "contentType": "text/plain", "data": "SGVq",
         "securityContext": {"reference": "Patient/gunnel"}},
        id="bilaga",
    )  # fmt: skip
    words = 'Se \\"url\\":\\"Binary/x'
    integrator.house.given(
        {"resourceType": "DocumentReference", "status": "current", "subject": {"reference": "Patient/gunnel"},
         "description": words, "content": [{"attachment": {"url": "Binary/bilaga"}}]}, id="brev",
    )  # fmt: skip
    [document] = integrator.exported("/Patient/$export?_type=DocumentReference").lines()
    url = document["content"][0]["attachment"]["url"]
    assert url == "http://127.0.0.1:8000/fhir/Binary/bilaga"
    assert document["description"] == words
    assert integrator.caller.get("/Binary/bilaga").status_code == 200
    assert integrator.house.stranger().get("/Binary/bilaga").status_code == 401


def test_row_b1_the_blocked_and_the_protected_are_left_out(alone: Integrator) -> None:
    house = alone.house
    assert keys(alone.exported()) >= HERS | ASTAS
    house.given(sparr("sparr-inre", "linden"))
    house.protect("Patient", "asta")
    found = keys(alone.exported("/$export"))
    assert "Patient/gunnel" in found  # whom she blocks is not hidden, what she blocks is
    assert not found & (HERS - {"Patient/gunnel"} | ASTAS)
    assert not any("Consent" in key for key in found)


def test_another_custodians_data_stay(integrator: Integrator) -> None:
    integrator.house.given(goal("gunnel", "Kommunens"), "hemsjukvarden-ekby", id="mal-kommunen")
    assert "Goal/mal-kommunen" not in keys(integrator.exported("/$export"))


@pytest.mark.parametrize("elements", ["", "&_elements=name,telecom"])
def test_s_161_protected_relatives_and_staff_are_masked(elements: str, alone: Integrator) -> None:
    given = alone.house.given
    given(relative("ingrid", "gunnel", LABEL), id="ingrid")
    for who, label in (("maria", ()), ("dag", (LABEL,))):
        person(given, who, *label)
    export = alone.exported(f"/$export?_type=RelatedPerson,Practitioner,PractitionerRole{elements}")
    text = json.dumps(export.lines(), ensure_ascii=False)
    assert {"RelatedPerson/ingrid", "Practitioner/dag", "Practitioner/maria"} <= keys(export)
    assert RELATIVE not in text
    assert "Dag " not in text
    assert text.count("REDACTED") == 3  # the relative, the doctor and his role
    assert "Maria" in text


def test_bd_21_what_is_gone_is_told(alone: Integrator) -> None:
    """Nothing is removed here by anybody; should it ever be, this is how it is told."""
    house = alone.house
    house.change("UPDATE resource SET deleted = 1 WHERE id IN ('mal-gunnel', 'mal-birger', 'linden')")
    since = "2026-01-01T00:00:00Z"
    export = alone.exported(f"/$export?_type=Goal,Organization&_since={since}")
    bundles = export.lines("deleted")
    told = {entry["request"]["url"] for bundle in bundles for entry in bundle["entry"]}
    assert told == {"Goal/mal-gunnel", "Organization/linden"}
    assert {entry["request"]["method"] for bundle in bundles for entry in bundle["entry"]} == {"DELETE"}
    for bundle in bundles:
        assert bundle["type"] == "transaction"
        get_fhir_model_class("Bundle").model_validate(bundle)
    assert not told & keys(export)
    assert "deleted" not in alone.exported("/$export?_type=Goal").manifest


def test_l_1_each_patient_has_a_row_in_the_log_before_a_byte_is_to_be_had(
    integrator: Integrator, house: House, logged: Any
) -> None:
    status = integrator.begun()
    integrator.work()
    rows = [row for row in logged() if row[3]]
    assert [row[:4] for row in rows] == [
        ("export", "permitted", "group", each) for each in ("asta", "gunnel")
    ]
    assert set(rows[1][4].split()) >= {f"{key}@1" for key in HERS}
    export = integrator.told(status)
    before = len(logged())
    export.lines()
    fetched = logged()[before:]
    assert [row[:3] for row in fetched] == [("export", "permitted", "fetched")] * len(
        export.manifest["output"]
    )


def test_without_the_log_there_is_no_export(alone: Integrator, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is written to a file before the rows about its patients are durable."""
    from patientkontrakt.accesslog import AccessLog
    from patientkontrakt.accesslog.unavailable import LogUnavailable

    def away(*_: object) -> None:
        raise LogUnavailable

    status = alone.begun()
    monkeypatch.setattr(AccessLog, "append", away)
    monkeypatch.setattr(AccessLog, "flush", away)
    with pytest.raises(LogUnavailable):
        alone.work(patients=1, kept_bytes=1)
    written = [path.stat().st_size for path in alone.exports.folder.rglob("*.ndjson")]
    assert sum(written) == 0
    monkeypatch.undo()
    assert alone.caller.get(status).status_code == 202


def test_a_plan_of_many_lines_is_one_line(integrator: Integrator) -> None:
    """A text with line breaks in its strings has them escaped: NDJSON stays what it is."""
    integrator.house.given(plan("gunnel", description="Rad 1\nRad 2\u2028Rad 3\r\n"), id="plan-rader")
    lines = integrator.exported("/Patient/$export?_type=CarePlan").lines()
    assert [each["description"] for each in lines if each["id"] == "plan-rader"] == [
        "Rad 1\nRad 2\u2028Rad 3\r\n"
    ]

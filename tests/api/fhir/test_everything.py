"""Patient/$everything over HTTP: the whole, in pages, by GET and POST, nothing unheeded."""

from typing import Any

import pytest
from fhir.resources.R4B import get_fhir_model_class

from tests.api.fhir.house import FHIR, Caller, House
from tests.api.fhir.test_paging import pages
from tests.records.region import goal, plan


def keys(bundle: Any) -> list[str]:
    return [entry["fullUrl"].removeprefix(f"{FHIR}/") for entry in bundle.get("entry", [])]


def parameters(**values: Any) -> Any:
    return {
        "resourceType": "Parameters",
        "parameter": [{"name": name, "valueCode": value} for name, value in values.items()],
    }


@pytest.mark.parametrize(
    "query",
    ["start=2026-01-01", "nosuch=1", "_type=Nosuch", "_type=AuditEvent", "_since=x", "_count=x", "_type="],
)
def test_a_parameter_that_would_not_be_heeded_is_refused(query: str, house: House, maria: Caller) -> None:
    response = maria.get(f"/Patient/gunnel/$everything?{query}")
    assert response.status_code == 400
    assert response.json["resourceType"] == "OperationOutcome"


def test_everything_is_the_patients_and_what_it_points_at(house: House, maria: Caller) -> None:
    aim = house.given(goal("gunnel"))
    care = house.given(plan("gunnel", goal=[{"reference": aim}], author={"reference": "Organization/linden"}))
    foreign = house.given(goal("birger"), "rydhalsan-vc")
    bundle = maria.get("/Patient/gunnel/$everything").json
    assert (bundle["type"], foreign in keys(bundle)) == ("searchset", False)
    assert {"Patient/gunnel", aim, care, "Organization/linden"} <= set(keys(bundle))
    assert len(keys(bundle)) == len(set(keys(bundle)))
    for entry in bundle["entry"]:
        get_fhir_model_class(entry["resource"]["resourceType"]).model_validate(entry["resource"])


def test_s_017_what_is_hidden_does_not_tell_whom_it_names(house: House, maria: Caller) -> None:
    shown = plan("gunnel", author={"reference": "Organization/linden"})
    hidden = plan("gunnel", author={"reference": "Organization/rydhalsan-vc"})
    one, other = house.given(shown), house.given(hidden, "rydhalsan-vc")
    found = keys(maria.get("/Patient/gunnel/$everything").json)
    assert {one, "Organization/linden"} <= set(found)
    assert not {other, "Organization/rydhalsan-vc"} & set(found)
    only = keys(maria.get("/Patient/gunnel/$everything?_type=Organization").json)
    assert "Organization/linden" in only
    assert "Organization/rydhalsan-vc" not in only


def test_everything_can_be_narrowed(house: House, maria: Caller) -> None:
    house.given(goal("gunnel"))
    by_get = maria.get("/Patient/gunnel/$everything?_type=Goal").json
    by_post = maria.post("/Patient/gunnel/$everything", parameters(_type="Goal")).json
    by_form = maria.search("Patient/gunnel/$everything", {}).status_code
    assert {key.split("/")[0] for key in keys(by_get)} == {"Goal"}
    assert keys(by_get) == keys(by_post)
    assert by_form == 404
    assert keys(maria.send("POST", "/Patient/gunnel/$everything").json)
    assert keys(maria.get("/Patient/gunnel/$everything?_since=2026-01-01T00:00:00Z").json)
    assert "entry" not in maria.get("/Patient/gunnel/$everything?_since=2099-01-01T00:00:00Z&_type=Goal").json


def test_everything_comes_in_pages_with_each_row_once(house: House, maria: Caller) -> None:
    for _ in range(3):
        house.given(goal("gunnel"))
    whole = keys(maria.get("/Patient/gunnel/$everything").json)
    paged = [key for page in pages(maria, "/Patient/gunnel/$everything?_count=2") for key in keys(page)]
    assert sorted(paged) == sorted(whole)


def test_the_patient_takes_her_own(house: House, gunnel: Caller) -> None:
    key = house.given(goal("gunnel"))
    assert {"Patient/gunnel", key} <= set(keys(gunnel.get("/Patient/gunnel/$everything").json))


def test_the_backend_of_the_custodian_takes_its_groups(house_of_its_own: House) -> None:
    house = house_of_its_own
    house.given(
        {"resourceType": "Group", "type": "person", "actual": True,
         "member": [{"entity": {"reference": "Patient/gunnel"}}]},
        id="region-exempel-kontrakt",
    )  # fmt: skip
    key = house.given(goal("gunnel"))
    integrator = house.system("demo-integrator")
    assert key in keys(integrator.get("/Patient/gunnel/$everything").json)
    assert integrator.get("/Patient/birger/$everything").status_code == 404


def test_one_access_is_logged_for_all_of_it(house: House, maria: Caller, logged: Any) -> None:
    bundle = maria.get("/Patient/gunnel/$everything?_type=Patient,Goal").json
    rows = [row for row in logged() if row[3] == "gunnel"]
    assert {(action, outcome) for action, outcome, *_ in rows} == {("everything", "permitted")}
    assert {item.split("@")[0] for row in rows for item in row[4].split()} == set(keys(bundle))

"""The token is a ceiling: what its scopes do not cover is 403 before anything is looked up (security.md §3.2)."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.api.fhir.house import FHIR, Caller, House
from tests.records.region import goal, plan

WRITE = {"resourceType": "Bundle", "type": "transaction", "entry": [
    {"request": {"method": "GET", "url": "CarePlan/x"}},
    {"resource": goal("gunnel"), "request": {"method": "POST", "url": "Goal"}},
]}  # fmt: skip


def refused(response: Any) -> None:
    assert response.status_code == 403
    assert response.headers["WWW-Authenticate"] == 'Bearer error="insufficient_scope"'
    assert response.json["issue"][0]["code"] == "forbidden"


def test_s_050_a_token_for_goals_opens_no_plan(house: House, logged: Any) -> None:
    gunnel = house.patient("gunnel", "patient/Goal.rs")
    key = house.given(plan("gunnel"))
    refused(gunnel.get(f"/{key}"))
    refused(gunnel.get("/CarePlan?patient=gunnel"))
    refused(gunnel.post("/Goal", goal("gunnel")))
    assert {row[:3] for row in logged() if row[1] == "refused"} == {
        ("read", "refused", "scope"),
        ("search", "refused", "scope"),
        ("create", "refused", "scope"),
    }


def test_s_050_scope_is_judged_before_anything_is_looked_up(
    house: House, statements: Callable[[Callable[[], Any]], list[str]]
) -> None:
    gunnel = house.patient("gunnel", "patient/Goal.rs")
    for path in ("/CarePlan/x", "/CarePlan/x/_history", "/CarePlan?patient=gunnel", "/CarePlan/x/_history/1"):
        assert not any("resource" in sql for sql in statements(lambda path=path: gunnel.get(path)))


def test_s_051_reading_is_not_searching(house: House) -> None:
    key = house.given(plan("gunnel"))
    reads, searches = house.patient("gunnel", "patient/*.r"), house.patient("gunnel", "patient/*.s")
    assert reads.get(f"/{key}").status_code == 200
    refused(reads.get("/CarePlan?patient=gunnel"))
    refused(searches.get(f"/{key}"))
    refused(searches.get(f"/{key}/_history/1"))
    assert searches.get("/CarePlan?patient=gunnel").status_code == 200


def test_s_052_an_inclusion_needs_its_own_scope(house: House) -> None:
    aim = house.given(goal("gunnel", "Ett mål"))
    house.given(plan("gunnel", goal=[{"reference": aim}]))
    narrow, wide = (house.patient("gunnel", scope) for scope in ("patient/CarePlan.rs", "patient/*.rs"))
    query = "/CarePlan?patient=gunnel&_include=CarePlan:goal"
    assert "Ett mål" not in narrow.get(query).text
    assert "Ett mål" in wide.get(query).text


def test_s_053_a_granular_scope_hides_the_rest_everywhere(house: House) -> None:
    system = "http://example.org/kategori"
    shown = house.given(plan("gunnel", category=[{"coding": [{"system": system, "code": "visas"}]}]))
    hidden = house.given(plan("gunnel", title="Dold plan"))
    gunnel = house.patient("gunnel", f"patient/CarePlan.rs?category={system}|visas")
    assert gunnel.get(f"/{shown}").status_code == 200
    for path in (f"/{hidden}", f"/{hidden}/_history", f"/{hidden}/_history/1"):
        assert gunnel.get(path).status_code == 404
    for path in ("/CarePlan?patient=gunnel&_total=accurate", "/Patient/gunnel/CarePlan"):
        response = gunnel.get(path)
        assert response.status_code == 200
        assert "Dold plan" not in response.text


def test_s_054_a_patients_user_scope_gives_no_more_than_her_own(house: House) -> None:
    house.change("UPDATE client SET scope = 'user/*.cruds' WHERE id = 'demo-app'")
    gunnel = house.patient("gunnel", "user/*.cruds")
    foreign = house.given(goal("birger"), "rydhalsan-vc")
    assert gunnel.get(f"/{foreign}").status_code == 404
    assert gunnel.post("/CarePlan", plan("gunnel")).status_code == 403


def test_s_055_a_reading_backend_writes_nothing(house: House) -> None:
    integrator = house.system("demo-integrator")
    refused(integrator.post("/Goal", goal("gunnel")))
    refused(integrator.put("/Goal/x", {**goal("gunnel"), "id": "x"}))
    assert integrator.send("DELETE", "/Goal/x").status_code == 405


def test_s_056_one_entry_out_of_scope_refuses_the_transaction(house: House) -> None:
    before = house.versions()
    refused(house.patient("gunnel", "patient/CarePlan.rs").post("", WRITE))
    assert house.versions() == before


@pytest.mark.parametrize("id", ["lars", "astrid"])
def test_auditor_and_administrator_are_kept_from_care_by_their_role(id: str, house: House) -> None:
    key = house.given(goal("gunnel"))
    for path in (f"/{key}", "/Goal/nobody", "/Goal?patient=gunnel", "/Patient/gunnel"):
        response = house.staff(id).get(path)
        assert (response.status_code, response.json["issue"][0]["code"]) == (403, "forbidden")
    assert house.staff(id).get("/Organization/linden").status_code == 200


def test_s_046_a_page_link_is_for_whom_it_was_made(house: House, maria: Caller) -> None:
    for _ in range(3):
        house.given(goal("gunnel"))
    first = maria.get("/Goal?patient=gunnel&_count=1").json
    onward = next(link["url"] for link in first["link"] if link["relation"] == "next").removeprefix(FHIR)
    assert maria.get(onward).status_code == 200
    token = onward.partition("_page=")[2]
    flipped = token[:-2] + ("A" if token[-2] != "A" else "B") + token[-1]
    for caller, path in (
        (house.staff("dag"), onward),
        (house.patient("gunnel"), onward),
        (maria, f"/Goal?_page={flipped}"),
        (maria, "/Goal?_page="),
        (maria, "/Goal?_page=a.b.c.d.e"),
        (maria, f"/CarePlan?_page={token}"),
        (maria, f"{onward}&patient=birger"),
        (maria, f"/Patient/gunnel/$everything?_page={token}"),
    ):
        response = caller.get(path)
        assert response.status_code == 400, path
        assert response.json["resourceType"] == "OperationOutcome"

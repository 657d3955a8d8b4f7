"""R-3, R-2, R-6 and GDPR art. 15 on her pages: what is wrong, what was corrected, what is written about her, and copies."""

import json

import pytest
from flask import Flask

from tests.journeys.people import patient, staff
from tests.portal.conftest import Visit

FORM = "/min/stammer-inte"


@pytest.mark.parametrize(
    ("said", "field"), [({"text": "Nej."}, "#i-del"), ({"del": "Goal/gunnel-mal-1"}, "#i-text")]
)
def test_r_3_she_says_what_and_why(visit: Visit, said: dict[str, str], field: str) -> None:
    gunnel = visit("gunnel")
    gunnel.get(FORM)
    gunnel.send(FORM, **said)
    assert gunnel.status == 422
    assert field in gunnel.page.links


def test_r_3_what_is_somebody_elses_is_not_there(visit: Visit) -> None:
    gunnel = visit("gunnel")
    form = gunnel.get(f"{FORM}?del=Goal/birger-mal-1").form(FORM)
    assert ("del", "Goal/birger-mal-1") not in form.fields
    fields = [each for each in form.fields if each[0] not in ("del", "text")]
    gunnel.post(FORM, [*fields, ("del", "Goal/birger-mal-1"), ("text", "Nej.")])
    assert gunnel.status == 404


def test_r_3_she_says_so_from_the_plan_and_reads_it_beside_the_entry(visit: Visit, region: Flask) -> None:
    gunnel = visit("gunnel")
    assert f"{FORM}?del=Goal/gunnel-mal-1" in gunnel.get("/min/planering").links
    form = gunnel.get(f"{FORM}?del=Goal/gunnel-mal-1").form(FORM)
    assert ("del", "Goal/gunnel-mal-1") in form.fields
    gunnel.send(FORM, text="Det har jag aldrig sagt.")
    assert "Det är antecknat." in gunnel.page.words
    plan = gunnel.get("/min/planering").words
    assert "Du har sagt att det inte stämmer:" in plan
    assert "Det har jag aldrig sagt." in plan
    maria = staff(region, "maria")
    told = maria.get("/api/v1/contracts/gunnel-kontrakt/objections").json["objections"][0]
    path = f"/api/v1/contracts/gunnel-kontrakt/objections/{told['id']}/answer"
    assert maria.post(path, {"text": "Vi tar bort det."}).status_code == 201
    assert "Vården svarar: Vi tar bort det." in gunnel.get("/min/planering").words
    assert "Vi tar bort det." in gunnel.get(FORM).words


def test_r_2_what_was_wrong_is_told_and_struck_through(visit: Visit, region: Flask) -> None:
    maria, gunnel = staff(region, "maria"), visit("gunnel")
    plan = maria.get("/api/v1/contracts/gunnel-kontrakt").json
    goal = next(each for each in plan["goals"] if not each["own"])
    body = {"part": f"Goal/{goal['id']}", "version": goal["version"], "reason": "Fel patient."}
    assert maria.post("/api/v1/contracts/gunnel-kontrakt/corrections", body).status_code == 201
    for path in ("/min/planering", "/min/planering/historik"):
        page = gunnel.get(path)
        assert f"Struket: {goal['text']}" in page.words, path
        assert "Fel patient." in page.words, path
    gunnel.get("/min/planering/historik/3")
    assert "Det är rättat sedan dess." in gunnel.page.words


def test_gdpr_15_the_page_says_what_is_not_there(visit: Visit) -> None:
    words = visit("gunnel").get("/min/mina-uppgifter").words
    assert "undanhålla enligt lag" in words
    assert "egna arbetsanteckningar" in words


def test_gdpr_15_the_file_holds_everything_of_hers_and_the_copy_is_told(visit: Visit, region: Flask) -> None:
    gunnel = visit("gunnel")
    page = gunnel.get("/min/mina-uppgifter")
    assert "Inga kopior har lämnats ut." in page.words
    gunnel.get("/min/mina-uppgifter/hamta")
    assert gunnel.at is not None
    assert gunnel.at.headers["Content-Disposition"].startswith("attachment")
    assert gunnel.at.headers["Cache-Control"] == "no-store"
    found = [each["resource"] for each in json.loads(gunnel.at.text)["entry"]]
    assert {each["id"] for each in found if each["resourceType"] == "Patient"} == {"gunnel"}
    assert "Patienten själv" in gunnel.get("/min/mina-uppgifter").words
    assert patient(region, "gunnel").get("/api/v1/my/disclosures").json["disclosures"]


def test_gdpr_15_somebody_without_a_plan_has_a_page_too(visit: Visit) -> None:
    hassan = visit("hassan")
    assert "Du har ingen plan än." in hassan.get("/min/mina-uppgifter").words
    assert "Du har ingen plan än." in hassan.get(FORM).words

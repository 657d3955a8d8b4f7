"""R-2, R-3, R-6, P-5 on the pages of staff: her objection answered, an entry corrected, withheld, a copy noted."""

from datetime import timedelta

import pytest
from flask import Flask

from patientkontrakt import clock
from tests.journeys.people import patient, staff
from tests.portal.conftest import Visit

PLAN = "/arbete/kontrakt/gunnel-kontrakt"
API = "/api/v1/contracts/gunnel-kontrakt"


def cares_goal(region: Flask) -> dict[str, str]:
    """A goal in Gunnel's plan that care has put in words."""
    found = staff(region, "maria").get(API).json["goals"]
    goal: dict[str, str] = next(each for each in found if not each["own"])
    return goal


@pytest.mark.parametrize("page", ["invandningar", "ratta", "undanhall", "lamna-ut"])
def test_r_2_a_unit_without_a_ground_meets_the_page_of_what_is_not_there(visit: Visit, page: str) -> None:
    dag = visit("dag")
    dag.get(f"{PLAN}/{page}")
    assert dag.status == 404


def test_r_2_a_correction_names_an_entry_and_says_why(visit: Visit, region: Flask) -> None:
    maria = visit("maria")
    maria.get(f"{PLAN}/ratta")
    maria.send(f"{PLAN}/ratta")
    assert maria.status == 422
    assert {"#r-del", "#r-skal"} <= set(maria.page.links)


def test_r_2_marked_as_wrong_it_is_told_and_struck_through(visit: Visit, region: Flask) -> None:
    goal, maria = cares_goal(region), visit("maria")
    maria.get(f"{PLAN}/ratta?del=Goal/{goal['id']}")
    maria.send(f"{PLAN}/ratta", skal="Fel patient.", ratt="Inget mål.")
    assert "Uppgiften är markerad som fel." in maria.page.words
    words = maria.get(f"{PLAN}/ratta").words
    assert f"Struket: {goal['text']}" in words
    assert "Rätt är: Inget mål." in words


def test_r_3_her_objection_is_answered(visit: Visit, region: Flask) -> None:
    gunnel, maria = patient(region, "gunnel"), visit("maria")
    said = {"part": f"Goal/{cares_goal(region)['id']}", "text": "Det har jag inte sagt."}
    assert gunnel.post("/api/v1/my/objections", said).status_code == 201
    assert "Invändningar" in maria.get(PLAN).words
    assert "Det har jag inte sagt." in maria.get(f"{PLAN}/invandningar").words
    maria.send(f"{PLAN}/invandningar")
    assert maria.status == 422
    maria.get(f"{PLAN}/invandningar")
    maria.send(f"{PLAN}/invandningar", text="Vi ändrar det.")
    told = gunnel.get("/api/v1/my/objections").json["objections"][0]["answers"]
    assert [each["text"] for each in told] == ["Vi ändrar det."]


def test_p_5_withheld_it_is_not_on_what_the_patient_is_shown(visit: Visit, region: Flask) -> None:
    goal, maria = cares_goal(region), visit("maria")
    day = (clock.today(clock.now()) + timedelta(days=30)).isoformat()
    said = {
        "del": f"Goal/{goal['id']}",
        "skal": "Risk för våld.",
        "vem": "PractitionerRole/johan",
        "dag": day,
    }
    maria.get(f"{PLAN}/undanhall")
    maria.send(f"{PLAN}/undanhall", **{**said, "dag": ""})
    assert (maria.status, "#u-dag" in maria.page.links) == (422, True)
    maria.get(f"{PLAN}/undanhall")
    maria.send(f"{PLAN}/undanhall", **said)
    assert "ser inte längre uppgiften" in maria.page.words
    for path in ("som-patient", "skriv-ut"):
        assert goal["text"] not in maria.get(f"{PLAN}/{path}").words, path
    assert goal["text"] in maria.get(PLAN).words
    assert goal["text"] not in visit("gunnel").get("/min/planering").words
    assert "Johan Ek" in maria.get(f"{PLAN}/undanhall").words


def test_r_6_a_copy_is_noted_to_whom_before_it_is_printed(visit: Visit, region: Flask) -> None:
    maria = visit("maria")
    maria.get(f"{PLAN}/lamna-ut")
    maria.send(f"{PLAN}/lamna-ut", skal="Hon bad om det.")
    assert (maria.status, "#l-till" in maria.page.links) == (422, True)
    maria.get(f"{PLAN}/lamna-ut")
    maria.send(f"{PLAN}/lamna-ut", till="Dottern", skal="Hon bad om det.")
    assert maria.path == f"{PLAN}/skriv-ut"
    assert "Dottern" in maria.get(f"{PLAN}/lamna-ut").words
    told = patient(region, "gunnel").get("/api/v1/my/disclosures").json["disclosures"]
    assert [each["to"] for each in told] == ["Dottern"]

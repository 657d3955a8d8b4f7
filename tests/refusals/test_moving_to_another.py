"""Nobody moves what is about one patient to another: not the patient, not staff who know them both (S-027, S-028)."""

from tests.api.fhir.house import Caller, House
from tests.records.region import goal, plan, relation

GHOST = "nobodyisherenobodyish"


def test_s_027_a_patient_moves_nothing_of_hers_to_another(house: House, gunnel: Caller) -> None:
    own = {"expressedBy": {"reference": "Patient/gunnel"}}
    made = gunnel.post("/Goal", goal("gunnel") | own)
    assert made.status_code == 201, made.text
    key = f"Goal/{made.json['id']}"
    moved = {**goal("birger"), **own, "id": key.split("/")[1]}
    of_nobody = {**goal(GHOST), **own, "id": key.split("/")[1]}
    answers = [gunnel.put(f"/{key}", body, If_Match='W/"1"') for body in (moved, of_nobody)]
    assert [each.status_code for each in answers] == [422, 422]
    assert answers[0].text == answers[1].text
    for patch in (
        '[{"op":"replace","path":"/subject/reference","value":"Patient/birger"}]',
        '[{"op":"test","path":"/status","value":"x"},{"op":"move","from":"/a","path":"/subject"}]',
    ):
        for content_type, status in (("application/json-patch+json", 422), ("application/fhir+json", 415)):
            told = gunnel.send("PATCH", f"/{key}", patch, {"If-Match": 'W/"1"'}, content_type=content_type)
            assert told.status_code == status
    assert gunnel.get(f"/{key}").headers["ETag"] == 'W/"1"'


def test_s_027_nor_does_the_plan_she_may_not_write_move(house: House, gunnel: Caller) -> None:
    key = house.given(plan("gunnel"))
    moved = {**plan("birger"), "id": key.split("/")[1]}
    assert gunnel.put(f"/{key}", moved, If_Match='W/"1"').status_code in (403, 422)
    assert gunnel.get(f"/{key}").headers["ETag"] == 'W/"1"'


def test_s_028_nobody_moves_a_plan_to_another_patient(house_of_its_own: House) -> None:
    house, maria = house_of_its_own, house_of_its_own.staff("maria")
    key = house.given(plan("gunnel"))
    moved = {**plan("birger"), "id": key.split("/")[1]}
    told = [maria.put(f"/{key}", moved, If_Match='W/"1"')]  # S-027: Maria has nothing to do with Birger
    house.given(relation("birger", "linden"))
    told.append(maria.put(f"/{key}", moved, If_Match='W/"1"'))  # and now she has
    assert [each.status_code for each in told] == [422, 422]
    assert told[0].text == told[1].text
    assert maria.get(f"/{key}").headers["ETag"] == 'W/"1"'

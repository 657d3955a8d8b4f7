"""What users of other servers complained of, where no other test says that it is right here (conformance.md §3, rows 1 to 27)."""

import pytest

from patientkontrakt.fhir.outcome import Invalid
from tests.api.fhir.house import Body, Caller, House
from tests.api.fhir.test_search import entries
from tests.records.region import goal, patient_body, plan

AHMED = {"reference": "Practitioner/ahmed"}
DAY = "2026-03-29"  # summer time begins: 23 hours
BESIDE_THE_DAY = ("2026-03-28T22:59:59Z", "2026-03-29T22:00:00Z")
WITHIN_THE_DAY = ("2026-03-28T23:00:00Z", "2026-03-29T21:59:59Z", "2026-03-29")


@pytest.fixture(scope="module", autouse=True)
def at_work(settled: House) -> None:
    """Two who can be pointed at."""
    for id, name in (("ahmed", "Ahmed Yusuf"), ("petra", "Petra Ryd")):
        settled.given({"resourceType": "Practitioner", "name": [{"text": name}]}, id=id)


@pytest.fixture
def ahmed(house: House) -> Caller:
    """The nurse of another custodian, whose unit has a relation with Gunnel too."""
    return house.staff("ahmed")


def about(mark: str) -> str:
    return f"http://x.example/klagomal/{mark}"


@pytest.mark.parametrize("inclusion", ["_include=CarePlan:goal", "_revinclude=Task:focus"])
def test_complaint_7_bringing_along_costs_as_many_statements_for_ten_as_for_one(
    inclusion: str, house: House, maria: Caller
) -> None:
    mark = about(inclusion.replace("=", "-").replace(":", "-"))
    for _ in range(10):
        aim = house.given(goal("gunnel"))
        key = house.given(plan("gunnel", goal=[{"reference": aim}], instantiatesUri=[mark]))
        house.given(task(key))
    asked: dict[int, list[str]] = {}
    for count in (1, 10):
        with house.statements() as asked[count]:
            found = maria.get(f"/CarePlan?instantiates-uri={mark}&{inclusion}&_count={count}").json
        assert (len(entries(found)), len(entries(found, "include"))) == (count, count)
    assert len(asked[1]) == len(asked[10]) > 0


def test_complaint_8_a_day_is_stockholms_and_as_long_as_it_is_there(house: House, maria: Caller) -> None:
    code = {"coding": [{"system": "http://x.example/koder", "code": "klagomal-8"}]}
    keys = {when: house.given(observation(code, when)) for when in (*BESIDE_THE_DAY, *WITHIN_THE_DAY)}
    asked = "/Observation?patient=gunnel&code=http://x.example/koder|klagomal-8"
    assert set(entries(maria.get(f"{asked}&date={DAY}").json)) == {keys[when] for when in WITHIN_THE_DAY}
    before, after = (keys[when] for when in BESIDE_THE_DAY)
    assert entries(maria.get(f"{asked}&date=lt{DAY}").json) == [before]
    assert entries(maria.get(f"{asked}&date=gt{DAY}").json) == [after]
    ordered = entries(maria.get(f"{asked}&_sort=-date").json)
    assert (ordered[0], ordered[-1]) == (after, before)


def test_complaint_13_a_plan_is_its_units_and_no_other_custodian_reads_it_for_the_patients_sake(
    house: House, maria: Caller, ahmed: Caller
) -> None:
    ours, theirs = house.given(plan("gunnel")), house.given(plan("gunnel"), "hemsjukvarden-ekby")
    assert [maria.get(f"/{key}").status_code for key in (ours, theirs)] == [200, 404]
    assert [ahmed.get(f"/{key}").status_code for key in (ours, theirs)] == [404, 200]
    assert theirs not in entries(maria.get("/CarePlan?patient=gunnel&_count=200").json)


def test_complaint_14_15_membership_and_ownership_open_nothing(house: House, ahmed: Caller) -> None:
    """Declined: an invitation leads to a recorded relation and the patient's yes, and those do (model.md)."""
    key = house.given(plan("gunnel"))
    team = {**plan("gunnel"), "resourceType": "CareTeam", "participant": [{"member": AHMED}]}
    for body in (without(team, "intent", "title"), {**task(key), "owner": AHMED}):
        owned = house.given(body)
        assert [ahmed.get(f"/{each}").status_code for each in (owned, key)] == [404, 404]
        assert owned not in entries(ahmed.get(f"/{body['resourceType']}?patient=gunnel").json)


def test_complaint_17_sm86_a_patient_is_not_linked_to_another(house: House) -> None:
    """So a link opens nothing (SM-86): whoever merges two records does so in the source."""
    link = [{"other": {"reference": "Patient/birger"}, "type": "replaced-by"}]
    before = house.versions()
    with pytest.raises(Invalid) as refused:
        house.given({**patient_body("gunnel"), "link": link}, id="dubblett")
    assert [issue.expression for issue in refused.value.issues] == [("Patient.link[0].other.reference",)]
    assert house.versions() == before


def test_complaint_18_a_patient_reads_those_at_work_whom_her_own_record_names(
    house: House, gunnel: Caller
) -> None:
    team = {**plan("gunnel"), "resourceType": "CareTeam", "participant": [{"member": AHMED}]}
    his = {**plan("birger"), "resourceType": "CareTeam"}
    his["participant"] = [{"member": {"reference": "Practitioner/petra"}}]
    house.given(without(team, "intent", "title"))
    house.given(without(his, "intent", "title"), "rydhalsan-vc")
    assert gunnel.get("/Practitioner/petra").status_code == 404
    assert gunnel.get("/Practitioner/ahmed").status_code == 200
    found = entries(gunnel.get("/Practitioner?_total=accurate&_count=200").json)
    assert "Practitioner/ahmed" in found
    assert "Practitioner/petra" not in found


def test_complaint_24_ids_are_kept_through_every_way_of_saving(house: House, maria: Caller) -> None:
    aim = house.given(goal("gunnel"))
    activity = {"id": "aktivitet-1", "detail": {"status": "not-started", "description": "Gå ut"}}
    key = house.given(plan("gunnel", goal=[{"reference": aim}], activity=[activity]))
    body = maria.get(f"/{key}").json
    saved = maria.put(f"/{key}", {**body, "title": "Ny"}, If_Match='W/"1"')
    operations = '[{"op":"replace","path":"/title","value":"Nyare"}]'
    patched = maria.send(
        "PATCH", f"/{key}", operations, {"If-Match": 'W/"2"'}, content_type="application/json-patch+json"
    )
    assert [saved.status_code, patched.status_code] == [200, 200]
    for answer in (saved, patched, maria.get(f"/{key}")):
        assert f"CarePlan/{answer.json['id']}" == key
        assert answer.json["goal"] == [{"reference": aim}]
        assert answer.json["activity"] == [activity]
    assert maria.send("DELETE", f"/{key}").status_code == 405
    assert maria.get(f"/{key}").status_code == 200


def test_complaint_27_a_goal_has_the_states_of_r4_and_no_other(house: House, maria: Caller) -> None:
    key = house.given(goal("gunnel"))
    body, version = {**goal("gunnel"), "id": key.partition("/")[2]}, 1
    refused = maria.put(f"/{key}", {**body, "lifecycleStatus": "klart"}, If_Match='W/"1"')
    assert (refused.status_code, refused.json["issue"][0]["expression"]) == (422, ["Goal.lifecycleStatus"])
    for state in ("on-hold", "active", "completed", "cancelled", "entered-in-error"):
        answer = maria.put(f"/{key}", {**body, "lifecycleStatus": state}, If_Match=f'W/"{version}"')
        assert (answer.status_code, answer.json["lifecycleStatus"]) == (200, state)
        version += 1


def test_complaint_50_a_time_by_two_has_both(house: House, maria: Caller) -> None:
    alone = house.given(appointment("ahmed"))
    together = house.given(appointment("ahmed", "petra"))
    asked = "/Appointment?patient=gunnel&practitioner=ahmed"
    assert set(entries(maria.get(asked).json)) == {alone, together}
    assert entries(maria.get(f"{asked}&practitioner=petra").json) == [together]
    assert entries(maria.get(f"{asked}&actor=Patient/birger").json) == []


def appointment(*practitioners: str) -> Body:
    """A booked time of Gunnel's with these."""
    actors = ["Patient/gunnel", *(f"Practitioner/{each}" for each in practitioners)]
    return {
        "resourceType": "Appointment",
        "status": "booked",
        "start": "2026-12-01T09:00:00+01:00",
        "end": "2026-12-01T09:30:00+01:00",
        "participant": [{"actor": {"reference": each}, "status": "accepted"} for each in actors],
    }


def task(about: str) -> Body:
    """A promise of Gunnel's plan."""
    return {
        "resourceType": "Task",
        "status": "draft",
        "intent": "plan",
        "for": {"reference": "Patient/gunnel"},
        "focus": {"reference": about},
    }


def observation(code: Body, when: str) -> Body:
    """A measured value of Gunnel's."""
    return {
        "resourceType": "Observation",
        "status": "final",
        "code": code,
        "subject": {"reference": "Patient/gunnel"},
        "effectiveDateTime": when,
    }


def without(body: Body, *names: str) -> Body:
    return {name: value for name, value in body.items() if name not in names}

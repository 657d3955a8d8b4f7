"""At a level below the whole nothing more is told, over any door: first what stays closed, then what opens."""

from collections.abc import Iterator

import pytest

from tests.api.fhir.house import House
from tests.api.v1.people import Body, Person, agreed, patient, staff

STORY, PROMISE, TIME, PHONE = "till torget själv", "en runda", "Läkarbesök på Linden", "070-174 06 11"
UNIT = "hemsjukvarden-ekby"
TIMES: Body = {
    "times": [
        {
            "what": TIME,
            "start": "2027-02-03T10:00:00+01:00",
            "end": "2027-02-03T10:30:00+01:00",
            "who": ["PractitionerRole/maria"],
        }
    ]
}


@pytest.fixture(scope="module")
def plan(settled: House) -> str:
    """Gunnel's plan in two utgåvor, with a story, a promise, a time and a contact."""
    maria, gunnel = staff(settled, "maria"), patient(settled, "gunnel")
    made = agreed(maria, gunnel, "gunnel", tider=TIMES)
    section = maria.done("GET", f"/contracts/{made}")["sections"]["viktigt"]
    changed = {"version": section["version"], "text": "Jag vill gå till torget själv, varje dag."}
    maria.done("PATCH", f"/contracts/{made}/sections/viktigt", changed)
    maria.done("POST", f"/contracts/{made}/publish")
    return made


@pytest.fixture
def ahmed(house: House, plan: str) -> Iterator[Person]:
    """Another custodian's nurse; what the test shares with his unit has an end."""
    yield staff(house, "ahmed")
    for each in patient(house, "gunnel").done("GET", "/my/sharing")["sharing"]:
        if each["status"] == "active":
            patient(house, "gunnel").done("DELETE", f"/my/sharing/{each['id']}")


def share(house: House, level: str) -> None:
    patient(house, "gunnel").done("POST", "/my/sharing", {"unit": UNIT, "level": level})


def readings(plan: str) -> tuple[str, ...]:
    return (
        f"/contracts/{plan}",
        f"/contracts/{plan}/utgavor/1",
        f"/contracts/{plan}/utgavor/2",
        f"/contracts/{plan}/utgavor/1/changes/2",
        f"/contracts/{plan}/changes",
        f"/contracts/{plan}/events",
        f"/contracts/{plan}/participants",
    )


def test_the_story_is_nowhere_without_the_story(house: House, plan: str, ahmed: Person) -> None:
    share(house, "utan-berattelse")
    for path in readings(plan):
        told = ahmed.get(path)
        assert told.status_code == 200, path
        assert "torget" not in told.get_data(as_text=True), path
        assert "Du skrev vad som är viktigt" not in told.get_data(as_text=True), path
    seen = ahmed.done("GET", f"/contracts/{plan}/utgavor/1")
    assert seen["story"] is None
    assert seen["promises"]["mine"][0]["text"] == "Jag går en runda."
    assert "torget" not in ahmed.get("/patients/gunnel/overview").get_data(as_text=True)


def test_the_plan_is_nowhere_when_only_times_and_contacts_are_shared(
    house: House, plan: str, ahmed: Person
) -> None:
    share(house, "tider-kontakter")
    for path in readings(plan):
        closed, ghost = ahmed.get(path), ahmed.get(path.replace(plan, "x" * 22))
        assert (closed.status_code, closed.get_data()) == (404, ghost.get_data()), path
    for act, body in (("proposals", {"text": "Vi lägger om benet.", "when": "varje tisdag"}),):
        assert ahmed.post(f"/contracts/{plan}/{act}", body).status_code == 404
    for path in ("/patients/gunnel/overview", "/patients/gunnel/times", "/shared", "/worklist", "/patients"):
        told = ahmed.get(path).get_data(as_text=True)
        for word in (STORY, PROMISE, "ringer dig", plan):
            assert word not in told, (path, word)


@pytest.mark.parametrize(
    ("level", "closed"),
    [
        ("utan-berattelse", ("QuestionnaireResponse",)),
        ("tider-kontakter", ("QuestionnaireResponse", "CarePlan", "Task", "Goal", "Provenance", "Consent")),
    ],
)
def test_the_fhir_door_closes_the_same_parts(
    house: House, plan: str, ahmed: Person, level: str, closed: tuple[str, ...]
) -> None:
    rows = house.rows("SELECT type, id, version FROM resource WHERE patient = 'gunnel' AND unit = 'linden'")
    share(house, level)
    for type, id, version in rows:
        if type in closed:
            assert ahmed.fhir.get(f"/{type}/{id}").status_code == 404, type
            assert ahmed.fhir.get(f"/{type}/{id}/_history/{version}").status_code == 404, type
            assert ahmed.fhir.get(f"/{type}/{id}/_history").status_code == 404, type
    for type in closed:
        assert _ids(ahmed.fhir.get(f"/{type}?patient=gunnel").get_json(), type).isdisjoint(
            {id for each, id, _ in rows if each == type}
        )
    whole = ahmed.fhir.get("/Patient/gunnel/$everything").get_data(as_text=True)
    assert "torget" not in whole
    assert TIME in whole


def test_the_whole_level_opens_the_story(house: House, plan: str, ahmed: Person) -> None:
    share(house, "hela")
    for path in (f"/contracts/{plan}", f"/contracts/{plan}/utgavor/1"):
        assert "torget" in ahmed.get(path).get_data(as_text=True), path


def test_times_and_contacts_are_given_without_the_plan(house: House, plan: str, ahmed: Person) -> None:
    share(house, "tider-kontakter")
    told = ahmed.done("GET", "/patients/gunnel/times")
    assert [each["what"] for each in told["times"]] == [TIME]
    assert [each["member"] for each in told["contacts"]] == ["PractitionerRole/maria"]
    assert told["contacts"][0]["paths"] == [{"system": "phone", "value": PHONE}]
    assert told["people"]["PractitionerRole/maria"]["name"] == "Maria Lindqvist"
    assert ahmed.done("GET", "/patients/gunnel/shared") == {"exists": True, "missing": None}
    row = next(each for each in ahmed.done("GET", "/shared")["patients"] if each["id"] == "gunnel")
    assert (row["missing"], row["level"], row["contracts"]) == (None, "tider-kontakter", [])


def test_times_are_the_readers_own_until_they_are_shared_and_in_her_log_after(
    house: House, plan: str, ahmed: Person
) -> None:
    before = ahmed.done("GET", "/patients/gunnel/times")
    assert (before["times"], before["contacts"]) == ([], [])
    share(house, "tider-kontakter")
    assert ahmed.done("GET", "/patients/gunnel/times")["times"]
    log = patient(house, "gunnel").done("GET", "/my/log")["log"]
    assert any(each["name"] == "Ahmed Yusuf" and "Appointment" in str(each["what"]) for each in log)
    assert staff(house, "maria").done("GET", "/patients/gunnel/times")["times"]


def test_times_are_not_for_strangers_nor_for_who_does_not_work_with_patients(house: House, plan: str) -> None:
    for id in ("petra", "dag", "frida"):
        ghost, real = (staff(house, id).get(f"/patients/{who}/times") for who in ("x" * 22, "gunnel"))
        assert (real.status_code, real.get_data()) == (404, ghost.get_data())
    for person in (patient(house, "gunnel"), staff(house, "lars"), staff(house, "astrid")):
        assert person.get("/patients/gunnel/times").status_code == 403
    assert Person(house.stranger()).get("/patients/gunnel/times").status_code == 401
    narrow = Person(house.staff("maria", "user/Patient.rs user/Appointment.rs")).get("/patients/gunnel/times")
    assert narrow.status_code == 403
    assert "insufficient_scope" in narrow.headers["WWW-Authenticate"]


def _ids(bundle: Body, type: str) -> set[str]:
    found = (each["resource"] for each in bundle.get("entry", []))
    return {each["id"] for each in found if each["resourceType"] == type}

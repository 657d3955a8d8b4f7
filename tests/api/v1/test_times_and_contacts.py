"""Times the patient answers, contacts at two custodians, and another unit's own yes to its promise."""

from typing import Any

from patientkontrakt.care import codes
from tests.api.fhir.house import House
from tests.api.v1.people import agreed, patient, published, sections, staff
from tests.api.v1.resources import put, tasks_of

BLOOD_TEST = {
    "what": "Blodprov",
    "start": "2031-11-30T08:10:00+01:00",
    "who": ["PractitionerRole/maria"],
    "form": "besok",
    "allows": ["omboka"],
}


def response(time: str, who: str, answer: str) -> dict[str, Any]:
    return {
        "resourceType": "AppointmentResponse",
        "appointment": {"reference": f"Appointment/{time}"},
        "actor": {"reference": f"Patient/{who}"},
        "participantStatus": answer,
    }


def test_a_time_set_without_the_patient_is_no_agreed_time_until_she_accepts(house: House) -> None:
    maria, sara = staff(house, "maria"), patient(house, "sara")
    plan = agreed(maria, sara, "sara", tider={"times": [BLOOD_TEST]})
    (time,) = sara.done("GET", "/my/plan")["times"]
    assert (time["status"], time["answer"], time["agreed"]) == ("booked", "needs-action", None)
    assert time["end"] == "2031-11-30T07:40:00+00:00"
    assert sara.fhir.post("/AppointmentResponse", response(time["id"], "sara", "accepted")).status_code == 201
    seen = sara.done("GET", "/my/plan")
    assert seen["times"][0]["agreed"] is not None
    assert (seen["phase"], seen["utgava"]) == ("overens", 1)
    assert seen["next_step"]["time"]["what"] == "Blodprov"
    later = BLOOD_TEST | {"id": time["id"], "start": "2031-12-01T08:10:00+01:00"}
    maria.done("PATCH", f"/contracts/{plan}/sections/tider", {"version": 0, "times": [later]})
    moved = sara.done("GET", "/my/plan")["times"][0]
    assert (moved["answer"], moved["agreed"]) == ("needs-action", None)


def test_nobody_answers_a_time_for_the_patient(house: House) -> None:
    maria, rut, gunnel = staff(house, "maria"), patient(house, "rut"), patient(house, "gunnel")
    agreed(maria, rut, "rut", tider={"times": [BLOOD_TEST]})
    (time,) = rut.done("GET", "/my/plan")["times"]
    assert (
        gunnel.fhir.post("/AppointmentResponse", response(time["id"], "rut", "accepted")).status_code == 422
    )
    other = response(time["id"], "rut", "accepted") | {"actor": {"reference": "PractitionerRole/maria"}}
    assert rut.fhir.post("/AppointmentResponse", other).status_code == 422
    assert rut.done("GET", "/my/plan")["times"][0]["agreed"] is None


def test_a_time_that_is_missing_is_still_the_next_step(house: House) -> None:
    maria, maja = staff(house, "maria"), patient(house, "maja")
    published(maria, "maja", tider={"times": [{"what": "Återbesök", "latest": "2031-02-01"}]})
    step = maja.done("GET", "/my/plan")["next_step"]
    assert (step["kind"], step["time"]["what"], step["time"]["latest"]) == ("tid", "Återbesök", "2031-02-01")


def test_another_unit_says_its_own_yes_and_only_after_the_patients(house: House) -> None:
    maria, gunnel, ahmed = staff(house, "maria"), patient(house, "gunnel"), staff(house, "ahmed")
    ours = sections("gunnel")["ansvar"]["promises"]
    theirs = {"text": "Vi lägger om såret.", "owner": "PractitionerRole/ahmed", "when": "tisdagar"}
    plan = published(maria, "gunnel", ansvar={"promises": [*ours, theirs]})
    gunnel.done("POST", "/my/sharing", {"unit": "hemsjukvarden-ekby"})
    gunnel.done("POST", "/my/plan/answer", {"utgava": 1, "answer": "ja"})
    seen = gunnel.done("GET", "/my/plan")
    assert seen["status"] == "active"
    assert {each["text"]: each["status"] for each in seen["promises"]["care"]} == {
        "Vi ringer dig.": "overenskommen",
        "Vi lägger om såret.": "foreslagen",
    }
    (his,) = [
        each for each in tasks_of(ahmed, plan) if each["owner"]["reference"] == "PractitionerRole/ahmed"
    ]
    assert put(ahmed, his | {"status": "accepted"}).status_code in (403, 404)
    assert put(maria, his | {"status": "accepted"}).status_code == 200


def test_a_second_fixed_doctor_at_another_custodian_stands_and_the_first_unit_is_told(house: House) -> None:
    maria, hassan = staff(house, "maria"), patient(house, "hassan")
    doctor = {
        "kind": "2",
        "member": "PractitionerRole/johan",
        "paths": [{"system": "phone", "value": "070-174 06 12"}],
    }
    ours = sections("hassan")["kontakter"]["contacts"]
    agreed(maria, hassan, "hassan", kontakter={"contacts": [*ours, doctor]})
    petra = staff(house, "petra")
    petra.done("POST", "/relations", {"patient": "hassan", "reason": "besok"})
    team = {
        "resourceType": "CareTeam",
        "status": "active",
        "category": [{"coding": [{"system": codes.FAST_KONTAKT.system, "code": codes.FAST_KONTAKT.code}]}],
        "subject": {"reference": "Patient/hassan"},
        "participant": [
            {
                "role": [{"coding": [{"system": "urn:oid:1.2.752.129.5.1.69", "code": "2"}]}],
                "member": {"reference": "PractitionerRole/petra"},
            }
        ],
        "telecom": [{"system": "phone", "value": "070-174 06 20"}],
    }
    assert petra.fhir.post("/CareTeam", team).status_code == 201
    tasks = maria.fhir.get("/Task?patient=hassan").get_json()["entry"]
    assert any("fast läkarkontakt" in each["resource"].get("description", "") for each in tasks)
    assert "annan vårdgivare" not in str(hassan.fhir.get("/Task").get_json())


def test_replacing_the_fixed_doctor_ends_the_old_one_in_the_same_change(house: House) -> None:
    maria, noel = staff(house, "maria"), "noel"
    doctor = {
        "kind": "2",
        "member": "PractitionerRole/johan",
        "paths": [{"system": "phone", "value": "070-174 06 12"}],
    }
    coordinator = sections(noel)["kontakter"]["contacts"]
    plan = published(maria, noel, kontakter={"contacts": [*coordinator, doctor]})
    another = {**doctor, "paths": [{"system": "phone", "value": "070-174 06 14"}]}
    said = {"version": 0, "contacts": [*coordinator, another]}
    maria.done("PATCH", f"/contracts/{plan}/sections/kontakter", said)
    teams = maria.fhir.get("/CareTeam?patient=noel&category=fast-kontakt").get_json()["entry"]
    doctors = [
        each["resource"]
        for each in teams
        if each["resource"]["participant"][0]["role"][0]["coding"][0]["code"] == "2"
    ]
    assert sorted(each["status"] for each in doctors) == ["active", "inactive"]


def test_a_contact_nobody_can_reach_is_refused(house: House) -> None:
    maria = staff(house, "maria")
    plan = published(maria, "alva")
    lonely = {"kind": "1", "member": "PractitionerRole/finns-inte"}
    refused = maria.patch(f"/contracts/{plan}/sections/kontakter", {"version": 0, "contacts": [lonely]})
    assert refused.status_code == 422

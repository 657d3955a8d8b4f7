"""The stories hold what they are there to show, and show it to nobody else."""

from collections import Counter
from datetime import date

from patientkontrakt import clock
from patientkontrakt.care import codes
from patientkontrakt.care.contract.from_fhir import contract
from patientkontrakt.care.contract.rules import completeness
from patientkontrakt.care.goals.from_fhir import goal
from patientkontrakt.care.parties import Side
from patientkontrakt.care.promises.from_fhir import promise
from patientkontrakt.care.promises.model import Timing
from patientkontrakt.care.promises.rules import is_late
from patientkontrakt.care.shapes import moment
from patientkontrakt.fhir import systems
from patientkontrakt.fhir.systems import code_in, extension, extensions, has_coding
from tests import cast
from tests.demo.region import NOW, Body, Region

UTGAVA = "https://patientkontrakt.example/fhir/StructureDefinition/pk-utgava"


def test_birger_and_dag_and_frida_see_nothing_of_gunnel(told: Region) -> None:
    for stranger in (cast.patient("birger"), cast.staff("dag"), cast.staff("frida"), cast.staff("petra")):
        for type in (
            "CarePlan",
            "Goal",
            "Task",
            "CareTeam",
            "Appointment",
            "Consent",
            "QuestionnaireResponse",
        ):
            assert told.sees(stranger, type, "gunnel") == set(), (stranger.who, type)


def test_an_utkast_is_hidden_from_the_patient_and_the_integrator(told: Region) -> None:
    assert told.sees(cast.staff("maria"), "CarePlan", "samir") == {"samir-kontrakt"}
    for other in (cast.patient("samir"), cast.staff("johan"), cast.client("demo-integrator")):
        seen = told.sees(other, "CarePlan", "samir")
        assert seen == ({"samir-kontrakt"} if other.unit == "linden" else set()), other.who


def test_what_asta_has_blocked_is_closed_to_eken(told: Region) -> None:
    assert told.sees(cast.staff("maria"), "CarePlan", "asta") == {"asta-kontrakt"}
    assert told.sees(cast.staff("dag"), "CarePlan", "asta") == set()


def test_ahmed_reads_ruts_plan_and_not_the_social_services_contact(told: Region) -> None:
    assert told.sees(cast.staff("ahmed"), "CarePlan", "rut") == {"rut-kontrakt"}
    assert told.sees(cast.staff("ahmed"), "CareTeam", "rut") == {"rut-fvk", "rut-flk"}
    assert told.sees(cast.patient("rut"), "CareTeam", "rut") == {"rut-fvk", "rut-flk", "rut-fok"}


def test_gunnel_reads_all_her_plans(told: Region) -> None:
    plans = {"gunnel-kontrakt", "gunnel-sip", "gunnel-rehab", "gunnel-vardplan"}
    assert told.sees(cast.patient("gunnel"), "CarePlan", "gunnel") == plans
    assert told.sees(cast.staff("ahmed"), "CarePlan", "gunnel") == plans


def test_gunnel_has_agreed_to_the_third_utgava_and_is_asked_about_the_fourth(told: Region) -> None:
    entries = told.bodies("Provenance", "gunnel")
    said = [(_number(each), code_in(each["activity"], codes.OVERENS.system)) for each in entries]
    assert sorted(said) == [
        (1, "overens"), (1, "utgiven"), (2, "overens"), (2, "utgiven"), (3, "overens"), (3, "utgiven"),
        (4, "utgiven"),
    ]  # fmt: skip
    asked = [each for each in told.bodies("Task", "gunnel") if has_coding(each["code"], *codes.SVAR)]
    assert [_number(each) for each in asked if each["status"] == "requested"] == [4]


def test_the_heart_clinic_is_late_and_maria_who_watches_it_has_reminded_them(told: Region) -> None:
    late = promise(told.body("Task/gunnel-ansvar-8"))
    assert late.owner == "Organization/ekby-sjukhus-hjarta"
    assert is_late(late, clock.today(NOW))
    assert late.watched_by == "PractitionerRole/maria"
    assert [(note.author, note.at and clock.today(note.at)) for note in late.notes] == [
        ("Practitioner/maria", date(2026, 11, 18))
    ]
    assert extension(told.body("Task/gunnel-ansvar-8")["note"][0], codes.PAMINNELSE) is not None


def test_home_care_comes_on_tuesdays_and_fridays(told: Region) -> None:
    weekly = promise(told.body("Task/gunnel-ansvar-7"))
    assert (weekly.owner, weekly.status) == ("PractitionerRole/ahmed", "pagar")
    assert isinstance(weekly.when, Timing)
    assert weekly.when.days == ("tue", "fri")


def test_four_promises_on_each_side_wait_for_gunnels_answer_and_one_is_given_up(told: Region) -> None:
    plan = told.body("CarePlan/gunnel-kontrakt")
    named = [each["reference"]["reference"] for each in plan["activity"]]
    promises = [promise(told.body(key)) for key in named if key.startswith("Task/")]
    assert Counter(each.side for each in promises) == {Side.PATIENT: 4, Side.CARE: 4}
    assert "Task/gunnel-ansvar-9" not in named
    assert told.body("Task/gunnel-ansvar-9")["status"] == "cancelled"


def test_the_fourth_utgava_says_other_things_than_the_third(told: Region) -> None:
    third, fourth = (_said(told, number) for number in (3, 4))
    assert [len(fourth[part] - third[part]) for part in ("Goal", "Task", "pk-varning")] == [1, 2, 1]
    assert [len(third[part] - fourth[part]) for part in ("Goal", "Task", "pk-varning")] == [1, 1, 0]


def test_where_gunnel_is_on_the_way_to_each_of_her_goals(told: Region) -> None:
    levels = [
        each for each in told.bodies("Observation", "gunnel") if has_coding(each["code"], *codes.GOAL_LEVEL)
    ]
    assert {each["focus"][0]["reference"]: each["valueInteger"] for each in levels} == {
        "Goal/gunnel-mal-1": -1,
        "Goal/gunnel-mal-2": -1,
    }
    assert all(len(goal(each).steps) == 5 for each in told.bodies("Goal", "gunnel"))


def test_home_care_takes_part_and_the_heart_clinic_has_not_answered(told: Region) -> None:
    asked = [each for each in told.bodies("Task", "gunnel") if has_coding(each["code"], *codes.INBJUDAN)]
    assert {(each["owner"]["reference"], each["status"]) for each in asked} == {
        ("Organization/hemsjukvarden-ekby", "accepted"),
        ("Organization/ekby-sjukhus-hjarta", "requested"),
    }


def test_gunnel_has_asked_a_question_that_nobody_has_answered(told: Region) -> None:
    said = told.bodies("Communication", "gunnel")
    assert [code_in(each["category"], codes.QUESTION.system) for each in said] == [codes.QUESTION.code]


def test_her_sip_is_ahmeds_to_answer_for(told: Region) -> None:
    plan = told.body("CarePlan/gunnel-kontrakt")
    sip = next(each for each in contract(plan, []).linked if each.reference == "CarePlan/gunnel-sip")
    assert sip.responsible == "PractitionerRole/ahmed"


def test_gunnel_has_been_admitted_once_and_come_to_the_emergency_three_times(told: Region) -> None:
    visits = told.bodies("Encounter", "gunnel")
    assert Counter(body["class"]["code"] for body in visits) == {"EMER": 3, "IMP": 1}
    starts = [moment(body["period"]["start"]) for body in visits if body["class"]["code"] == "EMER"]
    assert sum(start.astimezone(clock.STOCKHOLM).hour >= 20 for start in starts if start) == 2


def test_home_care_begins_when_she_has_come_home(told: Region) -> None:
    stay = told.body("Encounter/gunnel-inlagd-1")
    home = told.body("EpisodeOfCare/gunnel-hemsjukvarden-ekby")
    assert stay["period"]["end"] < home["period"]["start"]


def test_hassan_has_times_at_linden_outside_any_plan(told: Region) -> None:
    times = told.bodies("Appointment", "hassan")
    assert len(times) == 2
    assert all(each["status"] == "booked" and "supportingInformation" not in each for each in times)


def test_half_of_samirs_form_is_filled_in(told: Region) -> None:
    rows = told.rows("SELECT section FROM draft WHERE contract = 'samir-kontrakt'")
    assert {section for (section,) in rows} == {"viktigt", "mal", "ansvar", "kontakter"}


def test_every_other_contract_is_whole(told: Region) -> None:
    for patient in ("birger", "asta", "sara", "alva", "noel", "maja", "elsa", "rut"):
        parts = [*told.bodies("Task", patient), *told.bodies("Goal", patient), *told.bodies("CareTeam", patient),
                 *told.bodies("Appointment", patient)]  # fmt: skip
        held = contract(told.body(f"CarePlan/{patient}-kontrakt"), parts)
        known = frozenset(each.id for each in held.contacts)
        points = completeness(held, known, NOW, clock.today(NOW))
        assert all(points.values()), (patient, points)
        assert all(each.bring for each in held.times), patient


def test_gunnels_story_is_her_own_and_the_first_time_she_did_not_want_to_answer(told: Region) -> None:
    first, hers = told.bodies("QuestionnaireResponse", "gunnel")[::-1]
    assert first["author"]["reference"] == "PractitionerRole/maria"
    assert "valueString" not in first["item"][0]["answer"][0]
    assert hers["author"]["reference"] == "Patient/gunnel"


def test_the_agreed_times_lie_ahead_on_weekdays(told: Region) -> None:
    booked = [each for each in told.bodies("Appointment") if each["status"] == "booked"]
    assert len(booked) >= 9
    assert all(each["start"] > "2026-11-21" for each in booked)


def _said(told: Region, number: int) -> dict[str, set[str]]:
    """The words of each part of an utgåva of Gunnel's plan, as they were when it was given out."""
    given = next(
        each for each in told.bodies("Provenance", "gunnel")
        if _number(each) == number and has_coding(each["activity"], *codes.UTGIVEN)
    )  # fmt: skip
    said: dict[str, set[str]] = {"Goal": set(), "Task": set(), "pk-varning": set()}
    for each in given["target"]:
        type, id, _, version = each["reference"].split("/")
        body = told.version(type, id, int(version))
        words = body["description"]["text"] if type == "Goal" else body.get("description", "")
        said.setdefault(type, set()).add(words)
        said["pk-varning"] |= {str(each) for each in extensions(body, systems.ext("varning"))}
    return said


def _number(body: Body) -> int:
    found = extension(body, UTGAVA)
    assert found is not None
    return int(found["valuePositiveInt"])

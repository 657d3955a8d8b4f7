"""The stories hold what they are there to show, and show it to nobody else."""

from patientkontrakt.care import codes
from patientkontrakt.fhir.systems import code_in, extension, has_coding
from tests import cast
from tests.demo.region import Body, Region

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


def test_the_heart_clinic_is_late_and_hemsjukvarden_has_not_answered(told: Region) -> None:
    late, waiting = told.body("Task/gunnel-ansvar-8"), told.body("Task/gunnel-ansvar-7")
    assert late["status"] == "accepted"
    assert late["restriction"]["period"]["end"] < "2026-11-21"
    assert waiting["status"] == "requested"


def test_gunnels_story_is_her_own_and_the_first_time_she_did_not_want_to_answer(told: Region) -> None:
    first, hers = told.bodies("QuestionnaireResponse", "gunnel")[::-1]
    assert first["author"]["reference"] == "PractitionerRole/maria"
    assert "valueString" not in first["item"][0]["answer"][0]
    assert hers["author"]["reference"] == "Patient/gunnel"


def test_the_agreed_times_lie_ahead_on_weekdays(told: Region) -> None:
    booked = [each for each in told.bodies("Appointment") if each["status"] == "booked"]
    assert len(booked) >= 9
    assert all(each["start"] > "2026-11-21" for each in booked)


def _number(body: Body) -> int:
    found = extension(body, UTGAVA)
    assert found is not None
    return int(found["valuePositiveInt"])

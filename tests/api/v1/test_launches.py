"""Opening an app: nobody opens one about what she may not read herself, and what is agreed is what the app is told."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from patientkontrakt.auth.keys.secret import digest
from tests import cast
from tests.api.fhir.house import FHIR, House
from tests.api.v1.people import Person, patient, staff
from tests.auth.launches import register_app

APP = "journal-app"


@pytest.fixture(autouse=True)
def app(house: House) -> None:
    """An app that can be opened."""
    register_app(house.database, APP, "https://app.example/cb", "openid launch user/*.rs")


def encounter(house: House, whose: str) -> str:
    """A visit at Linden; its id."""
    body = {
        "resourceType": "Encounter",
        "status": "in-progress",
        "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"},
        "subject": {"reference": f"Patient/{whose}"},
    }
    return house.given(body).partition("/")[2]


def kept(house: House) -> int:
    with house.database.read() as tx:
        return int(tx.rows("SELECT COUNT(*) FROM launch")[0][0])


@pytest.mark.parametrize("whose", ["elsa", "birger", "nobody"])
def test_nobody_opens_an_app_about_somebody_she_may_not_see(house: House, whose: str) -> None:
    before = kept(house)
    assert staff(house, "maria").post("/launches", {"app": APP, "patient": whose}).status_code == 404
    assert kept(house) == before


def test_a_token_that_reads_no_patient_opens_nothing(house: House) -> None:
    narrow = Person(house.staff("maria", "user/Goal.rs"))
    assert narrow.post("/launches", {"app": APP, "patient": "gunnel"}).status_code == 403


def test_a_role_without_care_opens_no_patient(house: House) -> None:
    for who in ("astrid", "lars"):
        assert staff(house, who).post("/launches", {"app": APP, "patient": "gunnel"}).status_code in (
            403,
            404,
        )


@pytest.mark.parametrize("app", ["demo-app", "demo-integrator", "portal", "nobody"])
def test_only_an_app_with_an_address_can_be_opened(house: House, app: str) -> None:
    assert staff(house, "maria").post("/launches", {"app": app}).status_code == 404


def test_a_patient_opens_one_about_nobody_else(house: House) -> None:
    gunnel = patient(house, "gunnel")
    assert gunnel.post("/launches", {"app": APP, "patient": "birger"}).status_code == 404
    assert gunnel.post("/launches", {"app": APP, "patient": "gunnel"}).status_code == 201


def test_nobody_without_a_token_opens_anything(house: House) -> None:
    assert Person(house.stranger()).post("/launches", {"app": APP}).status_code == 401
    assert Person(house.system("demo-integrator")).post("/launches", {"app": APP}).status_code == 404


def test_another_patients_visit_is_no_context(house: House) -> None:
    visit = encounter(house, "sara")
    refused = staff(house, "maria").post("/launches", {"app": APP, "patient": "gunnel", "encounter": visit})
    assert refused.status_code == 422
    assert refused.get_json()["errors"][0]["where"] == ["encounter"]
    unseen = staff(house, "maria").post("/launches", {"app": APP, "patient": "gunnel", "encounter": "x"})
    assert unseen.status_code == 404


FIRST = "fhirContext[0]"
NO_CONTEXT: dict[str, tuple[dict[str, Any], str]] = {
    "nothing": ({}, "fhirContext[0].reference"),
    "elsewhere": ({"reference": "https://elsewhere.example/fhir/CarePlan/x"}, "fhirContext[0].reference"),
    "a search": ({"reference": "CarePlan/x?y"}, "fhirContext[0].reference"),
    "no type": ({"reference": "Nothing/x"}, FIRST),
    "the log": ({"reference": "AuditEvent/x"}, FIRST),
    "the patient": ({"reference": "Patient/gunnel"}, FIRST),
    "the patient, said again": ({"reference": "Patient/gunnel", "role": "launch"}, FIRST),
    "the encounter": ({"reference": "Encounter/VISIT"}, FIRST),
    "the encounter, said again": ({"reference": "Encounter/VISIT", "role": "launch"}, FIRST),
    "role": ({"reference": "Patient/gunnel", "role": "not absolute"}, "fhirContext[0].role"),
    "another": ({"reference": "Patient/sara", "role": "https://app.example/role"}, FIRST),
    "more": ({"reference": "Patient/gunnel", "role": "urn:x", "more": 1}, "fhirContext[0].more"),
    "canonical": ({"canonical": "https://forms.example/q|1"}, "fhirContext[0].canonical"),
    "identifier": ({"identifier": {"value": "1"}, "type": "Goal"}, "fhirContext[0].identifier"),
}


@pytest.mark.parametrize(("shown", "where"), NO_CONTEXT.values(), ids=NO_CONTEXT)
def test_sm37_what_is_no_fhir_context_is_refused_at_its_place(
    house: House, shown: dict[str, Any], where: str
) -> None:
    visit = encounter(house, "gunnel")
    said = {
        name: value.replace("VISIT", visit) if name == "reference" else value for name, value in shown.items()
    }
    refused = staff(house, "maria").post(
        "/launches", {"app": APP, "patient": "gunnel", "fhirContext": [said]}
    )
    assert refused.status_code == 422
    assert where in [place for each in refused.get_json()["errors"] for place in each["where"]]


def test_sm37_a_visit_of_hers_with_another_part_to_play_is_context(house: House) -> None:
    """The control of the two above."""
    shown = {"reference": f"Encounter/{encounter(house, 'gunnel')}", "role": "https://app.example/role"}
    act = {"app": APP, "patient": "gunnel", "fhirContext": [shown]}
    assert staff(house, "maria").post("/launches", act).status_code == 201


def test_sm25_sm36_sm37_what_is_agreed_is_kept_for_the_app(house: House) -> None:
    visit = encounter(house, "gunnel")
    shown = [{"reference": "Patient/gunnel", "role": "https://app.example/role"}]
    act = {
        "app": APP,
        "patient": "gunnel",
        "encounter": visit,
        "fhirContext": shown,
        "intent": "plan-review",
        "need_patient_banner": False,
    }
    told = staff(house, "maria").done("POST", "/launches", act)
    address = urlsplit(told["address"])
    assert (address.netloc, address.path) == ("app.example", "/open")
    assert parse_qs(address.query) == {"iss": [FHIR], "launch": [told["launch"]]}
    with house.database.read() as tx:
        row = tx.row(
            "SELECT client, account, assignment, patient, context FROM launch WHERE id = :id",
            {"id": digest(told["launch"])},
        )
    assert row
    assert row[:4] == (APP, "Practitioner/maria", "maria", "gunnel")
    tenant = cast.UNITS[cast.STAFF["maria"].unit].custodian
    for part in (visit, "https://app.example/role", "plan-review", f'"tenant":"{tenant}"', '"banner":false'):
        assert part in row[4]


def test_the_patient_sees_in_her_log_that_an_app_was_opened(house: House) -> None:
    staff(house, "maria").done("POST", "/launches", {"app": APP, "patient": "gunnel"})
    rows = patient(house, "gunnel").done("GET", "/my/log")["log"]
    assert "Öppnade en app" in [row["action"] for row in rows if not row["own"]]


def test_the_apps_told_are_those_one_can_open(house: House) -> None:
    told = staff(house, "maria").done("GET", "/apps")["apps"]
    assert {"id": APP, "name": "Journalappen"} in told
    assert {each["id"] for each in told} == {APP, "demo-staff-app"}

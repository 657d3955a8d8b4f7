"""`demo load --people`: who there is and who knows whom, and nothing that anybody has agreed or shared."""

from patientkontrakt.demo.clients import CLIENTS
from patientkontrakt.demo.people import INTERPRETER
from patientkontrakt.policy.scopes import Scopes
from tests import cast
from tests.demo.region import Body, Region


def test_nobody_has_a_plan_and_nobody_has_shared_or_blocked(people: Region) -> None:
    kinds = {body["resourceType"] for body in people.bodies()}
    assert kinds == {
        "Organization", "HealthcareService", "Questionnaire", "Practitioner", "PractitionerRole", "Group",
        "Patient", "EpisodeOfCare", "RelatedPerson",
    }  # fmt: skip


def test_the_people_are_those_of_the_cast_and_no_others(people: Region) -> None:
    numbers = {body["id"]: body["identifier"][0]["value"] for body in people.bodies("Patient")}
    assert numbers == {one.id: one.number for one in cast.PATIENTS.values()}
    named = [*people.bodies("Patient"), *people.bodies("Practitioner"), *people.bodies("RelatedPerson")]
    names = {one.name for one in cast.PATIENTS.values()} | {
        one.name for one in (*cast.STAFF.values(), cast.GERD)
    }
    assert {body["name"][0]["text"] for body in named} == names


def test_every_patient_is_marked_as_test_data(people: Region) -> None:
    codes = [{label["code"] for label in body["meta"]["security"]} for body in people.bodies("Patient")]
    assert len(codes) == 12
    assert all("HTEST" in each for each in codes)
    assert sum("sekretessmarkering" in each for each in codes) == 1


def test_samir_has_neither_address_nor_telephone(people: Region) -> None:
    samir = people.body("Patient/samir")
    assert "address" not in samir
    assert "telecom" not in samir
    assert "samordningsnummer" in samir["identifier"][0]["system"]


def test_hassan_speaks_arabic_and_needs_an_interpreter(people: Region) -> None:
    hassan = people.body("Patient/hassan")
    assert hassan["communication"][0]["language"]["coding"][0]["code"] == "ar"
    assert hassan["extension"] == [{"url": INTERPRETER, "valueBoolean": True}]
    assert all("extension" not in body for body in people.bodies("Patient") if body["id"] != "hassan")


def test_gunnel_would_rather_be_called_than_sent_an_sms(people: Region) -> None:
    ranked = {each["system"]: each["rank"] for each in people.body("Patient/gunnel")["telecom"]}
    assert ranked == {"phone": 1, "sms": 2}
    others = [
        each
        for body in people.bodies("Patient")
        if body["id"] != "gunnel"
        for each in body.get("telecom", [])
    ]
    assert not any("rank" in each for each in others)


def test_whoever_is_listed_at_linden_has_johan_for_her_doctor(people: Region) -> None:
    doctors = {body["id"]: body.get("generalPractitioner") for body in people.bodies("Patient")}
    at_linden = {one.id for one in cast.PATIENTS.values() if one.listed == "linden"}
    assert all(doctors[id] == [{"reference": "PractitionerRole/johan"}] for id in at_linden)
    assert doctors["elsa"] is None


def test_telephones_are_of_the_series_kept_for_fiction(people: Region) -> None:
    told = [each["value"] for body in people.bodies() for each in body.get("telecom", [])]
    assert all(number.startswith(("070-174 06 ", "0980-31 92 ")) for number in told)
    assert {body["id"] for body in people.bodies("PractitionerRole") if "telecom" not in body} == {
        "gerd", "lars", "astrid",
    }  # fmt: skip


def test_units_tell_when_they_are_open(people: Region) -> None:
    hours = {body["id"]: body["availableTime"][0] for body in people.bodies("HealthcareService")}
    weekdays = ["mon", "tue", "wed", "thu", "fri"]
    assert hours["linden"] == _from(weekdays, "08:00:00", "16:00:00")
    assert hours["ekby-sjukhus-hjarta"] == _from(weekdays, "08:00:00", "12:00:00")
    assert hours["hemsjukvarden-ekby"] == _from([*weekdays, "sat", "sun"], "07:00:00", "21:00:00")
    assert hours["ekby-sjukhus-akut"]["allDay"] is True
    streets = {body["id"]: body.get("address") for body in people.bodies("Organization")}
    assert all(streets[id] for id in hours)


def test_staff_work_where_the_cast_says_and_who_has_left_cannot_sign_in(people: Region) -> None:
    assignments = people.rows("SELECT id, unit, custodian, role FROM assignment")
    everybody = (*cast.STAFF.values(), cast.GERD)
    wanted = {(one.id, one.unit, cast.UNITS[one.unit].custodian, one.role) for one in everybody}
    assert set(assignments) == wanted
    assert people.rows("SELECT id FROM account WHERE status <> 'active'") == [("Practitioner/gerd",)]
    assert people.rows("SELECT id FROM assignment WHERE ends IS NOT NULL") == [("gerd",)]


def test_the_group_is_the_kept_list(people: Region) -> None:
    members = people.body("Group/region-exempel-kontrakt")["member"]
    assert tuple(each["entity"]["reference"][8:] for each in members) == cast.GROUPS[cast.GROUP]


def test_every_unit_of_the_cast_belongs_to_its_custodian(people: Region) -> None:
    parents = {
        body["id"]: body.get("partOf", {}).get("reference", "")[13:] for body in people.bodies("Organization")
    }
    assert {(unit.id, parents[unit.id] or unit.id) for unit in cast.UNITS.values()} == {
        (unit.id, unit.custodian) for unit in cast.UNITS.values()
    }


def test_the_clients_may_ask_for_what_the_cast_says_and_only_we_can_read_their_keys(people: Region) -> None:
    stored = dict(people.rows("SELECT id, scope FROM client"))
    known = {id: str(Scopes.parse(client.scope)) for id, client in cast.CLIENTS.items()}
    assert {id: stored[id] for id in known} == known
    assert set(stored) == {"portal", *(each.id for each in CLIENTS)}
    var = people.loading().settings.var
    modes = {path.name: path.stat().st_mode & 0o777 for path in var.rglob("*.jwk")}
    assert modes == {"demo-feed.jwk": 0o600, "demo-integrator.jwk": 0o600, "portal.jwk": 0o600}


def _from(days: list[str], opens: str, closes: str) -> Body:
    return {"daysOfWeek": days, "availableStartTime": opens, "availableEndTime": closes}

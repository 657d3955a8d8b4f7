"""`demo load --people`: who there is and who knows whom, and nothing that anybody has agreed or shared."""

from patientkontrakt.demo.clients import CLIENTS
from patientkontrakt.policy.scopes import Scopes
from tests import cast
from tests.demo.region import Region


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
    assert set(stored) == {each.id for each in CLIENTS}
    var = people.loading().settings.var
    modes = {path.name: path.stat().st_mode & 0o777 for path in var.rglob("*.jwk")}
    assert modes == {"demo-feed.jwk": 0o600, "demo-integrator.jwk": 0o600, "portal.jwk": 0o600}

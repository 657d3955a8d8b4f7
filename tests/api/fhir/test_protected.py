"""Protected identities at the FHIR door (S-1…S-6, S-049, S-161, S-162; row U1): no way of asking tells what is masked."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from patientkontrakt.fhir import systems
from tests.api.fhir.conftest import _built
from tests.api.fhir.house import Caller, House
from tests.cast import STAFF
from tests.databases import Databases
from tests.records.protected import (
    CANARIES,
    NAME,
    OWN_PHONE,
    PHONE,
    STREET,
    elsa,
    fixed_contact,
    relative,
    settle_elsa,
)
from tests.records.region import goal

REDACTED = {"system": systems.REDACTED[0], "code": "REDACTED"}
READS = (
    "/Patient/elsa",
    "/Patient/elsa?_pretty=true",
    "/Patient/elsa?_summary=true",
    "/Patient/elsa?_summary=text",
    "/Patient/elsa?_summary=data",
    "/Patient/elsa?_elements=name,address,telecom,contact,photo,text",
    "/Patient/elsa/_history",
    "/Patient/elsa/_history/1",
    "/Patient/elsa/_history/2",
    "/Patient/elsa/$everything",
    "/Patient/elsa/$everything?_type=Patient,RelatedPerson,PractitionerRole",
    "/Patient/elsa/CareTeam?_include=CareTeam:patient&_include=CareTeam:participant",
    "/Patient?_id=elsa",
    "/Patient?active=true&_total=accurate",
    "/Patient?_sort=family",
    "/Patient/_history",
    "/_history",
    "/?_type=Patient,RelatedPerson,Practitioner",
    "/Patient/elsa/*",
    "/CareTeam?_include=CareTeam:*",
    "/EpisodeOfCare?_include=EpisodeOfCare:patient&_include=EpisodeOfCare:organization",
    "/RelatedPerson?patient=elsa",
    "/Appointment?patient=elsa",
    "/Goal?patient=elsa&_include=Goal:patient",
)


@pytest.fixture(scope="module")
def settled(
    kind: str, databases: Databases, signing_key: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """The file's house, with Elsa in it: unprotected in her first version, protected since her second."""
    folder = tmp_path_factory.mktemp("house")
    with databases.fresh(kind, folder) as url:
        for made in _built(url, folder, signing_key):
            settle_elsa(made.given)
            made.protect()
            made.given(relative(), "eken", "ingrid-elsa")
            made.given(goal("elsa", "Kunna sova"), "linden", "elsa-mal")
            yield made


@pytest.mark.parametrize("path", READS)
def test_s_161_row_u1_no_read_tells_who_or_where_she_is(house: House, maria: Caller, path: str) -> None:
    """S-2, S-161, S-162: read, versions, searches, includes, everything, extracts."""
    response = maria.get(path)
    assert response.status_code == 200, response.text
    assert [each for each in CANARIES if each in response.text] == []
    assert "991945000023" not in response.text  # S-5: no reservnummer


@pytest.mark.parametrize("path", ["/Patient/elsa", "/Patient/elsa/_history", "/Patient?_id=elsa"])
def test_row_u1_her_circle_and_she_herself_read_her_as_stored(house: House, path: str) -> None:
    """S-4"""
    for asker in (house.staff("dag"), house.patient("elsa")):
        told = asker.get(path).text
        assert (NAME in told, STREET in told, PHONE in told) == (True, True, True)


@pytest.mark.parametrize("headers", [{}, {"If_None_Match": 'W/"2"'}, {"If_None_Match": "*"}])
def test_what_is_masked_has_no_etag_and_is_never_not_modified(maria: Caller, headers: dict[str, str]) -> None:
    for method in ("GET", "HEAD"):
        response = maria.send(method, "/Patient/elsa", headers=headers)
        assert (response.status_code, "ETag" in response.headers) == (200, False)
    assert REDACTED in maria.get("/Patient/elsa").json["meta"]["security"]
    entries = maria.get("/Patient/elsa/_history").json["entry"]
    assert [each for each in entries if "etag" in each["response"]] == []


@pytest.mark.parametrize(
    "asked",
    [
        "name=Elsa",
        "name:contains=kydd",
        "family:exact=Skyddad",
        "address=Hemliga",
        "address-city=Ekby",
        "phone=070-174%2006%2088",
        "telecom=070-174%2006%2088",
        "birthdate=1979-01-30",
        "birthdate=gt1979-01-01&birthdate=lt1979-02-01",
        "organization=eken",
        "general-practitioner=PractitionerRole/dag",
        "gender:not=male",
        "address:missing=false",
        "_security=sekretessmarkering",
        "_lastUpdated=gt2020-01-01",
    ],
)
def test_s_161_row_u1_search_is_no_oracle(house: House, maria: Caller, asked: str) -> None:
    told = maria.get(f"/Patient?{asked}&_total=accurate").json
    shown = [each["resource"]["id"] for each in told.get("entry", [])]
    assert ("elsa" in shown, told["total"]) == (False, len(shown))
    assert maria.get(f"/Patient?{asked}&_summary=count").json["total"] == len(shown)
    assert "elsa" in house.staff("dag").get(f"/Patient?{asked}").text


def test_s_161_a_number_finds_nobody_by_post_either(house: House, maria: Caller) -> None:
    asked = {"identifier": f"{systems.PERSONNUMMER}|197901309828", "_total": "accurate"}
    assert maria.search("Patient", asked).json["total"] == 0
    assert house.staff("dag").search("Patient", asked).json["total"] == 1


@pytest.mark.parametrize(
    ("asked", "true", "false"),
    [
        ("Goal?patient.name", "Elsa", "Nobody"),
        ("Goal?patient:Patient.address-city", "Ekby", "Nowhere"),
        ("Goal?subject:Patient.birthdate", "1979-01-30", "1979-01-31"),
        ("Goal?patient.phone", "070-174 06 88", "070-174 06 89"),
        ("Goal?patient.general-practitioner", "PractitionerRole/dag", "PractitionerRole/maria"),
        ("CareTeam?patient._security", "sekretessmarkering", "skyddadFolkbokforing"),
        ("Patient?_has:Goal:patient:lifecycle-status", "active", "completed"),
    ],
)
def test_s_161_row_u1_to_ask_through_another_resource_is_no_oracle(
    house: House, maria: Caller, asked: str, true: str, false: str
) -> None:
    """The right answer and a wrong one sound alike, but to her circle."""
    for who, differs in ((maria, False), (house.staff("dag"), True)):
        right, wrong = (who.get(f"/{asked}={each}&_summary=count") for each in (true, false))
        assert (right.status_code, wrong.status_code) == (200, 200), right.text
        assert (right.json["total"] != wrong.json["total"]) == differs


def test_what_was_masked_is_refused_when_it_comes_back(house: House, maria: Caller) -> None:
    """model.md "One audience, one resource": 422, by POST, PUT and in a transaction; nothing is stored."""
    masked, before = maria.get("/Patient/elsa").json, house.versions()
    feed = house.system("demo-feed")
    put = {"resource": masked, "request": {"method": "PUT", "url": "Patient/elsa"}}
    for response in (
        feed.put("/Patient/elsa", masked),
        feed.post("/Patient", {name: each for name, each in masked.items() if name != "id"}),
        feed.post("", {"resourceType": "Bundle", "type": "transaction", "entry": [put]}),
        maria.post("/Goal", goal("elsa") | {"meta": {"tag": [REDACTED]}}),
        maria.post("/Goal", goal("elsa") | {"meta": {"security": [REDACTED]}}),
    ):
        assert response.status_code == 422, response.text
        assert [each for each in CANARIES if each in response.text] == []
    assert house.versions() == before


def test_s_161_a_write_answers_with_the_mask_on(house: House) -> None:
    """Prefer: return=representation, alone and in a transaction."""
    feed, again = house.system("demo-feed"), elsa() | {"id": "elsa"}
    alone = feed.put("/Patient/elsa", again, Prefer="return=representation")
    put = {"resource": again, "request": {"method": "PUT", "url": "Patient/elsa"}}
    bundle = {"resourceType": "Bundle", "type": "transaction", "entry": [put]}
    together = feed.post("", bundle, Prefer="return=representation")
    for response in (alone, together):
        assert response.status_code == 200, response.text
        assert "Skyddad uppgift" in response.text
        assert [each for each in CANARIES if each in response.text] == []
        assert "ETag" not in response.headers
    assert "etag" not in together.json["entry"][0]["response"]


def test_s_161_a_transaction_reads_with_the_mask_on(maria: Caller) -> None:
    entry = {"request": {"method": "GET", "url": "Patient/elsa"}}
    told = maria.post("", {"resourceType": "Bundle", "type": "transaction", "entry": [entry]})
    assert told.status_code == 200, told.text
    assert [each for each in CANARIES if each in told.text] == []


@pytest.mark.parametrize(
    "asked", ["name=Elsa", "address=Hemliga", "phone=070-174%2006%2088", "gender=female"]
)
def test_s_161_a_condition_is_no_oracle(house: House, maria: Caller, asked: str) -> None:
    """Neither who may only read, nor a feed that may write her, finds her by what is masked."""
    before = house.versions()
    for caller in (house.system("demo-feed"), maria):
        response = caller.put(f"/Patient?{asked}", elsa(id="elsa"))
        assert response.status_code in (400, 403, 404), response.text
        assert [each for each in CANARIES if each in response.text] == []
    assert house.versions() == before


def test_row_u1_a_colleague_with_every_other_ground_is_as_masked(house: House) -> None:
    """A unit with every other right is as masked: only her fixed contact in person sees her."""
    johan = house.staff("johan")
    assert johan.get("/Patient/elsa").json["name"] == [{"text": "Skyddad uppgift"}]


def test_row_b1_no_other_system_is_told_anything(house: House) -> None:
    integrator = house.system("demo-integrator")
    for path in ("/Patient/elsa", "/Patient/elsa/$everything", "/Goal/elsa-mal"):
        assert integrator.get(path).status_code == 404


def test_s_049_skydd_s_6_a_patient_reads_her_team_without_a_protected_persons_name(
    house_of_its_own: House,
) -> None:
    """S-049, S-6"""
    house = house_of_its_own
    settle_elsa(house.given)
    team = fixed_contact("dag", "gunnel")
    team["participant"].append({"member": {"reference": "Practitioner/dag"}})
    house.given(team, "linden", "gunnel-fvk")
    gunnel = house.patient("gunnel")
    asked = "/CareTeam?_include=CareTeam:participant&_include:iterate=PractitionerRole:practitioner"
    assert STAFF["dag"].name in gunnel.get(asked).text
    house.protect("Practitioner", "dag")
    for path in (asked, "/PractitionerRole/dag", "/Practitioner/dag", "/Practitioner/dag/_history/1"):
        told = gunnel.get(path)
        assert told.status_code == 200, path
        for each in (STAFF["dag"].name, OWN_PHONE, "SE2321009991-DAG"):
            assert each not in told.text, (path, each)
    assert "Organization/eken" in gunnel.get("/PractitionerRole/dag").text


def test_s_162_protection_closes_at_the_next_request_and_lifting_it_opens(house_of_its_own: House) -> None:
    house = house_of_its_own
    settle_elsa(house.given)
    maria = house.staff("maria")
    assert STREET in maria.get("/Patient/elsa").text
    house.protect()
    for path in ("/Patient/elsa", "/Patient/elsa/_history/1", "/Patient/elsa/_history"):
        assert STREET not in maria.get(path).text
    assert maria.get("/Patient?name=Elsa&_total=accurate").json["total"] == 0


def test_skydd_s_7_who_opened_her_can_be_found_in_the_log(house: House, maria: Caller) -> None:
    """S-7: the row names her, and she is known by fact_protection."""
    maria.get("/Patient/elsa")
    rows = house.rows(
        "SELECT DISTINCT l.action FROM access_log l JOIN fact_protection f ON f.patient = l.patient"
        " WHERE l.who = 'PractitionerRole/maria' AND l.outcome = 'permitted'"
    )
    assert ("read",) in rows

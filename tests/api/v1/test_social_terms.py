"""A-12 (PDL 2 kap. 8 §): that somebody has help from social services is no search term of health care.

Rut shares between Linden and Hemtjänsten Ekby: Maria may see what Karin keeps about Rut, and never look for who has it.
"""

from collections.abc import Callable
from typing import Any

import pytest

from patientkontrakt import clock
from patientkontrakt.demo.consents import svod
from patientkontrakt.demo.days import Days
from patientkontrakt.fhir import systems
from tests.api.fhir.house import Caller, House
from tests.api.v1.people import published
from tests.api.v1.people import staff as person
from tests.refusals.conftest import logged, statements

__all__ = ["logged", "statements"]

HELP = "Hemtjänsten kommer tre gånger om dagen"
ROLE = {"coding": [{"system": systems.FAST_KONTAKT_TYP, "code": "3"}]}


def team() -> dict[str, Any]:
    return {
        "resourceType": "CareTeam",
        "status": "active",
        "name": HELP,
        "category": [{"coding": [{"system": systems.CARETEAM_TYP, "code": "fast-kontakt"}]}],
        "subject": {"reference": "Patient/rut"},
        "participant": [{"role": [ROLE], "member": {"reference": "PractitionerRole/karin"}}],
    }


@pytest.fixture(scope="module")
def helped(settled: House) -> House:
    """Rut shares what Hemtjänsten keeps about her with Linden."""
    consent = svod("rut", "linden", "hemtjansten-ekby", Days(clock.now()))
    settled.given(consent, "linden", id=consent.pop("id"))
    settled.given(team(), "hemtjansten-ekby")
    return settled


def refused(response: Any) -> bool:
    told = response.status_code == 403 and "A-12" in response.text and HELP not in response.text
    return told and response.json["issue"][0]["code"] == "forbidden"


FILTERS = {
    "EpisodeOfCare": ["organization=Organization/hemtjansten-ekby", "organization=hemtjansten-ekby",
                      "organization=Organization/ekby-kommun.sol", "organization=Organization/angby-kommun.sol",
                      "organization=Organization/linden,Organization/hemtjansten-ekby",
                      "care-manager=Practitioner/karin"],
    "Encounter": ["service-provider=Organization/hemtjansten-ekby", "participant=PractitionerRole/karin",
                  "practitioner=Practitioner/karin"],
    "CarePlan": ["careUnit=Organization/hemtjansten-ekby", "careUnit=hemtjansten-ekby",
                 "careGiver=Organization/ekby-kommun.sol", "performer=Organization/hemtjansten-ekby",
                 "performer=PractitionerRole/karin", "category=SIP",
                 f"category={systems.TYPE_OF_CAREPLAN}|SIP", f"category={systems.TYPE_OF_CAREPLAN}|GP",
                 "category:not=SIP", "category=SoL", "activity-code=http://x.example|sol"],
    "CareTeam": ["participant=PractitionerRole/karin", "participant=karin", "participant=Organization/hemtjansten-ekby",
                 f"role={systems.FAST_KONTAKT_TYP}|3", "role=3", "role=1,3"],
    "Task": ["owner=Organization/hemtjansten-ekby", "requester=PractitionerRole/karin"],
    "Consent": ["organization=Organization/ekby-kommun.sol", "actor=Organization/hemtjansten-ekby"],
    "Patient": ["organization=Organization/hemtjansten-ekby", "general-practitioner=PractitionerRole/karin",
                "general-practitioner=Organization/hemtjansten-ekby"],
    "DocumentReference": ["custodian=Organization/ekby-kommun.sol", "author=PractitionerRole/karin"],
    "ServiceRequest": ["performer=Organization/hemtjansten-ekby", "category=SoL",
                       "order-detail=hemtj%C3%A4nst"],
    "Observation": ["code-value-string=SoL$x", "combo-code-value-concept=x|sol$y", "component-code-value-concept=y$sol"],
}  # fmt: skip


@pytest.mark.parametrize("type", FILTERS)
@pytest.mark.parametrize("who", ["maria", "ahmed"])
def test_a_12_health_care_filters_by_nothing_that_names_social_services(
    who: str, type: str, house: House, helped: House
) -> None:
    for query in FILTERS[type]:
        assert refused(house.staff(who).get(f"/{type}?{query}")), query
        name, _, value = query.partition("=")
        assert refused(house.staff(who).search(type, {name: value})), query
        assert refused(house.staff(who).get(f"/{type}?{query}&_summary=count")), query


def test_a_12_nor_does_a_system_of_health_care(house: House, helped: House) -> None:
    integrator = house.system("demo-integrator")
    assert refused(integrator.get("/EpisodeOfCare?organization=Organization/hemtjansten-ekby"))
    assert (
        "entry" not in integrator.get("/CareTeam?_total=accurate").json
        or HELP not in integrator.get("/CareTeam").text
    )


def test_a_12_the_refusal_comes_before_any_patients_row_and_is_logged(
    house: House, helped: House, statements: Callable[[Callable[[], Any]], list[str]], logged: Any
) -> None:
    maria = house.staff("maria")
    maria.get("/Organization/linden")
    heard = statements(lambda: maria.get("/EpisodeOfCare?organization=Organization/hemtjansten-ekby"))
    assert not any("FROM resource r" in sql for sql in heard)
    assert ("search", "refused", "social_term") in {row[:3] for row in logged()}


@pytest.mark.parametrize(
    "query",
    ["CareTeam.participant=PractitionerRole/karin", "_has:CareTeam:subject:role=3",
     "_has:EpisodeOfCare:patient:organization=hemtjansten-ekby"],
)  # fmt: skip
def test_a_12_no_chain_leads_around(query: str, house: House, helped: House) -> None:
    response = house.staff("maria").get(f"/Patient?{query}")
    assert response.status_code in (400, 403)
    assert "entry" not in response.json


@pytest.mark.parametrize(
    "query",
    ["/CareTeam", "/CareTeam?status=active", "/CareTeam?_sort=-_lastUpdated&_total=accurate",
     "/CareTeam?category=fast-kontakt", "/CareTeam?subject=Patient/rut,Patient/gunnel",
     "/Patient?_revinclude=CareTeam:subject", "/Patient?_id=rut,gunnel&_revinclude=CareTeam:patient",
     "/CareTeam?participant:missing=false", "/CareTeam/_history", "/_history",
     "?_type=CareTeam,Goal", "/PractitionerRole?_id=karin&_revinclude=CareTeam:participant",
     "/Practitioner?_id=karin&_revinclude=*&_revinclude:iterate=*", "/Organization?_revinclude=*&_count=200"],
)  # fmt: skip
def test_a_12_a_list_of_many_patients_leaves_out_what_social_services_keep(
    query: str, house: House, helped: House
) -> None:
    response = house.staff("maria").get(query)
    assert response.status_code == 200
    assert HELP not in response.text


def test_a_12_from_one_patient_no_way_leads_over_social_services_to_another(
    house: House, helped: House
) -> None:
    """Gunnel's team at Linden has Karin in it too: who asks about Rut is not told so by way of Karin."""
    hers = {**team(), "subject": {"reference": "Patient/gunnel"}, "name": "Gunnels grupp"}
    key = house.given(hers, "linden")
    maria = house.staff("maria")
    assert maria.get(f"/{key}").status_code == 200
    way = "_include=CareTeam:participant&_revinclude:iterate=CareTeam:participant"
    response = maria.get(f"/CareTeam?patient=rut&{way}")
    assert HELP in response.text, "what is shared about her is shown to who asks about her"
    assert "PractitionerRole/karin" in [
        each["fullUrl"].partition("/fhir/")[2] for each in response.json["entry"]
    ]
    assert "Gunnels grupp" not in response.text
    assert (
        "Gunnels grupp" not in maria.get("/PractitionerRole?_id=karin&_revinclude=CareTeam:participant").text
    )
    assert "Gunnels grupp" in maria.get("/CareTeam?patient=gunnel").text


IN_A_TEAM = "_has:CareTeam:participant"


@pytest.mark.parametrize(
    "query",
    [f"PractitionerRole?_id=karin&{IN_A_TEAM}:status=active",
     f"PractitionerRole?_id=karin&{IN_A_TEAM}:subject:Patient.name=gunnel",
     f"PractitionerRole?organization=Organization/hemtjansten-ekby&{IN_A_TEAM}:subject:Patient.birthdate=lt1990",
     f"PractitionerRole?{IN_A_TEAM}:participant:PractitionerRole._id=karin",
     f"PractitionerRole?{IN_A_TEAM}:participant:PractitionerRole.organization=Organization/hemtjansten-ekby",
     f"Practitioner?_has:PractitionerRole:practitioner:{IN_A_TEAM}:status=active",
     f"Organization?_id=hemtjansten-ekby&_has:PractitionerRole:organization:{IN_A_TEAM}:status=active",
     "Organization?_id=hemtjansten-ekby&_has:CarePlan:careUnit:status=active",
     "Organization?_has:EpisodeOfCare:organization:patient:Patient.name=rut"],
)  # fmt: skip
def test_a_12_no_unit_and_nobody_at_work_is_found_by_the_patients_who_have_their_help(
    query: str, house: House, helped: House
) -> None:
    """Each alone would tell whether somebody of that name has help: yes is Karin, no is nobody."""
    house.given({**team(), "subject": {"reference": "Patient/gunnel"}, "name": "Med Karin"}, "linden")
    told = house.staff("maria").get(f"/{query}&_total=accurate").json
    shown = {each["resource"]["id"] for each in told.get("entry", [])}
    assert told["total"] == len(shown)
    assert not shown & {"karin", "hemtjansten-ekby", "ekby-kommun.sol"}


def test_a_12_about_one_patient_those_who_help_her_are_found_by_her(house: House, helped: House) -> None:
    maria = house.staff("maria")
    for asked in (f"{IN_A_TEAM}:patient=rut", f"{IN_A_TEAM}:subject:Patient._id=rut"):
        told = maria.get(f"/PractitionerRole?{asked}").json
        assert [each["resource"]["id"] for each in told["entry"]] == ["karin"]
    assert "entry" in house.staff("karin").get(f"/PractitionerRole?_id=karin&{IN_A_TEAM}:status=active").json


def test_a_12_nor_does_a_count_tell(house: House, helped: House) -> None:
    maria = house.staff("maria")
    shown = maria.get("/CareTeam?status=active&_count=200&_total=accurate").json
    assert shown["total"] == len(shown.get("entry", []))
    assert maria.get("/CareTeam?status=active&_summary=count").json["total"] == shown["total"]


@pytest.mark.parametrize(
    "query",
    ["/CareTeam?patient=rut", "/CareTeam?subject=Patient/rut&role=3", "/Patient/rut/CareTeam",
     "/Patient?_id=rut&_revinclude=CareTeam:subject", "/CareTeam?patient=rut&participant=PractitionerRole/karin"],
)  # fmt: skip
def test_a_12_about_one_patient_who_shares_it_is_seen(query: str, house: House, helped: House) -> None:
    response = house.staff("maria").get(query)
    assert response.status_code == 200
    assert HELP in response.text


def test_a_12_nobody_is_on_a_list_of_plans_elsewhere_for_what_social_services_keep(house: House) -> None:
    plan, ahmed = published(person(house, "maria"), "rut"), person(house, "ahmed")
    assert "rut" in {each["id"] for each in ahmed.done("GET", "/shared")["patients"]}
    house.change("UPDATE resource SET custodian = 'ekby-kommun.sol' WHERE id = :id", id=plan)
    assert "rut" not in {each["id"] for each in ahmed.done("GET", "/shared")["patients"]}


HSA_ID = "SE2120009994-T001"  # of Hemtjänsten Ekby


@pytest.mark.parametrize(
    "query",
    [f"performer:identifier=urn:oid:1.2.752.129.2.1.4.1|{HSA_ID}", f"performer:identifier={HSA_ID}",
     "category:text=hemtj%C3%A4nst", "category:text=x"],
)  # fmt: skip
def test_a_12_nor_by_number_or_by_words(query: str, house: House, helped: House) -> None:
    maria = house.staff("maria")
    assert refused(maria.get(f"/CarePlan?{query}"))
    assert maria.get(f"/CarePlan?{query}&patient=rut").status_code == 200
    assert maria.get("/CarePlan?performer:identifier=SE2321009991-L001").status_code == 200


def test_a_12_an_identifier_of_no_system_names_nobody(house: House, helped: House) -> None:
    maria = house.staff("maria")
    assert refused(maria.get("/CareTeam?identifier=x&role=3"))
    assert maria.get("/CareTeam?identifier=http://x.example|x&role=3").status_code == 200


def test_a_12_social_services_and_the_patient_look_for_their_own(house: House, helped: House) -> None:
    for caller in (house.staff("karin"), house.patient("rut")):
        caller_sees: Caller = caller
        assert HELP in caller_sees.get("/CareTeam?participant=PractitionerRole/karin").text
        assert HELP in caller_sees.get("/CareTeam?status=active").text


def test_a_12_what_is_of_health_care_is_looked_for_as_ever(house: House, helped: House) -> None:
    maria = house.staff("maria")
    for query in (
        "/EpisodeOfCare?organization=Organization/linden",
        "/CareTeam?role=1",
        "/CarePlan?category=patientkontrakt",
        "/Task?owner=PractitionerRole/ahmed",
        "/Organization?type=omsorgsenhet",
        "/PractitionerRole?organization=Organization/hemtjansten-ekby",
    ):
        assert maria.get(query).status_code == 200, query

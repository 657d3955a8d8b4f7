"""Protected identities at /api/v1 (S-1…S-8, S-161; row U1): what staff outside the circle are told, then what the circle is."""

from typing import Any

import pytest

from tests.api.fhir.house import House
from tests.api.v1.people import Person, agreed, patient, sections, staff
from tests.cast import STAFF

BOOKED = {
    "times": [
        {"what": "Hemligt samtal", "start": "2031-11-30T08:10:00+01:00", "who": ["PractitionerRole/dag"]}
    ]
}
ASK = {"unit": "hemsjukvarden-ekby", "reason": "samordning", "text": "Kan ni ta omläggningarna?"}
CANARIES = ("Elsa", "070-174 06 91", "Box 40", "Hemligt samtal", "2031-11-30")
DAG_IN_PERSON = (STAFF["dag"].name, "Dag", "070-174 06 21", "SE2321009991-DAG")


@pytest.fixture
def plan(house: House) -> str:
    """Elsa's agreed contract, with Dag as her fixed contact in person; Linden and Hemsjukvården know her too."""
    rows = house.rows("SELECT id FROM resource WHERE type = 'CarePlan' AND patient = 'elsa'")
    if not rows:
        filled = sections("elsa", "dag") | {"tider": BOOKED}
        rows = [(agreed(staff(house, "dag"), patient(house, "elsa"), "elsa", **filled),)]
    for who in ("maria", "ahmed"):
        staff(house, who).done("POST", "/relations", {"patient": "elsa", "reason": "besok"})
    return str(rows[0][0])


def leaked(told: Any) -> list[str]:
    return [each for each in CANARIES if each in str(told)]


def test_row_u1_skydd_s_1_overview_and_contract_say_that_her_identity_is_protected(
    house: House, plan: str
) -> None:
    """S-1, S-2: no name, address, telephone, time or place."""
    maria = staff(house, "maria")
    seen = maria.done("GET", "/patients/elsa/overview")
    assert (seen["name"], seen["address"], seen["phones"], seen["times"]) == ("Skyddad uppgift", None, [], [])
    assert (seen["protected"], seen["masked"], seen["listed_unit"]) == (True, True, None)
    read = maria.done("GET", f"/contracts/{plan}")
    assert (read["times"], read["patient_name"], read["born"]) == ([], None, None)
    for path in ("", "/participants", "/events", "/changes", "/sharing", "/utgavor/1"):
        assert leaked(maria.done("GET", f"/contracts/{plan}{path}")) == [], path


def test_skydd_s_2_when_and_where_she_is_met_is_not_told(house: House, plan: str) -> None:
    """S-2"""
    told = staff(house, "maria").done("GET", "/patients/elsa/times")
    assert (told["times"], leaked(told)) == ([], [])


@pytest.mark.parametrize(
    "path", ["/patients", "/worklist", "/shared", "/questions", "/work-items", "/invitations"]
)
def test_s_161_row_u1_no_list_names_her(house: House, plan: str, path: str) -> None:
    for who in ("maria", "ahmed"):
        assert leaked(staff(house, who).done("GET", path)) == [], who


@pytest.mark.parametrize("asked", [{"name": "Elsa"}, {"name": "skyddad uppgift"}, {"name": "1979-01-30"},
                                   {"number": "197901309828"}, {"name": "790130"}])  # fmt: skip
def test_s_161_row_u1_no_search_finds_her(house: House, plan: str, asked: dict[str, str]) -> None:
    found = staff(house, "maria").done("POST", "/patients/search", asked)
    assert (found["patients"], found["next"]) == ([], None)


def test_s_161_who_is_invited_is_not_told_her_name(house: House, plan: str) -> None:
    sent = staff(house, "dag").post(f"/contracts/{plan}/invitations", ASK)
    assert sent.status_code in (201, 409), sent.text
    received = staff(house, "ahmed").done("GET", "/invitations")["received"]
    assert [(each["contract"], each["patient_name"]) for each in received] == [(plan, None)]


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/relations", {"patient": "elsa", "reason": "x"}),
        (
            "POST",
            "/relations",
            {"number": "197901309828", "reason": "besok", "name": {"given": "A", "family": "B"}},
        ),
        ("POST", "/contracts", {"patient": "elsa", "sections": {"viktigt": {"text": 1}}}),
        ("POST", "/contracts/{plan}/publish", None),
        ("POST", "/contracts/{plan}/end", {"reason": "flyttat"}),
        ("PATCH", "/contracts/{plan}/sections/tider", {"times": []}),
        ("POST", "/patients/search", {"name": ""}),
        ("GET", "/patients/elsa/overview?name=Elsa", None),
    ],
)
def test_s_161_no_refusal_names_her(
    house: House, plan: str, method: str, path: str, body: dict[str, Any] | None
) -> None:
    answer = staff(house, "maria").send(method, path.replace("{plan}", plan), body)
    assert leaked(answer.get_data(as_text=True).replace("name=Elsa", "")) == []


def test_skydd_s_4_row_u1_she_and_her_fixed_contact_see_all_of_it(house: House, plan: str) -> None:
    """S-4"""
    elsa, dag = patient(house, "elsa"), staff(house, "dag")
    mine = elsa.done("GET", "/my/profile")
    assert (mine["name"], mine["phones"]) == ("Elsa Skyddad", ["070-174 06 91"])
    assert "Box 40" in mine["address"]
    assert "Hemligt samtal" in str(elsa.done("GET", "/my/plan"))
    seen = dag.done("GET", "/patients/elsa/overview")
    assert (seen["name"], seen["masked"], seen["phones"]) == ("Elsa Skyddad", False, ["070-174 06 91"])
    assert "elsa" in [each["id"] for each in dag.done("GET", "/patients")["patients"]]
    found = dag.done("POST", "/patients/search", {"number": "197901309828"})
    assert [each["name"] for each in found["patients"]] == ["Elsa Skyddad"]
    assert dag.done("GET", f"/contracts/{plan}")["times"][0]["what"] == "Hemligt samtal"


def test_skydd_s_5_her_number_is_her_own(house: House, plan: str) -> None:
    """S-5: the birth date of her personnummer, as for everybody; no reservnummer takes its place."""
    assert staff(house, "maria").done("GET", "/patients/elsa/overview")["number"] == "19790130-XXXX"


def test_skydd_s_7_every_opening_of_her_can_be_told_from_others(house: House, plan: str) -> None:
    """S-7"""
    staff(house, "maria").done("GET", "/patients/elsa/overview")
    rows = house.rows(
        "SELECT count(*) FROM access_log l WHERE l.who = 'PractitionerRole/maria' AND l.patient IN"
        " (SELECT f.patient FROM fact_protection f)"
    )
    assert rows[0][0] > 0


def test_skydd_s_6_a_protected_colleague_is_her_role_and_her_unit(house: House) -> None:
    """S-6, S-049: in lists at work, in a contract, to the patient whose contact she is, and in the patient's log."""
    dag, maja = staff(house, "dag"), patient(house, "maja")
    dag.done("POST", "/relations", {"patient": "maja", "reason": "besok"})
    filled = sections("maja", "dag")
    filled["kontakter"]["contacts"][0]["paths"] = [{"system": "phone", "value": "0980-31 92 20"}]
    made = agreed(dag, maja, "maja", **filled)
    house.protect("Practitioner", "dag")
    maria = staff(house, "maria")
    for told in (
        maria.done("GET", "/staff?unit=eken"),
        maria.done("GET", f"/contracts/{made}"),
        maria.done("GET", f"/contracts/{made}/participants"),
        maja.done("GET", "/my/plan"),
        maja.done("GET", "/my/changes"),
        maja.done("GET", "/my/log"),
    ):
        assert [each for each in DAG_IN_PERSON if each in str(told)] == []
        assert "Sjuksköterska" in str(told)
    party = maja.done("GET", "/my/plan")["people"]["PractitionerRole/dag"]
    assert (party["name"], party["unit"], party["phone"]) == (
        "Sjuksköterska",
        "Vårdcentralen Eken",
        "0980-31 92 20",
    )
    assert dag.done("GET", "/me")["name"] == STAFF["dag"].name


def test_another_colleague_is_called_by_her_name(house: House) -> None:
    found = staff(house, "dag").done("GET", "/staff?unit=linden")["staff"]
    assert STAFF["maria"].name in [each["name"] for each in found]


def test_who_has_no_account_of_care_is_told_nothing(house: House, plan: str) -> None:
    for who in ("lars", "astrid"):
        assert staff(house, who).get("/patients/elsa/overview").status_code == 403
    assert Person(house.stranger()).get("/patients/elsa/overview").status_code == 401
    assert staff(house, "petra").get("/patients/elsa/overview").status_code == 404

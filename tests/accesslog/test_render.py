"""The AuditEvent of a row: what IHE's patterns want, and nothing about a person beyond ids (AU-01…AU-05)."""

from base64 import b64decode
from typing import Any

import pytest
from fhir.resources.R4B.auditevent import AuditEvent

from patientkontrakt.accesslog.activity import (
    ACTIVITIES,
    PURPOSES,
    Activity,
    Purpose,
    activity_of,
    purpose_of,
)
from patientkontrakt.accesslog.entry import Entry
from patientkontrakt.accesslog.reading import Logged, of_patient
from patientkontrakt.accesslog.render import render
from patientkontrakt.accesslog.words import ACTIONS
from tests.accesslog.hand import Hand, access

ISSUER = "https://patientkontrakt.example"
SOURCE, DESTINATION = "110153", "110152"
NOBODY: dict[str, Any] = dict.fromkeys(
    ("kind", "account", "who", "unit", "custodian", "role", "jti", "purpose")
)

CASES = {
    "read": access(),
    "vread": access(action="vread"),
    "history": access(action="history"),
    "search": access(action="search", subject="CarePlan", items=("CarePlan/a@1", "Goal/b@2"), count=2),
    "everything": access(action="everything", subject="Patient/gunnel"),
    "create": access(action="create", subject="Task", items=("Task/a@1",)),
    "update": access(action="update", items=("CarePlan/a@2", "Task/b@1")),
    "delete": access(action="delete", subject="Organization/eken", items=(), outcome="refused", reason="act"),
    "refused": access(outcome="refused", reason="sparr_inre", items=(), count=0, patient=None),
    "failed": access(action="request", subject="", outcome="failed", reason="", request_id="", items=()),
    "login": access(action="login", subject="", items=(), patient=None, client=None),
    "failed login": access(action="login", subject="", items=(), patient=None, outcome="refused", **NOBODY),
    "token": access(action="token", subject="", items=(), kind="patient", who="Patient/gunnel"),
    "system": access(action="export", kind="system", who="client:demo-integrator", client="demo-integrator"),
    "sharing": access(action="sharing", subject="Consent/x", kind="guardian", who="RelatedPerson/sara"),
    "unknown purpose": access(purpose="Statistik", role=None, unit=None),
    "no resource": access(action="update", items=("draft contract@viktigt",)),
}


def event(entry: Entry) -> dict[str, Any]:
    return render(Logged("17-0a1b", entry), ISSUER)


def role_of(event: dict[str, Any], name: str) -> str:
    agents = (agent for agent in event["agent"] if agent["who"].get("identifier", {}).get("value") == name)
    return str(next(agents)["type"]["coding"][0]["code"])


def entities(event: dict[str, Any], code: str) -> list[dict[str, Any]]:
    return [entity for entity in event["entity"] if entity["type"]["code"] == code]


@pytest.mark.parametrize("name", CASES)
def test_every_kind_of_row_is_a_valid_audit_event_with_one_requestor_at_most(name: str) -> None:
    made = event(CASES[name])
    AuditEvent.model_validate(made)
    assert sum(agent["requestor"] for agent in made["agent"]) <= 1
    assert made["agent"][0]["who"]["identifier"]["value"] == ISSUER


@pytest.mark.parametrize("name", CASES)
def test_only_one_system_object_so_that_the_patterns_hold(name: str) -> None:
    assert len(entities(event(CASES[name]), "2")) <= 1


@pytest.mark.parametrize(
    ("name", "subtype", "action"),
    [
        ("read", "read", "R"),
        ("vread", "vread", "R"),
        ("history", "history-instance", "R"),
        ("search", "search", "E"),
        ("everything", "operation", "E"),
        ("create", "create", "C"),
        ("update", "update", "U"),
        ("delete", "delete", "D"),
        ("sharing", "sharing", "E"),
    ],
)
def test_au_01_the_interaction_is_named(name: str, subtype: str, action: str) -> None:
    made = event(CASES[name])
    assert (made["type"]["code"], made["subtype"][0]["code"], made["action"]) == ("rest", subtype, action)


def test_au_02_in_a_read_the_server_is_the_source_in_all_else_the_client() -> None:
    for name in ("read", "vread", "history"):
        made = event(CASES[name])
        assert (role_of(made, ISSUER), role_of(made, "portal")) == (SOURCE, DESTINATION)
    for name in ("search", "everything", "create", "update"):
        made = event(CASES[name])
        assert (role_of(made, ISSUER), role_of(made, "portal")) == (DESTINATION, SOURCE)


def test_au_03_the_patient_is_an_entity_with_the_patients_role() -> None:
    (patient,) = entities(event(CASES["read"]), "1")
    assert (patient["what"], patient["role"]["code"]) == ({"reference": "Patient/gunnel"}, "1")
    assert entities(event(CASES["refused"]), "1") == []


def test_au_03_a_search_says_what_was_asked_and_lists_what_was_shown() -> None:
    made = event(CASES["search"])
    (query,) = entities(made, "2")
    assert (b64decode(query["query"]), query["role"]["code"]) == (b"CarePlan", "24")
    shown = [entity["what"]["reference"] for code in ("CarePlan", "Goal") for entity in entities(made, code)]
    assert shown == ["CarePlan/a/_history/1", "Goal/b/_history/2"]


def test_au_04_the_person_is_known_by_issuer_and_subject_with_token_purpose_and_client() -> None:
    made = event(CASES["read"])
    (user,) = [agent for agent in made["agent"] if agent["requestor"]]
    assert user["who"] == {
        "reference": "PractitionerRole/maria",
        "identifier": {"system": ISSUER, "value": "maria"},
    }
    assert user["policy"] == ["jti-0"]
    assert user["purposeOfUse"][0]["coding"][0]["code"] == "TREAT"
    assert user["role"] == [{"text": "vardsamordnare"}]
    organizations = [agent["who"].get("reference") for agent in made["agent"][-2:]]
    assert organizations == ["Organization/linden", "Organization/region-exempel"]


@pytest.mark.parametrize("said", [{"reason": "emergency"}, {"action": "emergency"}])
def test_n_3_what_is_opened_in_an_emergency_has_its_own_activity_and_purpose(said: dict[str, str]) -> None:
    made = event(access(**said, purpose="Vård och behandling: Livshotande tillstånd"))
    AuditEvent.model_validate(made)
    (user,) = [agent for agent in made["agent"] if agent["requestor"]]
    assert user["purposeOfUse"][0]["coding"][0]["code"] == "ETREAT"
    assert made["purposeOfEvent"][0]["text"].endswith("Livshotande tillstånd")
    assert made["subtype"][1]["display"] == "Nödöppning"


def test_l_4_every_action_has_an_activity_and_every_purpose_its_word() -> None:
    assert {activity_of(access(action=action)) for action in ACTIONS} == {
        Activity.READ, Activity.WRITE, Activity.PRINT, Activity.REMOVE, Activity.EMERGENCY,
    }  # fmt: skip
    assert ACTIONS.keys() <= ACTIVITIES.keys()
    assert activity_of(access(action="unheard-of")) == Activity.READ
    codes = [
        purpose.code for each in PURPOSES if (purpose := purpose_of(access(purpose=f"{each.text}: ord")))
    ]
    assert codes == ["TREAT", "HQUALIMP", "HLEGAL", None, "HOPERAT", None]
    assert purpose_of(access(purpose=None)) is None
    assert purpose_of(access(purpose="Annat")) == Purpose("Annat", None)


def test_a_system_is_its_client_and_no_person() -> None:
    (requestor,) = [agent for agent in event(CASES["system"])["agent"] if agent["requestor"]]
    assert requestor["who"] == {"identifier": {"value": "demo-integrator"}}


@pytest.mark.parametrize(("name", "outcome"), [("read", "0"), ("refused", "4"), ("failed", "8")])
def test_the_outcome_is_told(name: str, outcome: str) -> None:
    assert event(CASES[name])["outcome"] == outcome
    assert event(CASES["refused"])["outcomeDesc"] == "sparr_inre"


def test_au_05_the_request_is_named_as_it_was_in_x_request_id() -> None:
    (request,) = entities(event(CASES["read"]), "XrequestId")
    assert request["what"] == {"identifier": {"value": "req-0"}}


def test_a_row_of_the_database_is_rendered_with_an_id_that_cannot_be_guessed(hand: Hand) -> None:
    hand.note(access(1))
    with hand.database.read() as tx:
        (logged,) = of_patient(tx, "gunnel")
    made = AuditEvent.model_validate(render(logged, ISSUER)).model_dump(mode="json")
    ((number, uid),) = hand.rows("SELECT id, uid FROM access_log")
    assert made["id"] == f"{number}-{uid}"
    assert len(uid) == 22

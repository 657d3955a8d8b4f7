"""AuditEvent at the FHIR door: a patient's own, a log reader's own people's, and nobody writes it (AU-01…AU-06, S-151)."""

from base64 import b64decode
from datetime import datetime
from typing import Any

import pytest
from fhir.resources.R4B.auditevent import AuditEvent

from patientkontrakt import clock
from tests.api.fhir.house import BASE, Caller, House
from tests.records.region import goal, plan

Event = dict[str, Any]


@pytest.fixture
def lars(house: House) -> Caller:
    return house.staff("lars")


def events(caller: Caller, query: str = "") -> list[Event]:
    answer = caller.get(f"/AuditEvent{query}")
    assert answer.status_code == 200, answer.text
    return [entry["resource"] for entry in answer.json.get("entry", [])]


def newest(caller: Caller, query: str = "") -> Event:
    """The newest row but those of reading the log."""
    return next(each for each in events(caller, query) if not _about_the_log(each))


def agent(event: Event, code: str) -> Event:
    (found,) = [each for each in event["agent"] if each["type"]["coding"][0]["code"] == code]
    return dict(found)


def entities(event: Event, code: str) -> list[Event]:
    return [each for each in event["entity"] if each["type"]["code"] == code]


def _about_the_log(event: Event) -> bool:
    return event["outcomeDesc"] in ("own_log", "log_reader")


def test_s_151_au_06_nobody_writes_the_log(house: House, gunnel: Caller, maria: Caller, lars: Caller) -> None:
    maria.get("/Patient/gunnel")
    event = newest(gunnel)
    path = f"/AuditEvent/{event['id']}"
    before = house.rows("SELECT count(*) FROM access_log WHERE mac IS NULL OR items = 'forged'")
    callers = [gunnel, maria, lars, house.staff("astrid"), house.system("demo-feed"), house.stranger()]
    for caller in callers:
        expected = (401,) if caller.token is None else (403, 404, 405)
        for method, where in (
            ("PUT", path), ("PATCH", path), ("DELETE", path), ("POST", "/AuditEvent"), ("PUT", "/AuditEvent?_id=x"),
            ("DELETE", "/AuditEvent"), ("PUT", "/AuditEvent/new"),
        ):  # fmt: skip
            answer = caller.send(method, where, event)
            assert answer.status_code in expected, (method, where, answer.text)
    for method, url in (
        ("POST", "AuditEvent"),
        ("PUT", f"AuditEvent/{event['id']}"),
        ("DELETE", f"AuditEvent/{event['id']}"),
    ):
        entry = {"resource": event, "request": {"method": method, "url": url}}
        bundle = {"resourceType": "Bundle", "type": "transaction", "entry": [entry]}
        assert 400 <= maria.post("", bundle).status_code < 500
    assert gunnel.get(path).json == event
    assert house.rows("SELECT count(*) FROM access_log WHERE mac IS NULL OR items = 'forged'") == before


def test_s_151_405_says_what_may_be_done(gunnel: Caller) -> None:
    for method in ("PUT", "PATCH", "DELETE"):
        answer = gunnel.send(method, "/AuditEvent/1-x", {})
        assert (answer.status_code, answer.headers["Allow"]) == (405, "GET")


def test_au_06_whoever_has_no_ground_finds_nothing(
    house: House, gunnel: Caller, maria: Caller, lars: Caller
) -> None:
    maria.get("/Patient/gunnel")
    event = newest(gunnel)
    for caller in (maria, house.staff("astrid"), house.patient("birger"), house.staff("petra")):
        assert events(caller, "?patient=gunnel") == []
        assert caller.get(f"/AuditEvent/{event['id']}").status_code == 404
        assert events(caller, "?_id=" + event["id"]) == []
    assert house.patient("gunnel", scope="patient/CarePlan.rs").get("/AuditEvent").status_code == 403
    assert house.stranger().get("/AuditEvent").status_code == 401
    assert events(gunnel, "?patient=birger") == []
    assert gunnel.get("/Patient/birger/AuditEvent").json.get("entry") is None


def test_au_06_an_id_is_whole_or_nothing(gunnel: Caller, maria: Caller) -> None:
    maria.get("/Patient/gunnel")
    number, uid = newest(gunnel)["id"].split("-")
    for id in (number, f"{number}-{'0' * 22}", f"{int(number) + 1}-{uid}", "x"):
        assert gunnel.get(f"/AuditEvent/{id}").status_code == 404


@pytest.mark.parametrize(
    "query",
    ["type=rest", "subtype=read", "agent-name=Maria", "date=i-dag", "date=ap2026", "date=ne2026", "agent=maria",
     "entity=x", "_include=AuditEvent:patient", "_sort=date", "outcome:not=0", "_total=accurate", "_summary=count",
     "entity=Goal/a,Goal/b", "nosuch=1",
     "patient.name=berg", "agent:PractitionerRole.organization=linden", "_has:CarePlan:patient:status=active"],
)  # fmt: skip
def test_what_the_log_is_not_searched_by_is_refused_never_ignored(gunnel: Caller, query: str) -> None:
    assert gunnel.get(f"/AuditEvent?{query}").status_code == 400


def test_au_01_every_interaction_has_its_event_permitted_refused_and_failed(
    house: House, maria: Caller, petra: Caller, gunnel: Caller
) -> None:
    key = house.given(plan("gunnel"))
    maria.get(f"/{key}")
    assert _said(newest(gunnel)) == ("rest", "read", "R", "0")
    maria.get("/Goal?patient=gunnel")
    assert _said(newest(gunnel)) == ("rest", "search", "E", "0")
    made = maria.post("/Goal", goal("gunnel")).json["id"]
    assert _said(newest(gunnel)) == ("rest", "create", "C", "0")
    maria.put(f"/Goal/{made}", {**goal("gunnel", "Ny"), "id": made}, If_Match='W/"1"')
    assert _said(newest(gunnel)) == ("rest", "update", "U", "0")
    petra.get(f"/{key}")
    refused = newest(gunnel)
    assert _said(refused) == ("rest", "read", "R", "4")
    assert refused["outcomeDesc"] == "no_ground"
    for event in events(gunnel):
        AuditEvent.model_validate(event)


def test_au_01_each_entry_of_a_bundle_is_told(maria: Caller, gunnel: Caller) -> None:
    entries = [
        {"fullUrl": f"urn:uuid:00000000-0000-4000-8000-00000000000{n}", "resource": goal("gunnel"),
         "request": {"method": "POST", "url": "Goal"}}
        for n in range(3)
    ]  # fmt: skip
    done = maria.post("", {"resourceType": "Bundle", "type": "transaction", "entry": entries}).json
    made = {entry["response"]["location"].removeprefix(f"{BASE}/fhir/") for entry in done["entry"]}
    event = newest(gunnel)
    told = {each["what"]["reference"] for each in event["entity"] if "reference" in each["what"]}
    assert made <= told


def test_au_02_the_server_is_the_source_of_a_read_and_the_client_of_all_else(
    maria: Caller, gunnel: Caller
) -> None:
    maria.get("/Patient/gunnel")
    event = newest(gunnel)
    assert agent(event, "110153")["who"]["identifier"]["value"] == BASE
    assert agent(event, "110152")["who"]["identifier"]["value"] == "demo-staff-app"
    maria.get("/Goal?patient=gunnel")
    event = newest(gunnel)
    assert agent(event, "110153")["who"]["identifier"]["value"] == "demo-staff-app"
    assert agent(event, "110152")["who"]["identifier"]["value"] == BASE


def test_au_03_the_patient_and_the_query_are_entities_without_what_was_searched_for(
    maria: Caller, gunnel: Caller
) -> None:
    maria.get("/Goal?patient=gunnel&lifecycle-status=active")
    event = newest(gunnel)
    (patient,) = entities(event, "1")
    assert (patient["what"]["reference"], patient["role"]["code"]) == ("Patient/gunnel", "1")
    (query,) = [each for each in entities(event, "2") if "query" in each]
    assert b64decode(query["query"]) == b"Goal"


def test_au_04_the_person_the_token_its_client_and_purpose_are_told(maria: Caller, gunnel: Caller) -> None:
    maria.get("/Patient/gunnel")
    person = agent(newest(gunnel), "IRCP")
    assert person["who"]["identifier"] == {"system": BASE, "value": "Practitioner/maria"}
    assert person["who"]["reference"] == "PractitionerRole/maria"
    assert len(person["policy"]) == 1
    assert person["purposeOfUse"][0]["coding"][0]["code"] == "TREAT"


def test_au_05_the_request_is_named_as_the_answer_named_it(maria: Caller, gunnel: Caller) -> None:
    answered = maria.get("/Patient/gunnel").headers["X-Request-Id"]
    (request,) = entities(newest(gunnel), "XrequestId")
    assert request["what"]["identifier"]["value"] == answered


def test_the_log_is_searched_by_patient_date_agent_entity_outcome_and_action(
    house: House, maria: Caller, petra: Caller, gunnel: Caller, lars: Caller
) -> None:
    key = house.given(goal("gunnel"))
    maria.get(f"/{key}")
    petra.get(f"/{key}")
    event = newest(gunnel, "?agent=PractitionerRole/maria&action=R")
    day = clock.today(datetime.fromisoformat(event["recorded"]))  # a date alone is a day in Sweden
    for query in (f"date=ge{day}&date=le{day}", "date=ge2020", f"_id={event['id']}", f"entity={key}", "entity=Patient/gunnel",
                  "agent=Organization/linden", "agent=Organization/region-exempel", "outcome=0", "action=R,C",
                  "patient=Patient/gunnel", "_lastUpdated=gt2020"):  # fmt: skip
        assert event["id"] in {each["id"] for each in events(gunnel, f"?{query}&_count=200")}, query
    for query in ("date=lt2020", f"entity={key}x", "agent=Organization/rydhalsan", "outcome=4", "outcome=12", "action=C",
                  "action=E", "agent=PractitionerRole/petra", "action=X"):  # fmt: skip
        assert event["id"] not in {each["id"] for each in events(gunnel, f"?{query}&_count=200")}, query
    assert {each["outcome"] for each in events(gunnel, "?outcome=4")} == {"4"}
    assert gunnel.search("AuditEvent", {"patient": "gunnel", "_count": "1"}).json["entry"]
    assert event["id"] in {
        each["resource"]["id"] for each in gunnel.get("/Patient/gunnel/AuditEvent").json["entry"]
    }


def test_a1_a_log_reader_searches_what_the_own_custodians_people_have_done(
    maria: Caller, petra: Caller, gunnel: Caller, lars: Caller
) -> None:
    maria.get("/Patient/gunnel")
    petra.get("/Patient/birger")
    assert newest(lars, "?patient=gunnel")["id"] == newest(gunnel)["id"]
    assert events(lars, "?agent=PractitionerRole/petra") == []
    row = newest(gunnel)
    assert lars.get(f"/AuditEvent/{row['id']}").json == row


def test_a1_reading_the_log_is_in_the_log(gunnel: Caller, lars: Caller, logged: Any) -> None:
    events(gunnel)
    events(lars, "?patient=gunnel")
    events(lars, "?patient=gunnel&date=lt2020")
    assert [row[:4] for row in logged()] == [
        ("search", "permitted", "own_log", "gunnel"),
        ("search", "permitted", "log_reader", "gunnel"),
        ("search", "permitted", "log_reader", None),
    ]


def test_pages_go_on_without_gap_or_repeat(maria: Caller, gunnel: Caller) -> None:
    for _ in range(7):
        maria.get("/Patient/gunnel")
    whole = [each["id"] for each in events(gunnel, "?agent=PractitionerRole/maria&_count=200")]
    found: list[str] = []
    path = "/AuditEvent?agent=PractitionerRole/maria&_count=3"
    while path:
        page = gunnel.get(path).json
        found += [entry["resource"]["id"] for entry in page["entry"]]
        onward = [link["url"] for link in page["link"] if link["relation"] == "next"]
        path = onward[0].removeprefix(f"{BASE}/fhir") if onward else ""
    assert found == whole


def _said(event: Event) -> tuple[str, str, str, str]:
    return event["type"]["code"], event["subtype"][0]["code"], event["action"], event["outcome"]

"""A guardian's whole way: sign-in, whom it is about, tokens; and every way it ends, at the next request."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from joserfc import jwt
from joserfc.jwk import KeySet

from patientkontrakt import clock
from patientkontrakt.demo.people import BY_ID, SEKRETESSMARKERING
from patientkontrakt.records import writer
from patientkontrakt.records.importing.run import operator
from patientkontrakt.records.stored import body_of
from patientkontrakt.store import resources
from tests.auth import flow, forms
from tests.journeys.people import Caller, patient

SCOPE = f"{flow.PATIENT_SCOPE} patient/Goal.cu patient/Consent.cu"


@dataclass
class Now:
    """The time at every door, as the test has it: shortly before midnight in Stockholm, in winter."""

    at: datetime

    def passes(self, **time: float) -> None:
        """Let time pass."""
        self.at += timedelta(**time)


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> Now:
    told = Now(datetime(2026, 12, 1, 22, 50, tzinfo=UTC))
    monkeypatch.setattr(clock, "now", lambda: told.at)
    return told


def change(app: Flask, type: str, id: str, **elements: Any) -> None:
    """The register writes an entry again."""
    counter = app.extensions["patientkontrakt"].counter
    with counter.writing(operator(), clock.now()) as desk:
        current = resources.current(desk.tx, type, id)
        assert current is not None
        body = {**body_of(current.body), **elements}
        writer.update(desk, type, id, body, None, trust=writer.Trust("import"))


def tokens_about(app: Flask, who: str, child: str) -> dict[str, Any]:
    """She signs in with the patient app, chooses whom it is about, approves, and the app has its tokens."""
    browser = app.test_client()
    address = flow.authorize_url(scope=SCOPE, nonce="once")
    flow.sign_in(browser, who)
    form = forms.read(browser.get(address).text)[0]
    page = flow.post(browser, form.action, [*form.fields, ("patient", child)])
    code = flow.answer(flow.approve(browser, page))["code"]
    response = flow.redeem(SimpleNamespace(app=app), code)  # type: ignore[arg-type]
    assert response.status_code == 200, response.text
    told: dict[str, Any] = response.json
    return told


@pytest.fixture
def for_alva(region: Flask, now: Now) -> Caller:
    """Sara, reading for Alva."""
    told = tokens_about(region, "sara", "alva")
    assert told["patient"] == "alva"
    caller = Caller(region, told["access_token"])
    assert caller.get("/fhir/Patient/alva").status_code == 200
    return caller


def is_cut(caller: Caller) -> bool:
    """Whether Alva is as somebody who is not there."""
    ghost = caller.get("/fhir/Patient/nosuch")
    answer = caller.get("/fhir/Patient/alva")
    return answer.status_code == ghost.status_code == 404 and answer.json["issue"] == ghost.json["issue"]


def offered(app: Flask, who: str) -> list[str]:
    """Whom the page of choices offers her; nobody when there is no such page."""
    browser = app.test_client()
    flow.sign_in(browser, who)
    found = forms.read(browser.get(flow.authorize_url()).text)
    return list(found[0].choices.get("patient", []))


def test_s_039_a_token_of_the_day_before_ends_at_midnight(region: Flask, now: Now) -> None:
    """S-039, rows G1, G3: born 13 years before tomorrow, in Stockholm."""
    change(region, "Patient", "alva", birthDate="2013-12-02")
    caller = Caller(region, tokens_about(region, "sara", "alva")["access_token"])
    now.passes(minutes=9, seconds=59)
    assert caller.get("/fhir/Patient/alva").status_code == 200
    now.passes(seconds=1)
    assert is_cut(caller)
    assert "alva" not in offered(region, "sara")


@pytest.mark.parametrize(
    ("type", "id"), [("Patient", "alva"), ("Patient", "sara"), ("RelatedPerson", "sara-alva")]
)
def test_s_040_skydd_s_3_protection_ends_it_at_the_next_request(
    region: Flask, for_alva: Caller, type: str, id: str
) -> None:
    change(region, type, id, meta={"security": [SEKRETESSMARKERING]})
    assert is_cut(for_alva)
    assert "alva" not in offered(region, "sara")


@pytest.mark.parametrize("ended", [{"active": False}, {"relationship": [{"text": "Granne"}]}], ids=str)
def test_s_085_who_is_no_guardian_any_more_has_no_living_token(
    region: Flask, for_alva: Caller, ended: dict[str, Any]
) -> None:
    change(region, "RelatedPerson", "sara-alva", **ended)
    assert for_alva.get("/fhir/Patient/alva").status_code == 401
    assert "alva" not in offered(region, "sara")


def test_s_085_an_entry_that_was_somebody_elses_ends_her_tokens(region: Flask, for_alva: Caller) -> None:
    """The number was wrong: whose it is now may sign in, and who had it by mistake is out."""
    other = [{"system": "http://electronichealth.se/identifier/personnummer", "value": BY_ID["maja"].number}]
    change(region, "RelatedPerson", "sara-alva", identifier=other)
    assert for_alva.get("/fhir/Patient/alva").status_code == 401


def test_a_guardian_writes_no_consent_and_reads_no_log(for_alva: Caller) -> None:
    block = {
        "resourceType": "Consent",
        "status": "active",
        "scope": {"text": "sparr"},
        "category": [{"text": "sparr"}],
        "patient": {"reference": "Patient/alva"},
        "dateTime": "2026-12-01T23:50:00+01:00",
    }
    assert for_alva.post("/fhir/Consent", block).status_code == 403
    assert for_alva.get("/fhir/Patient/sara").status_code == 404
    assert for_alva.get("/fhir/Patient/noel").status_code == 404
    assert for_alva.found("/fhir/AuditEvent") == []


def test_sm54_the_id_token_and_the_log_say_which_relative_it_is(region: Flask, now: Now) -> None:
    told = tokens_about(region, "sara", "alva")
    keys = KeySet.import_key_set(region.test_client().get("/oauth/jwks").json)
    claims = jwt.decode(told["id_token"], keys, algorithms=["RS256"]).claims
    base = region.extensions["patientkontrakt"].settings.base_url
    assert claims["fhirUser"] == f"{base}/fhir/RelatedPerson/sara-alva"
    caller = Caller(region, told["access_token"])
    read = caller.get("/fhir/RelatedPerson/sara-alva")
    assert (read.status_code, read.json["patient"]) == (200, {"reference": "Patient/alva"})
    with region.extensions["patientkontrakt"].database.read() as tx:
        logged = tx.rows(
            "SELECT DISTINCT kind, who, patient FROM access_log WHERE account = 'Patient/sara' AND action = 'read'"
        )
    assert logged == [("guardian", "RelatedPerson/sara-alva", "alva")]


def test_noel_is_not_offered_until_a_unit_lets_her_read_on(region: Flask, now: Now) -> None:
    assert offered(region, "sara") == ["sara", "alva"]


def test_whom_it_is_about_is_asked_of_parents_alone(region: Flask, now: Now) -> None:
    assert offered(region, "gunnel") == []
    assert patient(region, "gunnel").get("/fhir/Patient/gunnel").status_code == 200

"""The authorization endpoint: whom it answers, what it refuses, and how (S-070…S-080, S-089, S-090, SM-20…SM-24)."""

from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from patientkontrakt.auth.oauth.authorization import MOST_SCOPES
from tests.auth import forms
from tests.auth.flow import VERIFIER, answer, approve, asking, authorize_url, challenge, post, sign_in
from tests.auth.house import BASE, CALLBACK, FHIR, House

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@pytest.fixture
def gunnel(house: House) -> FlaskClient:
    """A browser in which Gunnel has signed in."""
    browser = house.app.test_client()
    assert sign_in(browser, "gunnel").status_code == 303
    return browser


def is_page(response: TestResponse) -> bool:
    """A page for the person, and nobody redirected anywhere."""
    return response.status_code == 400 and "Location" not in response.headers and "<h1>" in response.text


BAD_REDIRECTS = [
    CALLBACK + "/",
    CALLBACK + "/../evil",
    CALLBACK + "?x=1",
    CALLBACK + "#x",
    CALLBACK.upper(),
    "http://127.0.0.1:9090/Callback",
    "http://127.0.0.1:9091/callback",
    "http://127.0.0.1/callback",
    "http://localhost:9090/callback",
    "https://127.0.0.1:9090/callback",
    "http://127.0.0.1:9090@evil.example/callback",
    "http://user@127.0.0.1:9090/callback",
    "http://127.0.0.1:9090\\@evil.example/callback",
    "http://127.0.0.1:9090/callback\r\nX: y",
    "http://127.0.0.1:9090/callback\x00",
    "http://127.0.0.1:9090/callback%0d%0a",
    "//evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "http://evil.example/?http://127.0.0.1:9090/callback",
    'http://evil.example/"å',
    " " + CALLBACK,
    "",
]


@pytest.mark.parametrize("uri", BAD_REDIRECTS)
def test_s070_an_unregistered_redirect_uri_gets_a_page(gunnel: FlaskClient, uri: str) -> None:
    assert is_page(gunnel.get(authorize_url(redirect_uri=uri)))


@pytest.mark.parametrize(
    "changes",
    [
        {"response_type": "token"},
        {"response_type": "å\\\"'"},
        {"scope": "nonsense"},
        {"client_id": None},
        {"client_id": "nobody"},
        {"client_id": "demo-integrator"},
        {"prompt": "none"},
        {"code_challenge": None},
    ],
    ids=str,
)
def test_s071_other_faults_do_not_redirect_to_it_either(gunnel: FlaskClient, changes: dict[str, Any]) -> None:
    assert is_page(gunnel.get(authorize_url(redirect_uri="https://evil.example/cb", **changes)))


@pytest.mark.parametrize(
    "changes", [{"client_id": "nobody"}, {"client_id": None}, {"redirect_uri": None}], ids=str
)
def test_an_unknown_client_or_no_redirect_uri_gets_a_page(
    gunnel: FlaskClient, changes: dict[str, Any]
) -> None:
    assert is_page(gunnel.get(authorize_url(**changes)))


def test_a_suspended_client_gets_a_page(house: House, gunnel: FlaskClient) -> None:
    house.change("UPDATE client SET status = 'suspended' WHERE id = 'demo-app'")
    assert is_page(gunnel.get(authorize_url()))


@pytest.mark.parametrize(
    "changes",
    [
        {"code_challenge": None, "code_challenge_method": None},
        {"code_challenge": None},
        {"code_challenge_method": None},
        {"code_challenge_method": "plain"},
        {"code_challenge_method": "plain", "code_challenge": VERIFIER},
        {"code_challenge_method": "s256"},
        {"code_challenge": challenge()[:42]},
        {"code_challenge": challenge() + "A"},
        {"code_challenge": challenge()[:42] + "!"},
    ],
    ids=str,
)
def test_s072_no_pkce_by_s256_no_code(gunnel: FlaskClient, changes: dict[str, Any]) -> None:
    """stack.md §3.3 trap 2: Authlib lets plain and a missing challenge pass."""
    assert answer(gunnel.get(authorize_url(**changes)))["error"] == "invalid_request"


@pytest.mark.parametrize(
    "aud", [None, "", BASE, FHIR + "/x", FHIR.upper(), "https://other.example/fhir"], ids=repr
)
def test_s073_a_foreign_aud_is_refused(gunnel: FlaskClient, aud: str | None) -> None:
    """stack.md §3.3 trap 10."""
    assert answer(gunnel.get(authorize_url(aud=aud)))["error"] == "invalid_request"


@pytest.mark.parametrize(
    "kind", ["token", "id_token", "code id_token", "code token", "none", 'å"\\', None], ids=repr
)
def test_s080_only_code_is_a_response_type(gunnel: FlaskClient, kind: str | None) -> None:
    sent = answer(gunnel.get(authorize_url(response_type=kind)))
    assert sent["error"] == "unsupported_response_type"
    assert sent["state"] == asking()["state"]
    assert sent["iss"] == BASE


@pytest.mark.parametrize("extra", ["launch", "request", "request_uri", "response_mode"])
def test_what_we_do_not_do_is_refused(gunnel: FlaskClient, extra: str) -> None:
    """A launch nobody opened, no request objects (stack.md §3.3 trap 13, CVE-2026-114618), no fragments."""
    assert (
        answer(gunnel.get(authorize_url(**{extra: "https://evil.example/x"})))["error"] == "invalid_request"
    )


@pytest.mark.parametrize(
    "name", ["client_id", "redirect_uri", "scope", "state", "code_challenge", "nonce", "aud"]
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_s090_a_parameter_sent_twice_gets_a_page(gunnel: FlaskClient, name: str, method: str) -> None:
    """In an address or in a form alike: each has a source of its own."""
    address, _, query = f"{authorize_url(nonce='n')}&{name}=x".partition("?")
    if method == "GET":
        assert is_page(gunnel.get(f"{address}?{query}"))
    else:
        assert is_page(gunnel.post(address, data=query, content_type="application/x-www-form-urlencoded"))


@pytest.mark.parametrize("value", ["a\nb", "a\x00b", "x" * 4001], ids=["newline", "NUL", "long"])
def test_an_unreadable_parameter_gets_a_page(gunnel: FlaskClient, value: str) -> None:
    assert is_page(gunnel.get(authorize_url(state=value)))


def test_bytes_that_are_no_utf_8_get_a_page(gunnel: FlaskClient) -> None:
    assert is_page(gunnel.get(f"{authorize_url(state=None)}&state=%ff"))


@pytest.mark.parametrize(
    "scope", ["user/*.rs", "system/*.rs", "nonsense", "patient/*.dus", None, "launch"], ids=repr
)
def test_s057_a_scope_of_which_nothing_can_be_granted_is_refused(
    gunnel: FlaskClient, scope: str | None
) -> None:
    assert answer(gunnel.get(authorize_url(scope=scope)))["error"] == "invalid_scope"


def test_more_scopes_than_anybody_needs_are_refused(gunnel: FlaskClient) -> None:
    """Each is weighed against every registered one: a long list would buy a second of ours with a line of theirs."""
    many = [f"patient/Observation.rs?code=urn:x|{number}" for number in range(MOST_SCOPES)]
    assert gunnel.get(authorize_url(scope=" ".join(["launch/patient", *many[:-1]]))).status_code == 200
    refused = answer(gunnel.get(authorize_url(scope=" ".join(["launch/patient", *many]))))
    assert refused["error"] == "invalid_scope"


def test_prompt_none_shows_no_page(house: House, gunnel: FlaskClient) -> None:
    stranger = house.app.test_client()
    assert answer(stranger.get(authorize_url(prompt="none")))["error"] == "login_required"
    assert answer(gunnel.get(authorize_url(prompt="none")))["error"] == "interaction_required"


def test_s089_denied_is_denied(gunnel: FlaskClient) -> None:
    sent = answer(approve(gunnel, gunnel.get(authorize_url()), "deny"))
    assert (sent["error"], sent["state"], sent["iss"]) == ("access_denied", asking()["state"], BASE)
    assert "code" not in sent


def test_nothing_ticked_is_denied(gunnel: FlaskClient) -> None:
    page = gunnel.get(authorize_url())
    assert answer(approve(gunnel, page, scope=[]))["error"] == "access_denied"


def test_s089_approval_needs_its_form_token(gunnel: FlaskClient) -> None:
    form = forms.read(gunnel.get(authorize_url()).text)[0]
    fields = [("decision", "approve"), ("scope", "patient/*.rs")]
    assert post(gunnel, form.action, fields).status_code == 400
    assert post(gunnel, form.action, [*fields, ("csrf_token", "")]).status_code == 400
    assert gunnel.get(form.action).status_code == 405


def test_s102_another_visitors_form_token_is_refused(house: House, gunnel: FlaskClient) -> None:
    other = house.app.test_client()
    sign_in(other, "birger")
    theirs = forms.read(other.get(authorize_url()).text)[0]
    assert post(gunnel, theirs.action, [*theirs.fields, ("decision", "approve")]).status_code == 400


def test_s102_a_form_from_another_site_is_refused(gunnel: FlaskClient) -> None:
    form = forms.read(gunnel.get(authorize_url()).text)[0]
    for sent in ("https://evil.example", "null"):
        data = urlencode([*form.fields, ("decision", "approve")])
        headers = {"Origin": sent, "Content-Type": "application/x-www-form-urlencoded"}
        assert gunnel.post(form.action, data=data, headers=headers).status_code == 400


def test_s102_a_form_as_plain_text_is_refused(gunnel: FlaskClient) -> None:
    form = forms.read(gunnel.get(authorize_url()).text)[0]
    data = urlencode([*form.fields, ("decision", "approve")])
    assert gunnel.post(form.action, data=data, content_type="text/plain").status_code == 400


def test_approving_what_was_not_offered_grants_nothing_of_it(house: House, gunnel: FlaskClient) -> None:
    page = gunnel.get(authorize_url(scope="openid patient/CarePlan.rs"))
    sent = answer(approve(gunnel, page, scope=["patient/CarePlan.rs", "patient/*.rs", "system/*.rs"]))
    assert "code" in sent
    assert house.rows("SELECT scope FROM code") == [("patient/CarePlan.rs",)]


def test_without_a_session_one_signs_in_first(house: House) -> None:
    response = house.app.test_client().get(authorize_url())
    assert response.status_code == 303
    assert urlsplit(response.location).path == "/logga-in"


def test_s079_state_and_issuer_come_back_exactly(gunnel: FlaskClient) -> None:
    sent = answer(approve(gunnel, gunnel.get(authorize_url())))
    assert sent["state"] == asking()["state"]
    assert sent["iss"] == BASE
    assert set(sent) == {"code", "state", "iss"}


def test_no_state_no_state(gunnel: FlaskClient) -> None:
    assert set(answer(approve(gunnel, gunnel.get(authorize_url(state=None))))) == {"code", "iss"}


def test_sm21_post_is_as_good_as_get(house: House) -> None:
    browser = house.app.test_client()
    to_sign_in = browser.post("/oauth/authorize", data=asking())
    entered = sign_in(browser, "gunnel", to_sign_in.location)
    assert dict(parse_qsl(urlsplit(entered.location).query)) == asking()
    page = browser.post("/oauth/authorize", data=asking())
    assert "code" in answer(approve(browser, page))


def test_a_trailing_slash_on_aud_is_fine(gunnel: FlaskClient) -> None:
    assert "code" in answer(approve(gunnel, gunnel.get(authorize_url(aud=FHIR + "/"))))


def test_the_approval_page_says_who_asks_for_what(gunnel: FlaskClient) -> None:
    page = gunnel.get(authorize_url(), headers={"Accept-Language": "sv"})
    assert "demo-app" in page.text
    assert "Gunnel Andersson" in page.text
    assert "Läsa alla delar av planeringen" in page.text
    form = forms.read(page.text)[0]
    assert form.choices["scope"] == ["openid", "fhirUser", "offline_access", "launch/patient", "patient/*.rs"]
    assert form.choices["decision"] == ["approve", "deny"]


def test_the_approval_page_speaks_english_too(gunnel: FlaskClient) -> None:
    page = gunnel.get(authorize_url(sprak="en"))
    assert '<html lang="en">' in page.text
    assert "Read all parts of the plan" in page.text


def test_s058_a_wildcard_is_offered_as_what_is_registered(gunnel: FlaskClient) -> None:
    form = forms.read(gunnel.get(authorize_url(scope="patient/*.cruds")).text)[0]
    assert "patient/*.rs" in form.choices["scope"]
    assert "patient/Task.cu" in form.choices["scope"]
    assert "patient/CarePlan.cu" not in form.choices["scope"]


def test_an_approval_is_kept_as_evidence(house: House, gunnel: FlaskClient) -> None:
    approve(gunnel, gunnel.get(authorize_url(scope="openid patient/*.rs")))
    kept = house.rows("SELECT account, client, scope, patient FROM approval")
    assert kept == [("Patient/gunnel", "demo-app", "openid patient/*.rs", "gunnel")]

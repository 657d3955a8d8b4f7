"""SMART at the resource server: no token, dead token, too small a token, and what may be created (conformance.md SM-80…SM-84)."""

import pytest

from tests.clients.backend import backend
from tests.clients.public_app import STAFF_SCOPE, App
from tests.clients.region import Region

GOAL = {
    "resourceType": "Goal",
    "lifecycleStatus": "active",
    "description": {"text": "Gå till torget"},
    "subject": {"reference": "Patient/gunnel"},
}


@pytest.mark.parametrize("token", ["", "eyJhbGciOiJub25lIn0.e30.", "x" * 43])
def test_sm80_sm81_without_a_living_token_there_is_a_challenge_and_an_outcome(
    region: Region, token: str
) -> None:
    app = App(region)
    headers = {"Authorization": f"Bearer {token}"} if token else {"Authorization": ""}
    for path in (
        "Patient/gunnel",
        "Patient/nobody-at-all",
        "CarePlan?patient=gunnel",
        "Patient/gunnel/$everything",
    ):
        answer = app.fhir("GET", path, "x", headers=headers)
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
        assert answer.json()["resourceType"] == "OperationOutcome"
        assert answer.json()["issue"][0]["code"] == "login"


def test_sm82_too_small_a_scope_hears_the_same_of_what_is_and_is_not(region: Region) -> None:
    app = App(region, scope="launch/patient patient/Goal.rs").enter("gunnel")
    for path in (
        "CarePlan/gunnel-kontrakt",
        "CarePlan/birger-kontrakt",
        "CarePlan/nothing",
        "CarePlan?patient=birger",
    ):
        answer = app.fhir("GET", path)
        assert answer.status_code == 403, path
        assert answer.json()["issue"][0]["code"] == "forbidden"


def test_sm83_one_forbidden_entry_and_nothing_of_the_transaction_is_kept(region: Region) -> None:
    app = App(region, scope="launch/patient patient/Goal.crus").enter("gunnel")
    ids_before = goals(app)
    observation = {
        "resourceType": "Observation",
        "status": "final",
        "subject": {"reference": "Patient/gunnel"},
    }
    entries = [
        {"resource": resource, "request": {"method": "POST", "url": resource["resourceType"]}}
        for resource in (GOAL, observation)
    ]
    bundle = {"resourceType": "Bundle", "type": "transaction", "entry": entries}
    assert app.fhir("POST", "", json=bundle).status_code == 403
    assert goals(app) == ids_before


@pytest.mark.parametrize(
    ("client", "scope", "person"),
    [("demo-app", "launch/patient patient/Goal.crus", "gunnel"), ("demo-staff-app", STAFF_SCOPE, "maria")],
)
def test_sm84_people_do_not_choose_the_id_of_what_they_make(
    region: Region, client: str, scope: str, person: str
) -> None:
    app = App(region, client, scope).enter(person)
    body = GOAL | {"id": "my-own-id"}
    answer = app.fhir("PUT", "Goal/my-own-id", json=body, headers={"If-Match": 'W/"1"'})
    assert answer.status_code == 404
    assert app.fhir("GET", "Goal/my-own-id").status_code == 404


def test_sm84_a_feed_does(region: Region) -> None:
    feed = backend(region, "demo-feed", "ES384")
    body = {"resourceType": "Patient", "id": "from-the-feed", "name": [{"text": "Sture Test"}]}
    made = App(region).fhir("PUT", "Patient/from-the-feed", feed.token("system/Patient.cu"), json=body)
    assert made.status_code == 201, made.text
    assert made.headers["Location"].startswith(f"{region.fhir}/Patient/from-the-feed/_history/")


def goals(app: App) -> list[str]:
    """The ids of Gunnel's goals."""
    return [entry["resource"]["id"] for entry in app.fhir("GET", "Goal?patient=gunnel").json()["entry"]]

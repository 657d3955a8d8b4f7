"""Each capability that is stated is there: a live probe of each, and not one more or less (SM-08, S-098)."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import httpx
import pytest

from tests.clients.backend import backend
from tests.clients.public_app import STAFF_SCOPE, App
from tests.clients.region import CALLBACK, Region
from tests.clients.visitor import Visitor, brought

EHR_SCOPE = "openid fhirUser launch launch/patient launch/encounter user/*.rs"
OF_PATIENT = "openid fhirUser launch/patient patient/*.rs"


def _registered(region: Region, scope: str, *more: str) -> dict[str, Any]:
    """A new program, as an operator registers it."""
    words = ["--name", "Prov", "--scope", scope, "--redirect-uri", CALLBACK, *more]
    made: dict[str, Any] = json.loads(region.command("client", "register", *words))
    return made


def _patient(region: Region, scope: str = OF_PATIENT, client: str = "demo-app") -> App:
    return App(region, client, scope).enter("gunnel")


def _reads_her_plan(app: App) -> bool:
    found = app.fhir("GET", "CarePlan?patient=gunnel").json().get("entry", [])
    return "gunnel-kontrakt" in [each["resource"]["id"] for each in found]


def _standalone(region: Region) -> bool:
    app = _patient(region)
    return bool(app.tokens["patient"] == "gunnel") and _reads_her_plan(app)


def _told_at_launch(region: Region) -> dict[str, Any]:
    """What an app hears that Maria opened from within a journal system, with Gunnel and a visit of hers before her."""
    made = _registered(region, EHR_SCOPE, "--launch-uri", "http://127.0.0.1:9090/launch")
    id = made["client_id"]
    maria = App(region, "demo-staff-app", STAFF_SCOPE).enter("maria")
    [visit, *_] = maria.fhir("GET", "Encounter?patient=gunnel").json()["entry"]
    seen = {"app": id, "patient": "gunnel", "encounter": visit["resource"]["id"]}
    headers = {"Authorization": f"Bearer {maria.tokens['access_token']}"}
    opened = httpx.post(f"{region.base}/api/v1/launches", json=seen, headers=headers, timeout=30)
    assert opened.status_code == 201, opened.text
    app = App(region, id, EHR_SCOPE).enter("maria", launch=opened.json()["launch"])
    assert app.tokens["encounter"] == seen["encounter"]
    assert app.fhir("GET", f"Encounter/{seen['encounter']}").status_code == 200
    return app.tokens


def _post(region: Region) -> bool:
    asked = httpx.post(f"{region.base}/oauth/authorize", data=App(region).asking())
    return asked.status_code == 303 and "/logga-in" in asked.headers["Location"]


def _with_secret(region: Region) -> bool:
    made = _registered(region, OF_PATIENT, "--secret")
    app = App(region, made["client_id"], OF_PATIENT)
    with Visitor(CALLBACK) as visitor:
        code = brought(visitor.approve(app.address(), "gunnel"))["code"]
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": CALLBACK,
        "code_verifier": app.verifier,
    }
    proof = httpx.BasicAuth(made["client_id"], made["client_secret"])
    answer = httpx.post(f"{region.base}/oauth/token", data=form, auth=proof, timeout=30)
    return answer.status_code == 200 and answer.json()["patient"] == "gunnel"


def _with_key(region: Region) -> bool:
    token = backend(region, "demo-integrator", "RS384").token("system/CarePlan.rs")
    return _reads_her_plan(App(region, tokens={"access_token": token}))


def _signed_in(region: Region) -> bool:
    app = _patient(region)
    headers = {"Authorization": f"Bearer {app.tokens['access_token']}"}
    told = httpx.get(f"{region.base}/oauth/userinfo", headers=headers, timeout=30).json()
    return bool(app.tokens["id_token"]) and told["fhirUser"] == f"{region.fhir}/Patient/gunnel"


def _refreshes(region: Region, access: str) -> bool:
    app = _patient(region, f"{OF_PATIENT} {access}")
    form = {
        "grant_type": "refresh_token",
        "refresh_token": app.tokens["refresh_token"],
        "client_id": "demo-app",
    }
    answer = app.ask_token(**form)
    return answer.status_code == 200 and access in answer.json()["scope"].split()


def _user(region: Region) -> bool:
    app = App(region, "demo-staff-app", STAFF_SCOPE).enter("maria")
    return "user/*.cruds" in app.tokens["scope"].split() and _reads_her_plan(app)


def _first_version(region: Region) -> bool:
    app = _patient(region, "launch/patient patient/*.read")
    return "patient/*.rs" in app.tokens["scope"].split() and _reads_her_plan(app)


def _second_version(region: Region) -> bool:
    app = _patient(region, "launch/patient patient/CarePlan.rs patient/Goal.s")
    return _reads_her_plan(app) and app.fhir("GET", "Task?patient=gunnel").status_code == 403


PROBES: dict[str, Callable[[Region], bool]] = {
    "launch-standalone": _standalone,
    "launch-ehr": lambda region: bool(_told_at_launch(region)["access_token"]),
    "authorize-post": _post,
    "client-public": lambda region: bool(_patient(region).tokens["access_token"]),
    "client-confidential-asymmetric": _with_key,
    "client-confidential-symmetric": _with_secret,
    "sso-openid-connect": _signed_in,
    "context-standalone-patient": lambda region: _patient(region).tokens["patient"] == "gunnel",
    "context-ehr-patient": lambda region: _told_at_launch(region)["patient"] == "gunnel",
    "context-ehr-encounter": lambda region: bool(_told_at_launch(region)["encounter"]),
    "context-banner": lambda region: _patient(region).tokens["need_patient_banner"] is True,
    "permission-offline": partial(_refreshes, access="offline_access"),
    "permission-online": partial(_refreshes, access="online_access"),
    "permission-patient": lambda region: _reads_her_plan(_patient(region)),
    "permission-user": _user,
    "permission-v1": _first_version,
    "permission-v2": _second_version,
}


def capabilities(region: Region) -> set[str]:
    """What the running service says of itself."""
    told = httpx.get(f"{region.fhir}/.well-known/smart-configuration").json()["capabilities"]
    assert len(told) == len(set(told))
    return set(told)


def test_sm08_s098_a_probe_of_each_capability_and_of_no_other(region: Region) -> None:
    assert capabilities(region) == set(PROBES)


@pytest.mark.parametrize("capability", PROBES)
def test_sm08_s098_it_is_there(region: Region, capability: str) -> None:
    assert PROBES[capability](region)


def test_sm09_the_sets_of_a_journal_system_are_whole(region: Region) -> None:
    """Patient and clinician access, standalone and EHR launch (SMART App Launch 2.2, capability sets)."""
    both = {
        "client-public",
        "client-confidential-symmetric",
        "sso-openid-connect",
        "permission-patient",
        "permission-user",
    }
    ehr = {"launch-ehr", "context-ehr-patient", "context-ehr-encounter", "context-banner"}
    assert both | ehr | {"launch-standalone", "context-standalone-patient"} <= capabilities(region)

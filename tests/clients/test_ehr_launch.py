"""EHR launch of the running service: a member of staff opens an app, which signs her in with what she had before her."""

from urllib.parse import parse_qs, urlsplit

import httpx

from tests.clients.public_app import STAFF_SCOPE, App
from tests.clients.region import CALLBACK, Region
from tests.clients.visitor import Visitor, brought, sent_to

SCOPE = "openid fhirUser launch user/*.rs"


def opened(region: Region, token: str, patient: str = "gunnel") -> dict[str, str]:
    """Where the journal system sends the browser, and what it brings."""
    told = httpx.post(
        f"{region.base}/api/v1/launches",
        json={"app": "demo-staff-app", "patient": patient, "intent": "plan-review"},
        headers={"Authorization": f"Bearer {token}"},
        timeout=30,
    )
    assert told.status_code == 201, told.text
    address = urlsplit(told.json()["address"])
    assert f"{address.scheme}://{address.netloc}{address.path}" == "http://127.0.0.1:9090/launch"
    return {name: values[0] for name, values in parse_qs(address.query).items()}


def test_sm25_a_launch_is_nobody_elses_and_good_once(
    region: Region, visitor: Visitor, marias_token: str
) -> None:
    brings = opened(region, marias_token)
    johans = App(region, "demo-staff-app", SCOPE)
    with Visitor(CALLBACK) as johan:
        refused = johan.sign_in(johans.address(launch=brings["launch"]), "johan")
        assert brought(sent_to(refused))["error"] == "invalid_request"
    marias = App(region, "demo-staff-app", SCOPE).address(launch=brings["launch"])
    page = visitor.sign_in(marias, "maria")
    assert "code" in brought(sent_to(visitor.send(page, decision="approve")))
    assert brought(sent_to(visitor.open(marias)))["error"] == "invalid_request"


def test_sm25_sm36_the_app_learns_what_was_before_her(
    region: Region, visitor: Visitor, marias_token: str
) -> None:
    brings = opened(region, marias_token)
    assert brings["iss"] == region.fhir
    known = httpx.get(f"{brings['iss']}/.well-known/smart-configuration").json()
    assert {"launch-ehr", "context-ehr-patient"} <= set(known["capabilities"])
    app = App(region, "demo-staff-app", SCOPE)
    page = visitor.sign_in(app.address(launch=brings["launch"]), "maria")
    told = app.redeem(brought(sent_to(visitor.send(page, decision="approve")))["code"]).tokens
    assert (told["patient"], told["intent"], told["tenant"]) == ("gunnel", "plan-review", "region-exempel")
    assert told["need_patient_banner"] is True
    assert app.fhir("GET", f"Patient/{told['patient']}").status_code == 200


def test_sm25_staff_scope_without_launch_is_standalone_as_before(region: Region) -> None:
    assert "patient" not in App(region, "demo-staff-app", STAFF_SCOPE).enter("maria").tokens

"""PyPI fhirclient, a SMART client that somebody else wrote, against the running service: it knows us by /metadata only.

Its models are strict: a field that R4 does not know, or of another kind, is an error (conformance.md E9).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

import httpx
import pytest
from fhirclient.client import FHIRClient
from fhirclient.models.bundle import Bundle
from fhirclient.models.capabilitystatement import CapabilityStatement
from fhirclient.models.careplan import CarePlan
from fhirclient.models.fhirelementfactory import FHIRElementFactory
from fhirclient.models.patient import Patient
from fhirclient.server import FHIRNotFoundException, FHIRUnauthorizedException

from patientkontrakt.demo.clients import SIGNED_OUT
from tests.clients.public_app import App
from tests.clients.region import CALLBACK, Region
from tests.clients.visitor import Visitor, sent_to

SCOPE = "openid fhirUser offline_access patient/*.rs"
ONLINE = "openid fhirUser online_access patient/*.rs"


@pytest.fixture
def smart(region: Region) -> Iterator[FHIRClient]:
    """The client of demo-app, before anybody has signed in."""
    with client_of(region) as smart:
        yield smart


@contextmanager
def client_of(region: Region, scope: str = SCOPE) -> Iterator[FHIRClient]:
    """A client as its documentation says to make one; the library itself adds launch/patient."""
    settings = {"app_id": "demo-app", "api_base": region.fhir, "redirect_uri": CALLBACK, "scope": scope}
    smart = FHIRClient(settings=settings)
    try:
        assert not smart.prepare(), "it has no token yet"
        yield smart
    finally:
        smart.server.session.close()


@pytest.fixture
def gunnels(smart: FHIRClient, visitor: Visitor) -> FHIRClient:
    """The client once Gunnel has signed in and approved."""
    smart.handle_callback(visitor.approve(smart.authorize_url, "gunnel"))
    return smart


@pytest.fixture(scope="module")
def signed_in(region: Region) -> App:
    """Gunnel's app, for what is told to no library: she signs in once."""
    return App(region).enter("gunnel")


def plans_of(smart: FHIRClient, patient: str, page_size: int = 50) -> list[str]:
    """The ids of what a search finds on all its pages."""
    search = CarePlan.where({"patient": patient, "_count": str(page_size)})
    return [plan.id for plan in search.perform_resources_iter(smart.server)]


def test_without_signing_in_nothing_is_read(smart: FHIRClient) -> None:
    with pytest.raises(FHIRUnauthorizedException):
        Patient.read("gunnel", smart.server)


def test_an_answer_with_another_state_is_not_taken(smart: FHIRClient, visitor: Visitor) -> None:
    address = visitor.approve(smart.authorize_url, "gunnel")
    with pytest.raises(Exception, match="Invalid state"):
        smart.handle_callback(address.replace("state=", "state=x"))
    assert not smart.ready


def test_a_no_is_a_no(smart: FHIRClient, visitor: Visitor) -> None:
    page = visitor.sign_in(smart.authorize_url, "gunnel")
    with pytest.raises(Exception, match="said no"):
        smart.handle_callback(sent_to(visitor.send(page, decision="deny")))
    assert not smart.ready


@pytest.mark.parametrize("person", ["alva", "gerd", "nobody"])
def test_a_child_a_suspended_and_an_unknown_person_do_not_get_in(
    smart: FHIRClient, visitor: Visitor, person: str
) -> None:
    page = visitor.sign_in(smart.authorize_url, person)
    assert page.status_code == 403
    assert "decision" not in page.text, "no approval page is reached"
    assert not smart.ready


def test_another_patients_plan_gives_nothing(gunnels: FHIRClient) -> None:
    assert plans_of(gunnels, "birger") == []
    for who in ("birger", "nobody-at-all"):
        with pytest.raises(FHIRNotFoundException):
            Patient.read(who, gunnels.server)


def test_a_code_works_once(smart: FHIRClient, visitor: Visitor, region: Region) -> None:
    address = visitor.approve(smart.authorize_url, "gunnel")
    smart.handle_callback(address)
    with client_of(region) as again:
        again.server.from_state(smart.server.state)
        with pytest.raises(Exception, match="400"):
            again.handle_callback(address)
    with pytest.raises(FHIRUnauthorizedException):
        Patient.read("gunnel", smart.server)  # the first one's token died with the replay


def test_e_9_it_finds_the_authorization_server_in_the_capability_statement(
    smart: FHIRClient, region: Region
) -> None:
    statement = CapabilityStatement(smart.server.request_json("metadata"), strict=True)
    assert statement.fhirVersion == "4.0.1"
    assert statement.rest[0].security.service[0].coding[0].code == "SMART-on-FHIR"
    assert smart.authorize_url.startswith(f"{region.base}/oauth/authorize?")


def test_the_patient_in_context_is_read(gunnels: FHIRClient) -> None:
    assert gunnels.launch_context["patient"] == "gunnel"
    assert gunnels.human_name(gunnels.patient.name[0]) == "Gunnel Andersson"


def test_e_9_the_plan_is_found_page_by_page_and_read(gunnels: FHIRClient) -> None:
    found = plans_of(gunnels, "gunnel")
    assert "gunnel-kontrakt" in found
    assert len(found) > 1
    assert plans_of(gunnels, "gunnel", page_size=1) == found, "page by page it finds the same"
    plan = CarePlan.read("gunnel-kontrakt", gunnels.server)
    assert plan.subject.reference == "Patient/gunnel"
    assert plan.status == "active"


def test_e_9_everything_there_is_of_her_parses_strictly(gunnels: FHIRClient) -> None:
    bundle = Bundle(gunnels.server.request_json("Patient/gunnel/$everything"), strict=True)
    types = {entry.resource.resource_type for entry in bundle.entry}
    assert {"Patient", "CarePlan", "Goal", "Task", "CareTeam"} <= types


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("Patient/nobody-at-all", 404),
        ("CarePlan?status=active&nosuch=1&_count=x", 400),
        ("Teapot", 404),
        (
            "CarePlan?patient=gunnel&nosuch=1&_total=accurate&_include=CarePlan:goal&_include=CarePlan:care-team",
            200,
        ),
        ("CarePlan/gunnel-kontrakt/_history?_count=3", 200),
        ("Patient/gunnel/_history/1", 200),
        ("CarePlan/gunnel-kontrakt/$document", 200),
        ("CarePlan/gunnel-kontrakt/$changes", 200),
        ("CarePlan/gunnel-kontrakt/$everything", 200),
        ("CarePlan/gunnel-kontrakt?_summary=true", 200),
        ("Patient/gunnel/*?_type=Task,Goal&_elements=status", 200),
        ("AuditEvent?patient=gunnel&_count=5", 200),
        ("_history?_count=100", 200),
        ("StructureDefinition?_count=100", 200),
        ("CodeSystem?_count=100", 200),
        ("ValueSet?_count=100", 200),
        ("OperationDefinition", 200),
    ],
)
def test_e_9_every_kind_of_answer_parses_strictly(signed_in: App, path: str, status: int) -> None:
    answer = signed_in.fhir("GET", path)
    assert answer.status_code == status, answer.text
    body = answer.json()
    kind = FHIRElementFactory.instantiate(body["resourceType"], body)
    assert kind.as_json()["resourceType"] == body["resourceType"], "what it writes again is valid to it too"


def test_the_token_is_renewed(gunnels: FHIRClient) -> None:
    auth = gunnels.server.auth
    before = auth.access_token, auth.refresh_token
    assert gunnels.reauthorize()
    assert auth.access_token != before[0]
    assert auth.refresh_token != before[1]
    assert gunnels.launch_context["patient"] == "gunnel"
    assert Patient.read("gunnel", gunnels.server).id == "gunnel"


def test_e_9_what_it_forgets_lives_here_until_it_is_revoked(gunnels: FHIRClient, region: Region) -> None:
    auth = gunnels.server.auth
    token, refresh = auth.access_token, auth.refresh_token
    auth.reset()
    with pytest.raises(FHIRUnauthorizedException):
        Patient.read("gunnel", gunnels.server)
    auth.access_token = token
    assert Patient.read("gunnel", gunnels.server).id == "gunnel", "its reset tells us nothing"
    form = {"token": refresh, "client_id": "demo-app"}
    assert httpx.post(f"{region.base}/oauth/revoke", data=form, timeout=30).status_code == 200
    with pytest.raises(FHIRUnauthorizedException):
        Patient.read("gunnel", gunnels.server)


def test_e_9_who_signs_out_has_a_dead_token_and_signs_in_anew(region: Region, visitor: Visitor) -> None:
    with client_of(region, ONLINE) as smart:
        smart.handle_callback(visitor.approve(smart.authorize_url, "gunnel"))
        assert Patient.read("gunnel", smart.server).id == "gunnel"
        told = {"id_token_hint": smart.launch_context["id_token"], "post_logout_redirect_uri": SIGNED_OUT}
        answer = visitor.open(f"{region.base}/oauth/logout?{urlencode(told)}")
        assert sent_to(answer) == SIGNED_OUT
        with pytest.raises(FHIRUnauthorizedException):
            Patient.read("gunnel", smart.server)
        smart.reset_patient()
        smart.server.auth.reset()
        assert 'name="person"' in visitor.open(smart.authorize_url).text, "the sign-in page"

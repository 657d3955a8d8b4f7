"""Scopes from question to door: asked at /oauth/authorize, approved by the person, redeemed, read with (S-050…S-058, SM-85)."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest
from werkzeug.test import TestResponse

from patientkontrakt import clock
from patientkontrakt.auth.registry.registration import NewClient, register_client
from tests.api.fhir.house import Caller, House
from tests.auth.flow import answer, approve, authorize_url, code_for, redeem, sign_in
from tests.auth.house import CALLBACK
from tests.records.region import goal, plan

SYSTEM = "http://example.org/kategori"
CHOSEN, OTHER = ({"coding": [{"system": SYSTEM, "code": code}]} for code in ("vald", "annan"))
GRANULAR = f"patient/CarePlan.rs?category={SYSTEM}|vald"
APP = "demo-app"


def told(house: House, scope: str, client: str = APP, person: str = "gunnel") -> dict[str, Any]:
    """The token answer, after everything that was offered was approved."""
    code = code_for(house, person, client_id=client, scope=scope)  # type: ignore[arg-type]
    response = redeem(house, code, client_id=client)  # type: ignore[arg-type]
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json
    return body


def granted(house: House, scope: str, client: str = APP, person: str = "gunnel") -> list[str]:
    """The scopes of the answer, without `launch/patient`, which all of these ask with."""
    words = told(house, f"launch/patient {scope}", client, person)["scope"].split()
    return [word for word in words if word != "launch/patient"]


def caller(house: House, scope: str, client: str = APP, person: str = "gunnel") -> Caller:
    """Somebody with the token an app got for that."""
    return Caller(house.app, told(house, f"launch/patient {scope}", client, person)["access_token"])


def asked(house: House, scope: str, person: str = "gunnel", client: str = APP) -> TestResponse:
    """What the browser gets for asking, signed in."""
    browser = house.app.test_client()
    address = authorize_url(client_id=client, scope=scope)
    return browser.get(sign_in(browser, person, f"/logga-in?{urlencode({'next': address})}").location)


MALFORMED = [
    "patient/*.dus", "patient/*.", "patient/.rs", "PATIENT/*.rs", "patient/*.rs?", "patient:Patient.read", "patient/*.sr",
    "patient/Nothing.rs", "patient/*.rs?category", "*/*.rs",
]  # fmt: skip


@pytest.mark.parametrize("scope", [*MALFORMED, " ".join(MALFORMED)])
def test_s_057_what_is_no_scope_is_not_granted(house: House, scope: str) -> None:
    assert answer(asked(house, f"launch/patient {scope}"))["error"] == "invalid_scope"


@pytest.mark.parametrize("scope", MALFORMED)
def test_s_057_what_is_no_scope_spoils_no_other(house: House, scope: str) -> None:
    assert granted(house, f"{scope} patient/Goal.rs") == ["patient/Goal.rs"]


@pytest.mark.parametrize("word", ["patient/*.rs ", "a" * 50 + " ", f"{GRANULAR} "])
def test_s_057_ten_kilobytes_of_scopes_give_no_more_and_break_nothing(house: House, word: str) -> None:
    scope = (word * 10_000)[:10_000]
    browser = house.app.test_client()
    sign_in(browser, "gunnel")
    response = browser.get(authorize_url(scope=scope))
    assert response.status_code in (302, 303, 400, 414)
    assert "code=" not in response.headers.get("Location", "")


def test_s_058_more_than_is_registered_is_granted_as_far_as_it_is(house: House) -> None:
    hers = told(house, "openid launch/patient patient/*.cruds user/*.rs system/*.rs")
    words = hers["scope"].split()
    assert "patient/CarePlan.rs" not in words, "it stands as the wildcard that is registered"
    assert {"openid", "launch/patient", "patient/*.rs"} <= {*words}
    assert not [word for word in words if word.startswith(("user/", "system/"))]
    door = Caller(house.app, hers["access_token"])
    assert door.get("/CarePlan?patient=gunnel").status_code == 200
    assert door.post("/CarePlan", plan("gunnel")).status_code == 403


def test_s_058_what_is_told_is_what_counts(house: House) -> None:
    hers = told(house, "patient/Goal.rs patient/CarePlan.cruds")
    assert hers["scope"] == "patient/Goal.rs patient/CarePlan.rs"
    gunnel = Caller(house.app, hers["access_token"])
    assert gunnel.get("/Goal?patient=gunnel").status_code == 200
    assert gunnel.get("/CarePlan?patient=gunnel").status_code == 200
    assert gunnel.get("/Task?patient=gunnel").status_code == 403
    key = house.given(goal("gunnel"))
    changed = goal("gunnel") | {"id": key.split("/")[1]}
    assert gunnel.put(f"/{key}", changed, If_Match='W/"1"').status_code == 403


@pytest.mark.parametrize("scope", ["system/*.rs", "system/Patient.rs system/*.cruds"])
@pytest.mark.parametrize(("person", "client"), [("gunnel", APP), ("maria", "demo-staff-app")])
def test_s_054_a_persons_app_is_never_given_a_systems_scope(
    house: House, scope: str, person: str, client: str
) -> None:
    assert answer(asked(house, scope, person, client))["error"] == "invalid_scope"


@pytest.fixture
def both_app(house: House) -> str:
    """An app that may ask for a patient's and for her user's scopes."""
    new = NewClient(
        id="both-app",
        name="Båda",
        scope="launch/patient patient/*.rs user/*.cruds",
        redirect_uris=(CALLBACK,),
    )
    if not house.rows("SELECT 1 FROM client WHERE id = 'both-app'"):
        with house.database.write() as tx:
            register_client(tx, new, clock.millis(clock.now()))
    return "both-app"


def test_s_054_a_patients_user_scope_gives_what_her_patient_scope_gives(house: House, both_app: str) -> None:
    foreign, own = house.given(goal("birger"), "rydhalsan-vc"), house.given(goal("gunnel"))
    by_user = caller(house, "user/*.cruds", both_app)
    by_patient = caller(house, "patient/*.rs", both_app)
    for path in (
        f"/{own}",
        f"/{foreign}",
        "/Goal?patient=birger",
        "/Patient/birger",
        "/CareTeam?patient=gunnel",
    ):
        assert by_user.get(path).status_code == by_patient.get(path).status_code, path
    assert by_user.get(f"/{foreign}").status_code == 404
    assert by_user.post("/CarePlan", plan("gunnel")).status_code == 403


def test_s_055_a_reading_backend_neither_writes_nor_reads_outside_its_group(house: House) -> None:
    integrator = house.system("demo-integrator")
    key = house.given(goal("gunnel"))
    now = {"If_Match": 'W/"1"'}
    replacing = [{"op": "replace", "path": "/lifecycleStatus", "value": "cancelled"}]
    refused = (
        integrator.post("/Goal", goal("gunnel")),
        integrator.put(f"/{key}", goal("gunnel") | {"id": key.partition("/")[2]}, **now),
        integrator.send("PATCH", f"/{key}", json.dumps(replacing), now, "application/json-patch+json"),
    )
    assert [each.status_code for each in refused] == [403, 403, 403]
    outside = house.given(goal("birger"), "rydhalsan-vc")
    ghost = integrator.get("/Goal/nobody-at-all")
    for path in (f"/{outside}", "/Patient/birger"):
        assert integrator.get(path).status_code == ghost.status_code == 404
    assert integrator.get("/Goal?patient=birger").json.get("entry", []) == []


@pytest.fixture
def plans(house: House) -> tuple[str, str]:
    """A plan of the category that is asked for, and one of another, with a goal each that it points at."""
    aims = [house.given(goal("gunnel", text)) for text in ("Valt mål", "Annat mål")]
    return (
        house.given(plan("gunnel", title="Vald plan", category=[CHOSEN], goal=[{"reference": aims[0]}])),
        house.given(plan("gunnel", title="Annan plan", category=[OTHER], goal=[{"reference": aims[1]}])),
    )


def test_sm85_a_granular_scope_is_told_and_finds_exactly_its_own(
    house: House, plans: tuple[str, str]
) -> None:
    hers = told(house, f"launch/patient {GRANULAR}")
    assert hers["scope"].split() == ["launch/patient", GRANULAR], "nothing wider came along"
    gunnel = Caller(house.app, hers["access_token"])
    everything = house.patient("gunnel").get("/CarePlan?patient=gunnel&_count=200").json["entry"]
    right = {each["resource"]["id"] for each in everything if CHOSEN in each["resource"].get("category", [])}
    for path in (
        "/CarePlan?patient=gunnel&_count=200",
        "/Patient/gunnel/CarePlan?_count=200",
        "/CarePlan?_count=200",
    ):
        found = gunnel.get(path).json["entry"]
        assert {each["resource"]["id"] for each in found} == right, path
    assert gunnel.get(f"/{plans[0]}").status_code == 200
    assert gunnel.get(f"/{plans[1]}").status_code == 404
    assert gunnel.get("/Goal?patient=gunnel").status_code == 403


def test_s_053_sm85_nothing_leads_around_a_granular_scope(house: House, plans: tuple[str, str]) -> None:
    shown, hidden = plans
    gunnel = caller(house, f"{GRANULAR} patient/Goal.rs patient/Patient.rs")
    for path in (
        "/CarePlan?patient=gunnel&_count=200",
        "/Goal?patient=gunnel&_revinclude=CarePlan:goal&_count=200",
        "/Patient?_id=gunnel&_revinclude=CarePlan:patient&_count=200",
        "/Patient/gunnel/$everything?_count=200",
        "/?_type=CarePlan,Goal&patient=gunnel&_count=200",
        "/CarePlan/_history?_count=200",
        f"/{shown}/_history",
    ):
        response = gunnel.get(path)
        assert response.status_code == 200, path
        assert "Annan plan" not in response.text, path
        assert "Vald plan" in response.text, path
    for path in (f"/{hidden}", f"/{hidden}/_history", f"/{hidden}/_history/1"):
        assert gunnel.get(path).status_code == 404, path


def test_s_053_what_has_left_the_category_is_not_read_in_any_version(house: House, maria: Caller) -> None:
    left = _changed(house, maria, CHOSEN, OTHER)
    gunnel = caller(house, GRANULAR)
    for path in (left, f"{left}/_history", f"{left}/_history/1", f"{left}/_history/2"):
        assert gunnel.get(f"/{path}").status_code == 404, path
    assert left not in gunnel.get("/CarePlan/_history?_count=200").text
    assert left not in gunnel.get("/CarePlan?patient=gunnel&_count=200").text


def test_s_053_what_has_come_into_the_category_is_read_with_its_history(house: House, maria: Caller) -> None:
    """A granular scope asks what the resource is today, as a search does; its older versions come with it."""
    came = _changed(house, maria, OTHER, CHOSEN)
    gunnel = caller(house, GRANULAR)
    for path in (came, f"{came}/_history", f"{came}/_history/1", f"{came}/_history/2"):
        assert gunnel.get(f"/{path}").status_code == 200, path


def _changed(house: House, maria: Caller, before: dict[str, Any], after: dict[str, Any]) -> str:
    key = house.given(plan("gunnel", category=[before]))
    body = maria.get(f"/{key}").json | {"category": [after]}
    answer = maria.put(f"/{key}", body, If_Match='W/"1"')
    assert answer.status_code == 200, answer.text
    return key


def test_s_051_searching_alone_tells_of_a_type_and_reads_nothing(house: House) -> None:
    key = house.given(goal("gunnel", "Sökt mål"))
    house.given(goal("birger", "Birgers mål"), "rydhalsan-vc")
    searches = caller(house, "patient/Goal.s")
    reads = caller(house, "patient/Goal.r")
    history = searches.get("/Goal/_history?_count=200")
    assert history.status_code == 200
    assert "Sökt mål" in history.text
    assert "Birgers mål" not in history.text
    for path in (f"/{key}", f"/{key}/_history/1"):
        assert (searches.get(path).status_code, reads.get(path).status_code) == (403, 200), path
    for path in ("/Goal?patient=gunnel", "/Goal/_history"):
        assert reads.get(path).status_code == 403, path


def test_s_050_s_056_sm83_an_entry_out_of_scope(house: House) -> None:
    """Of a batch it is refused alone; a transaction falls with it. The token is an approved one."""
    gunnel = caller(house, "patient/CarePlan.rs")
    entries = [
        {"request": {"method": "GET", "url": "CarePlan?patient=gunnel"}},
        {"resource": goal("gunnel"), "request": {"method": "POST", "url": "Goal"}},
        {"request": {"method": "GET", "url": "Goal?patient=gunnel"}},
    ]
    before = house.versions()
    batch = gunnel.post("", {"resourceType": "Bundle", "type": "batch", "entry": entries})
    assert batch.status_code == 200
    statuses = [each["response"]["status"][:3] for each in batch.json["entry"]]
    assert statuses == ["200", "403", "403"]
    assert all(each["response"]["outcome"]["issue"] for each in batch.json["entry"][1:])
    whole = gunnel.post("", {"resourceType": "Bundle", "type": "transaction", "entry": entries})
    assert whole.status_code == 403
    assert house.versions() == before


def test_what_was_not_ticked_is_not_given(house: House) -> None:
    browser = house.app.test_client()
    address = authorize_url(scope="launch/patient patient/Goal.rs patient/CarePlan.rs")
    page = browser.get(sign_in(browser, "gunnel", f"/logga-in?{urlencode({'next': address})}").location)
    code = answer(approve(browser, page, scope=["launch/patient", "patient/Goal.rs"]))["code"]
    hers = redeem(house, code).json  # type: ignore[arg-type]
    assert "patient/CarePlan.rs" not in hers["scope"].split()
    assert Caller(house.app, hers["access_token"]).get("/CarePlan?patient=gunnel").status_code == 403

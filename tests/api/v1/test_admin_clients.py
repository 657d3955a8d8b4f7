"""Administration of programs: the administrator's alone, four eyes on what opens, each act in the log (access.md S1, S2)."""

import json

import pytest

from patientkontrakt.api.v1.client_faults import SWEDISH, issue_of
from patientkontrakt.auth.registry.registration import BadRegistration, NewClient, require_sound
from tests.api.fhir.house import House
from tests.api.v1.administrators import ADDRESSES, SCOPE, acts, app, astrid, made, second
from tests.api.v1.people import Person, patient, staff
from tests.auth.house import INTEGRATOR_KEY

ROUTES = (
    ("GET", "/admin/clients", None),
    ("POST", "/admin/clients", app()),
    ("GET", "/admin/clients/demo-app", None),
    ("POST", "/admin/clients/demo-app/scopes", {"scope": "openid patient/Goal.rs"}),
    ("POST", "/admin/clients/demo-app/addresses", ADDRESSES),
    ("POST", "/admin/clients/demo-app/keys", {"jwks_uri": "https://app.example/jwks"}),
    ("POST", "/admin/clients/demo-app/secret", None),
    ("POST", "/admin/clients/demo-app/suspend", None),
    ("POST", "/admin/clients/demo-app/reinstate", None),
    ("GET", "/admin/ground", None),
    ("GET", "/admin/changes/x", None),
    ("POST", "/admin/changes/x/approve", None),
    ("POST", "/admin/changes/x/refuse", None),
)


def test_s1_nobody_but_an_administrator_administers_and_each_try_is_in_the_log(house: House) -> None:
    before = house.rows("SELECT id, status, scope, jwks_uri FROM client ORDER BY id")
    for person in (staff(house, "maria"), staff(house, "lars"), patient(house, "gunnel")):
        earlier = len(acts(house))
        for method, path, body in ROUTES:
            assert person.send(method, path, body).status_code == 403, path
        tries = acts(house)[earlier:]
        assert [(outcome, reason) for _, outcome, reason, _ in tries] == [
            ("refused", "not_administrator")
        ] * len(ROUTES)
    assert house.rows("SELECT id, status, scope, jwks_uri FROM client ORDER BY id") == before


def test_s1_an_app_of_the_administrators_that_may_little_administers_nothing(house: House) -> None:
    reader = Person(house.staff("astrid", "user/*.rs"))
    for method, path, body in ROUTES:
        assert reader.send(method, path, body).status_code == 403, path


def test_s2_the_administrator_sees_no_plan(house: House) -> None:
    person = astrid(house)
    for path in ("/contracts/x", "/patients/gunnel/overview", "/patients/gunnel/emergency"):
        assert person.get(path).status_code == 403, path
    for path in ("/CarePlan", "/Patient/gunnel", "/Goal?patient=gunnel"):
        assert person.fhir.get(path).status_code == 403, path


def test_s1_who_asks_does_not_approve_and_that_is_in_the_log(house: House) -> None:
    person = astrid(house)
    change = person.done("POST", "/admin/clients", app(id="ensam"))
    refused = person.post(f"/admin/changes/{change['id']}/approve")
    assert refused.status_code == 403
    assert "annan administratör" in refused.get_data(as_text=True)
    assert acts(house)[-1] == ("Practitioner/astrid", "refused", "four_eyes", "client:ensam")
    assert person.get("/admin/clients/ensam").status_code == 404


def test_the_same_person_with_two_assignments_is_one_pair_of_eyes(house: House) -> None:
    other = second(house)
    change = other.done("POST", "/admin/clients", app())
    house.change("UPDATE assignment SET role = 'systemadministrator' WHERE id = :id", id="lars")
    try:
        lars = Person(
            house._caller("demo-staff-app", "Practitioner/lars", f"{SCOPE} launch/patient", assignment="lars")
        )
        assert lars.post(f"/admin/changes/{change['id']}/approve").status_code == 403
    finally:
        house.change("UPDATE assignment SET role = 'loggranskare' WHERE id = :id", id="lars")


@pytest.mark.parametrize("what", ["clients", "changes"])
def test_no_control_character_of_an_address_reaches_the_database(house: House, what: str) -> None:
    assert astrid(house).get(f"/admin/{what}/a%00b").status_code == 400


def test_what_is_not_there_is_404(house: House) -> None:
    person = astrid(house)
    for method, path, body in ROUTES[2:9]:
        assert person.send(method, path.replace("demo-app", "nobody"), body).status_code == 404, path
    for method, path, body in ROUTES[10:]:
        assert person.send(method, path, body).status_code == 404, path


def test_the_services_own_portal_is_not_closed_by_its_users(house: House) -> None:
    house.change("UPDATE client SET trusted = 1 WHERE id = 'demo-feed'")
    try:
        for path in ("suspend", "reinstate", "secret"):
            assert astrid(house).post(f"/admin/clients/demo-feed/{path}").status_code == 409, path
    finally:
        house.change("UPDATE client SET trusted = 0 WHERE id = 'demo-feed'")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"scope": "nonsense"}, "scope"),
        ({"redirect_uris": ["http://app.example"]}, "redirect_uris"),
        ({"id": "å"}, "id"),
        ({"id": "demo-app"}, "id"),
        ({"jwks": "{}"}, "jwks"),
        ({"logout_uris": ["https://app.example/#x"]}, "logout_uris"),
        ({"trusted": True}, "trusted"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(house: House, said: dict[str, object], field: str) -> None:
    refused = astrid(house).post("/admin/clients", app(**said))
    assert refused.status_code == 422
    assert field in [place for error in refused.get_json()["errors"] for place in error["where"]]


def test_every_fault_has_swedish(house: House) -> None:
    bad = [
        NewClient(name="", scope="nonsense", id="å", contact=""),
        NewClient(name="x", scope="system/*.rs user/*.r", with_secret=True, jwks="{}", jwks_uri="com.a.b:/x"),
        NewClient(name="x", scope="system/*.rs", redirect_uris=("https://a.example#x", "http://a.example")),
        NewClient(
            name="x",
            scope="patient/*.rs",
            organization="x",
            redirect_uris=("", "https://a@b.example", "https:///"),
        ),
    ]
    told = set()
    for each in bad:
        with house.database.read() as tx, pytest.raises(BadRegistration) as error:
            require_sound(tx, each)
        told |= set(error.value.faults)
    assert len(told) > 15
    for fault in told:
        assert fault.endswith("is not a scope") or fault.partition(": ")[2] in SWEDISH, fault
        assert issue_of(fault).sv != fault


def test_a_program_is_asked_for_approved_and_shown(house: House) -> None:
    id = made(house, contact="Regionens integration", logout_uris=["https://app.example/ut"])
    told = astrid(house).done("GET", f"/admin/clients/{id}")
    client = told["client"]
    assert (client["status"], client["approved_by"]["name"]) == ("active", "Lars Vik")
    assert client["contact"] == "Regionens integration"
    assert [each["words"] for each in client["scopes"]] == [
        "Känna igen dig när du kommer tillbaka",
        "Läsa mål",
    ]
    assert [each["level"] for each in client["scopes"]] == ["", "patient"]
    assert told["waiting"] == []
    assert [(reason, outcome) for _, outcome, reason, subject in acts(house) if subject == f"client:{id}"] == [
        ("client-ask-register", "permitted"), ("client-approve", "permitted"), ("client-register", "permitted"),
    ]  # fmt: skip


def test_sm76_less_is_done_at_once_and_more_waits(house: House) -> None:
    id = made(house, scope="openid patient/*.rs")
    person = astrid(house)
    less = person.done("POST", f"/admin/clients/{id}/scopes", {"scope": "patient/Goal.rs"})
    assert less["change"] is None
    assert [each["scope"] for each in less["client"]["scopes"]] == ["patient/Goal.rs"]
    more = person.done("POST", f"/admin/clients/{id}/scopes", {"scope": "patient/Goal.cruds"})
    assert more["change"]["new_scopes"] == ["patient/Goal.cruds"]
    assert [each["scope"] for each in more["client"]["scopes"]] == ["patient/Goal.rs"]
    assert [each["id"] for each in person.done("GET", f"/admin/clients/{id}")["waiting"]] == [
        more["change"]["id"]
    ]
    second(house).done("POST", f"/admin/changes/{more['change']['id']}/approve")
    assert person.post(f"/admin/changes/{more['change']['id']}/refuse").status_code == 409


def test_a_secret_is_shown_once_to_who_approves(house: House) -> None:
    person, other = astrid(house), second(house)
    change = person.done("POST", "/admin/clients", app(with_secret=True))
    assert "secret" not in change
    approved = other.post(f"/admin/changes/{change['id']}/approve")
    secret = approved.get_json()["secret"]
    assert len(secret) == 43
    assert "no-store" in approved.headers["Cache-Control"]
    for shown in (person.get("/admin/clients"), person.get(f"/admin/changes/{change['id']}")):
        assert secret not in shown.get_data(as_text=True)
    again = person.done("POST", f"/admin/clients/{change['client']}/secret")
    assert other.done("POST", f"/admin/changes/{again['id']}/approve")["secret"] != secret
    assert secret not in str(house.rows("SELECT * FROM access_log"))


def test_s_094_closing_takes_one_and_opening_two(house: House) -> None:
    id = made(house)
    person = astrid(house)
    assert person.done("POST", f"/admin/clients/{id}/suspend")["status"] == "suspended"
    change = person.done("POST", f"/admin/clients/{id}/reinstate")
    assert person.done("GET", f"/admin/clients/{id}")["client"]["status"] == "suspended"
    opened = second(house).done("POST", f"/admin/changes/{change['id']}/approve")
    assert (opened["client"]["status"], opened["secret"]) == ("active", None)


def test_s_095_keys_are_asked_for_and_shown_by_their_ids(house: House) -> None:
    jwks = json.dumps({"keys": [INTEGRATOR_KEY.as_dict(private=False)]})
    id = made(house, jwks=jwks)
    person = astrid(house)
    change = person.done("POST", f"/admin/clients/{id}/keys", {"jwks_uri": "https://app.example/jwks"})
    assert change["jwks_uri"] == "https://app.example/jwks"
    assert person.done("GET", f"/admin/clients/{id}")["client"]["keys"] == [
        {"kid": "integrator-1", "kind": "RSA 2048", "thumbprint": INTEGRATOR_KEY.thumbprint()}
    ]
    second(house).done("POST", f"/admin/changes/{change['id']}/approve")
    assert person.done("GET", f"/admin/clients/{id}")["client"]["keys"] == []

"""model.md D11 as a table: where each is listed, who has a relation, what is shared and blocked, which plans there are."""

from patientkontrakt.care import codes
from patientkontrakt.fhir import systems
from patientkontrakt.fhir.systems import code_in, has_coding
from patientkontrakt.fhir.validate import validate
from tests.demo.region import Body, Region

# patient → listed, other relations, consents, plans (id, status, custodian)
D11: dict[str, tuple[str, set[str], set[str], set[tuple[str, str, str]]]] = {
    "gunnel": (
        "linden",
        {"hemsjukvarden-ekby", "ekby-sjukhus-hjarta"},
        {"svod", "delning-inom", "sip"},
        {
            ("gunnel-kontrakt", "active", "region-exempel"),
            ("gunnel-sip", "active", "ekby-kommun.hsv"),
            ("gunnel-rehab", "active", "region-exempel"),
            ("gunnel-vardplan", "active", "region-exempel"),
        },
    ),
    "birger": ("rydhalsan-vc", set(), set(), {("birger-kontrakt", "active", "rydhalsan")}),
    "asta": (
        "linden",
        {"eken"},
        {"sparr-inre", "sparr-yttre"},
        {("asta-kontrakt", "active", "region-exempel")},
    ),
    "sara": ("linden", set(), set(), {("sara-kontrakt", "active", "region-exempel")}),
    "alva": ("linden", set(), set(), {("alva-kontrakt", "active", "region-exempel")}),
    "noel": ("linden", set(), set(), {("noel-kontrakt", "active", "region-exempel")}),
    "maja": ("linden", set(), set(), {("maja-kontrakt", "active", "region-exempel")}),
    "elsa": ("eken", set(), set(), {("elsa-kontrakt", "active", "region-exempel")}),
    "hassan": ("linden", {"ekby-sjukhus-akut"}, set(), set()),
    "ingrid": ("rydhalsan-vc", {"solgarden"}, set(), set()),
    "samir": ("linden", set(), set(), {("samir-kontrakt", "draft", "region-exempel")}),
    "rut": (
        "linden",
        {"hemsjukvarden-ekby", "hemtjansten-ekby"},
        {"svod"},
        {("rut-kontrakt", "active", "region-exempel")},
    ),
}


def test_each_has_what_the_table_says(told: Region) -> None:
    assert {patient: _has(told, patient) for patient in D11} == D11


def test_fixed_contacts_are_kept_by_their_own_custodians(told: Region) -> None:
    rows = told.rows(
        "SELECT patient, code, role, custodian FROM fact_contact WHERE patient IN ('rut', 'ingrid')"
    )
    assert {(patient, code, role[17:], custodian) for patient, code, role, custodian in rows} == {
        ("rut", "1", "ahmed", "ekby-kommun.hsv"),
        ("rut", "2", "johan", "region-exempel"),
        ("rut", "3", "karin", "ekby-kommun.sol"),
        ("ingrid", "2", "petra", "rydhalsan"),
    }


def test_hassan_has_come_back_four_times_within_ninety_days(told: Region) -> None:
    visits = told.bodies("Encounter", "hassan")
    assert [body["class"]["code"] for body in visits] == ["EMER"] * 4
    assert min(body["period"]["start"] for body in visits) > "2026-08-23"


def test_everything_stored_is_valid_and_speaks_plainly(told: Region) -> None:
    for body in told.bodies():
        assert validate(body) == [], body["id"]
        assert "avtal" not in str(body).lower(), body["id"]


def _has(region: Region, patient: str) -> tuple[str, set[str], set[str], set[tuple[str, str, str]]]:
    episodes = region.bodies("EpisodeOfCare", patient)
    listed = [_unit(body) for body in episodes if has_coding(body["type"], systems.RELATION, "listning")]
    others = {_unit(body) for body in episodes} - set(listed)
    consents = {
        code_in(body["category"], codes.SVOD.system) or "" for body in region.bodies("Consent", patient)
    }
    plans = region.rows(
        "SELECT id, custodian FROM resource WHERE type = 'CarePlan' AND patient = :p", p=patient
    )
    told = {(id, region.body(f"CarePlan/{id}")["status"], custodian) for id, custodian in plans}
    assert len(listed) == 1
    return listed[0], others, consents, told


def _unit(episode: Body) -> str:
    unit: str = episode["managingOrganization"]["reference"].removeprefix("Organization/")
    return unit

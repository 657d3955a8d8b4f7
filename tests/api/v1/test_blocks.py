"""The patient's blocks over HTTP: hers alone to make and end, at once, and about the time she says (B-1, B-2, B-3, B-7, B-8)."""

from datetime import timedelta
from typing import Any

import pytest

from patientkontrakt import clock
from patientkontrakt.care.blocks import own
from patientkontrakt.policy.decision import AccessRefused
from tests import cast
from tests.api.fhir.house import House
from tests.api.v1.emergencies import plan, reads, related
from tests.api.v1.people import Person, patient, staff

Body = dict[str, Any]
LINDEN: Body = {"kind": "inre", "organization": "linden"}
REGION: Body = {"kind": "yttre", "organization": "region-exempel"}


def blocked(who: Person, **said: Any) -> str:
    """The id of a new block."""
    made: str = who.done("POST", "/my/blocks", said)["id"]
    return made


def about(whose: str, starts: str | None, ends: str | None) -> Body:
    """A plan about this time; neither end known is information without a time."""
    period = {name: day for name, day in (("start", starts), ("end", ends)) if day}
    return plan(whose) | ({"period": period} if period else {})


def test_b_2_a_guardian_blocks_nothing_for_a_child(house: House) -> None:
    """PDL 4 kap. 4 § second paragraph, SVO 2 kap. 3 §; G6. Guardians do not sign in yet: asked of the counter."""
    stood, sara = house.versions(), cast.guardian("sara", "alva")
    for kind, organization in (("inre", "linden"), ("yttre", "region-exempel")):
        with pytest.raises(AccessRefused) as refused, house.counter.writing(sara, clock.now()) as desk:
            own.block(desk, kind, organization, None, None)
        assert refused.value.may_know
    assert house.versions() == stood


def test_nobody_but_the_patient_has_blocks_of_her_own(house: House) -> None:
    for who in ("maria", "lars", "astrid"):
        assert staff(house, who).get("/my/blocks").status_code == 403
        assert staff(house, who).post("/my/blocks", LINDEN).status_code == 403


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "hemlig"},
        {"kind": None},
        {"organization": None},
        {"organization": "region-exempel"},
        {"organization": "finns-inte"},
        {"kind": "yttre"},
        {"kind": "yttre", "organization": "finns-inte"},
        {"since": "2026-06-01", "until": "2026-01-01"},
        {"since": "i går"},
    ],
)
def test_b_8_a_block_that_does_not_say_what_it_closes_is_refused(house: House, wrong: Body) -> None:
    """TKB-BL: a unit if and only if it is inner."""
    stood = house.versions()
    assert patient(house, "maja").post("/my/blocks", LINDEN | wrong).status_code == 422
    assert house.versions() == stood


def test_somebody_elses_block_is_not_there_to_end(house: House) -> None:
    made = blocked(patient(house, "maja"), **LINDEN)
    for id in (made, "x" * 22):
        assert patient(house, "birger").post(f"/my/blocks/{id}/end").status_code == 404


def test_b_1_s_043_the_next_request_after_an_inner_block_lacks_what_it_closes(house: House) -> None:
    """At once, and the own unit still sees: row C4 of access.md."""
    dag, maria, asta = staff(house, "dag"), staff(house, "maria"), patient(house, "asta")
    secret = house.given(plan("asta"), "linden")
    assert reads(dag, secret)
    made = blocked(asta, **LINDEN)
    assert not reads(dag, secret)
    assert reads(maria, secret)
    assert reads(asta, secret)
    asta.done("POST", f"/my/blocks/{made}/end")


def test_b_1_m_3_an_outer_block_closes_at_once_whatever_is_shared(house: House) -> None:
    rut, ahmed = patient(house, "rut"), staff(house, "ahmed")
    secret = house.given(plan("rut"), "linden")
    rut.done("POST", "/my/sharing", {"unit": "hemsjukvarden-ekby", "own_unit": "linden"})
    assert reads(ahmed, secret)
    made = blocked(rut, **REGION)
    assert not reads(ahmed, secret)
    assert reads(staff(house, "maria"), secret)
    rut.done("POST", f"/my/blocks/{made}/end")
    assert reads(ahmed, secret)


def test_b_3_that_something_is_blocked_is_told_within_the_custodian_and_never_where(house: House) -> None:
    samir, dag, petra = patient(house, "samir"), staff(house, "dag"), staff(house, "petra")
    related(dag, "samir")
    related(petra, "samir")
    house.given(plan("samir", "Hemlig plan"), "linden")
    inner, outer = blocked(samir, **LINDEN), blocked(samir, **REGION)
    told = dag.fhir.get("/CarePlan?patient=samir")
    assert "suppressed" in told.get_data(as_text=True)
    assert "linden" not in told.get_data(as_text=True).lower().replace("organization/linden?", "")
    for id in (inner, outer):
        assert petra.fhir.get(f"/Consent/{id}").status_code == 404
    assert petra.fhir.get("/Consent?patient=samir").get_json().get("entry", []) == []


def test_b_7_she_ends_a_block_when_she_likes_and_twice_is_once(house: House) -> None:
    maja, dag = patient(house, "maja"), staff(house, "dag")
    related(dag, "maja")
    secret = house.given(plan("maja"), "linden")
    for block in [each for each in maja.done("GET", "/my/blocks")["blocks"] if each["status"] == "active"]:
        maja.done("POST", f"/my/blocks/{block['id']}/end")
    made = blocked(maja, **LINDEN)
    assert not reads(dag, secret)
    for _ in range(2):
        assert maja.done("POST", f"/my/blocks/{made}/end")["status"] == "inactive"
    assert reads(dag, secret)


def test_she_sees_her_blocks_and_where_her_data_lie(house: House) -> None:
    sara = patient(house, "sara")
    house.given(plan("sara"), "linden")
    made = blocked(sara, **LINDEN, since="2026-01-01", until="2026-06-30")
    found = sara.done("GET", "/my/blocks")
    [mine] = [each for each in found["blocks"] if each["id"] == made]
    assert (mine["kind"], mine["name"], mine["status"]) == ("inre", "Vårdcentralen Linden", "active")
    assert (mine["since"], mine["until"], mine["lifts"]) == ("2026-01-01", "2026-06-30", [])
    places = {(each["unit"], each["custodian_name"]) for each in found["places"]}
    assert ("linden", "Region Exempel") in places


def test_b_8_the_matrix_of_times_lifts_and_readers(house: House) -> None:
    """Inera's CheckBlocks (TKB-BL): a block of [2026-01-01, 2026-06-30]; domain.md's own cases in their order."""
    hassan, dag, frida = patient(house, "hassan"), staff(house, "dag"), staff(house, "frida")
    related(dag, "hassan")
    blocked(hassan, **LINDEN, since="2026-01-01", until="2026-06-30")
    cases = [
        ("2025-11-01", "2025-12-31", True),
        ("2025-12-15", "2026-01-15", False),
        ("2026-02-01", "2026-03-31", False),
        (None, None, False),
        ("2026-06-30", "2026-07-15", False),
        ("2026-07-01", "2026-07-15", True),
    ]
    keys = [(house.given(about("hassan", *when), "linden"), is_open) for *when, is_open in cases]
    for key, is_open in keys:
        assert reads(dag, key) is is_open, key
    until = clock.iso(clock.now() + timedelta(days=7))
    dag.done("POST", "/patients/hassan/lift", {"for": "enhet", "until": until, "method": "muntligt"})
    assert all(reads(dag, key) for key, _ in keys)
    assert [reads(frida, key) for key, _ in keys] == [is_open for _, is_open in keys]

"""A block is lifted for a while, for one unit or person, on her word or by the custodian that enforces it (S-044, B-4, B-5)."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from patientkontrakt import clock
from tests.api.fhir.house import House
from tests.api.v1.emergencies import plan, reads, related, rows
from tests.api.v1.people import Person, patient, staff

Body = dict[str, Any]


def soon(days: float = 7, since: datetime | None = None) -> str:
    """An instant so many days from now, or from another instant."""
    return clock.iso((since or clock.now()) + timedelta(days=days))


def lift(person: Person, whose: str, **changed: Any) -> Any:
    """For the own unit, on the patient's word."""
    said = {"for": "enhet", "until": soon(), "method": "muntligt"} | changed
    return person.post(f"/patients/{whose}/lift", said)


def closed(house: House, whose: str) -> str:
    """A plan of Linden's that the patient has blocked for the other units; Dag's unit cares for her too."""
    related(staff(house, "dag"), whose)
    key = house.given(plan(whose), "linden")
    patient(house, whose).done("POST", "/my/blocks", {"kind": "inre", "organization": "linden"})
    assert not reads(staff(house, "dag"), key)
    return key


@pytest.mark.parametrize(
    "wrong",
    [
        {"until": "8 dagar"},
        {"until": None},
        {"for": "alla"},
        {"for": None},
        {"method": "digitalt"},
        {"method": None},
        {"method": "nodlage"},
    ],
)
def test_s_044_a_lift_that_does_not_say_for_whom_how_and_until_when_is_refused(
    house: House, wrong: Body
) -> None:
    assert lift(staff(house, "dag"), "asta", **wrong).status_code == 422


def test_s_044_eight_days_are_refused(house: House) -> None:
    key = closed(house, "asta")
    dag = staff(house, "dag")
    stood = house.versions()
    for days in (8, 7.1, 0, -1):
        assert lift(dag, "asta", until=soon(days)).status_code == 422, days
    assert house.versions() == stood
    assert not reads(dag, key)


def test_s_044_eight_days_are_refused_at_the_fhir_door_too(house: House) -> None:
    """The patient's own app writes the lift into her block: the same rule."""
    closed(house, "maja")
    maja = patient(house, "maja")
    [made] = maja.done("GET", "/my/blocks")["blocks"]
    body = maja.fhir.get(f"/Consent/{made['id']}").get_json()
    for days, status in ((8, 422), (None, 422), (7, 200)):
        start = clock.now()  # one instant: a second that passes between two makes a week too long
        period = {"start": soon(0, start)} | ({"end": soon(days, start)} if days else {})
        role = {"text": "mottagare"}
        actor = {"role": role, "reference": {"reference": "Organization/eken"}}
        nested = {"type": "permit", "period": period, "actor": [actor]}
        changed = body | {"provision": body["provision"] | {"provision": [nested]}}
        answer = maja.fhir.put(f"/Consent/{made['id']}", changed, If_Match='W/"1"')
        assert answer.status_code == status, (days, answer.get_data(as_text=True))


def test_b_4_no_patient_no_office_and_nobody_without_a_relation_lifts(house: House) -> None:
    closed(house, "sara")
    for who in ("lars", "astrid"):
        assert lift(staff(house, who), "sara").status_code == 403
    assert lift(patient(house, "sara"), "sara").status_code == 403
    assert lift(staff(house, "petra"), "sara").status_code == 404
    assert lift(staff(house, "frida"), "sara").status_code == 404


def test_nothing_blocked_sounds_like_nobody_there(house: House) -> None:
    dag = staff(house, "dag")
    related(dag, "ingrid")
    for whose in ("ingrid", "birger", "finns-inte"):
        assert lift(dag, whose).status_code == 404


def test_s_044_it_is_for_the_unit_that_asked_and_ends_on_time(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = closed(house, "rut")
    dag, frida = staff(house, "dag"), staff(house, "frida")
    related(frida, "rut")
    assert lift(dag, "rut", until=soon(2)).get_json()["whom"] == "Organization/eken"
    assert reads(dag, key)
    assert not reads(frida, key)
    assert ("permitted", "muntligt", "Practitioner/dag") in rows(house, "lift", "rut")
    real = clock.now
    monkeypatch.setattr(clock, "now", lambda: real() + timedelta(days=2, seconds=2))
    house._callers.clear()
    assert not reads(staff(house, "dag"), key)
    house._callers.clear()


def test_s_044_it_is_for_one_person_alone(house: House) -> None:
    key = closed(house, "hassan")
    frida, dag = staff(house, "frida"), staff(house, "dag")
    related(frida, "hassan")
    assert lift(frida, "hassan", **{"for": "person"}).get_json()["whom"] == "PractitionerRole/frida"
    assert reads(frida, key)
    assert not reads(dag, key)


def test_b_4_only_the_unit_she_named_is_opened(house: House) -> None:
    key = closed(house, "samir")
    samir, dag = patient(house, "samir"), staff(house, "dag")
    other = house.given(plan("samir"), "ekby-sjukhus-hjarta")
    samir.done("POST", "/my/blocks", {"kind": "inre", "organization": "ekby-sjukhus-hjarta"})
    assert lift(dag, "samir", units=["ekby-sjukhus-akut"]).status_code == 404
    assert lift(dag, "samir", units=["linden"]).status_code == 201
    assert reads(dag, key)
    assert not reads(dag, other)


def test_she_sees_who_may_see_and_how_she_said_it(house: House) -> None:
    closed(house, "asta")
    dag, asta = staff(house, "dag"), patient(house, "asta")
    assert lift(dag, "asta", method="telefon").status_code == 201
    lifts = [each for block in asta.done("GET", "/my/blocks")["blocks"] for each in block["lifts"]]
    assert ("Vårdcentralen Eken", "telefon") in {(each["whom"], each["method"]) for each in lifts}


def test_b_5_an_outer_block_is_lifted_only_by_the_custodian_that_enforces_it(house: House) -> None:
    """SVO 3 kap. 5 §: the other care provider asks; nobody of it lifts, and it learns nothing of the block."""
    gunnel, petra, maria = patient(house, "gunnel"), staff(house, "petra"), staff(house, "maria")
    related(petra, "gunnel")
    key = house.given(plan("gunnel"), "linden")
    gunnel.done("POST", "/my/sharing", {"unit": "rydhalsan-vc", "own_unit": "linden"})
    made = gunnel.done("POST", "/my/blocks", {"kind": "yttre", "organization": "region-exempel"})["id"]
    path = f"/patients/gunnel/blocks/{made}/lift"
    said = {"unit": "rydhalsan-vc", "until": soon(1), "method": "nodlage"}
    assert petra.post(path, said).status_code == 404
    assert lift(petra, "gunnel").status_code == 404
    assert gunnel.post(path, said).status_code == 403
    assert maria.post(path, said | {"until": soon(8)}).status_code == 422
    for unit in ("eken", "linden", "finns-inte"):
        assert maria.post(path, said | {"unit": unit}).status_code == 422, unit
    assert maria.post(f"/patients/birger/blocks/{made}/lift", said).status_code == 404
    assert not reads(petra, key)
    assert maria.post(path, said).status_code == 201
    assert reads(petra, key)
    assert not reads(staff(house, "ahmed"), key)


def test_b_4_an_ended_block_is_not_there_to_lift(house: House) -> None:
    birger, petra = patient(house, "birger"), staff(house, "petra")
    made = birger.done("POST", "/my/blocks", {"kind": "yttre", "organization": "rydhalsan"})["id"]
    birger.done("POST", f"/my/blocks/{made}/end")
    said = {"unit": "linden", "until": soon(1), "method": "muntligt"}
    assert petra.post(f"/patients/birger/blocks/{made}/lift", said).status_code == 404

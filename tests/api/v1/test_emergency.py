"""Emergency access over HTTP, in two steps: what it never opens, that it opens, tells and ends (E1, E2, N-2…N-5, S-160)."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from patientkontrakt import clock
from patientkontrakt.care.shapes import moment
from tests.api.fhir.house import House
from tests.api.v1.emergencies import WHY, ask, block, open_, opened, plan, reads, related, rows
from tests.api.v1.people import Person, patient, published, staff

Travel = Callable[[timedelta], None]


@pytest.fixture
def travel(monkeypatch: pytest.MonkeyPatch) -> Travel:
    """Let time pass at the law; tokens are made anew by whoever asks."""
    real = clock.now

    def by(passed: timedelta) -> None:
        monkeypatch.setattr(clock, "now", lambda: real() + passed)

    return by


def again(house: House, id: str) -> Person:
    """The same person with a fresh token, as after a refresh."""
    house._callers.clear()
    return staff(house, id)


def test_b_4_step_1_tells_units_and_nothing_of_what_they_have(house: House) -> None:
    secret = house.given(plan("asta", "Lindens spärrade plan"), "linden")
    block(house, "asta", "inre", "linden")
    dag = staff(house, "dag")
    assert not reads(dag, secret)
    told = ask(dag, "asta")
    body = told.get_json()
    assert [each["unit"] for each in body["units"]] == ["linden"]
    assert set(body) == {"units", "ask", "hidden"}
    assert set(body["units"][0]) == {"unit", "name", "custodian", "custodian_name"}
    assert "spärrade" not in told.get_data(as_text=True)
    assert ("permitted", "fara-for-liv", "Practitioner/dag") in rows(house, "emergency-who", "asta")


def test_b_5_n_5_what_is_blocked_outwards_is_told_by_whom_and_never_opened(house: House) -> None:
    """SVO 3 kap. 5 §: the care provider is told, and must be asked to lift."""
    secret = house.given(plan("asta"), "linden")
    block(house, "asta", "yttre", "region-exempel")
    petra = staff(house, "petra")
    related(petra, "asta")
    told = ask(petra, "asta").get_json()
    assert told["units"] == []
    assert [each["custodian"] for each in told["ask"]] == ["region-exempel"]
    assert set(told["ask"][0]) == {"custodian", "name", "phone"}
    assert open_(petra, "asta", "linden").status_code == 422
    assert not reads(petra, secret)


def test_a_8_without_a_relation_an_emergency_opens_nothing(house: House) -> None:
    """SVO 3 kap. 7 §: no more grounds than the law's. Frida's unit loses its relation, and with it what was opened."""
    secret = house.given(plan("samir"), "linden")
    petra = staff(house, "petra")
    related(petra, "samir")
    opened(petra, "samir", "linden")
    assert reads(petra, secret)
    house.change("DELETE FROM fact_relation WHERE patient = 'samir' AND unit = 'rydhalsan-vc'")
    assert not reads(petra, secret)
    assert open_(petra, "samir", "linden").status_code == 404


def test_s_159_n_2_it_opens_to_one_person_reads_only_and_ends_on_time(house: House, travel: Travel) -> None:
    secret = house.given(plan("noel"), "linden")
    petra = staff(house, "petra")
    related(petra, "noel")
    assert not reads(petra, secret)
    made = opened(petra, "noel", "linden", hours=2)
    assert reads(petra, secret)
    assert petra.fhir.get("/CarePlan?patient=noel").get_json()["entry"]
    body = petra.fhir.get(f"/{secret}").get_json()
    changed = petra.fhir.put(f"/{secret}", body | {"title": "Ändrad"}, If_Match='W/"1"')
    assert changed.status_code == 403
    assert [each["id"] for each in petra.done("GET", "/patients/noel/emergency")["open"]] == [made["id"]]
    travel(timedelta(hours=2, seconds=1))
    petra = again(house, "petra")  # a fresh token does not prolong it
    assert not reads(petra, secret)
    assert petra.done("GET", "/patients/noel/emergency")["open"] == []
    house._callers.clear()


def test_n_2_a_day_is_the_longest_and_what_one_gets(house: House) -> None:
    petra = staff(house, "petra")
    related(petra, "maja")
    house.given(plan("maja"), "linden")
    until = clock.millis(clock.now() + timedelta(hours=24))
    made = opened(petra, "maja", "linden")
    ends = moment(made["until"])
    assert ends is not None
    assert abs(clock.millis(ends) - until) < 60_000


def test_n_2_a_colleague_at_the_same_unit_sees_nothing_of_it(house: House) -> None:
    secret = house.given(plan("sara"), "linden")
    petra, ahmed = staff(house, "petra"), staff(house, "ahmed")
    related(petra, "sara")
    related(ahmed, "sara")
    opened(ahmed, "sara", "linden")
    assert reads(ahmed, secret)
    assert not reads(petra, secret)
    assert petra.done("GET", "/patients/sara/emergency")["open"] == []
    assert petra.done("POST", "/patients/sara/emergency/end")["ended"] == 0
    assert reads(ahmed, secret)


def test_it_is_ended_early_by_the_one_who_opened(house: House) -> None:
    secret = house.given(plan("rut"), "linden")
    frida, petra = staff(house, "frida"), staff(house, "petra")
    related(petra, "rut")
    opened(petra, "rut", "linden")
    assert reads(petra, secret)
    assert petra.done("POST", "/patients/rut/emergency/end")["ended"] == 1
    assert not reads(petra, secret)
    assert petra.done("POST", "/patients/rut/emergency/end")["ended"] == 0
    assert frida.post("/patients/rut/emergency/end").status_code == 404


def test_b_6_e_1_what_nobody_consented_to_opens_without_a_block(house: House) -> None:
    """SVO 3 kap. 6 §: another custodian's unblocked data, since she cannot be asked."""
    secret = house.given(plan("hassan"), "linden")
    ahmed = staff(house, "ahmed")
    related(ahmed, "hassan")
    told = ask(ahmed, "hassan").get_json()
    assert "linden" in [each["unit"] for each in told["units"]]
    opened(ahmed, "hassan", "linden")
    assert reads(ahmed, secret)


def test_e_1_a_contract_is_read_whole_and_by_nobody_who_did_not_open_it(house: House) -> None:
    """The domain API stands on the same law: another custodian's contract, with a title and promises in it."""
    maria, petra, ahmed = staff(house, "maria"), staff(house, "petra"), staff(house, "ahmed")
    plan_id = published(maria, "maja")
    related(petra, "maja")
    related(ahmed, "maja")
    assert ahmed.get(f"/contracts/{plan_id}").status_code == 404
    opened(ahmed, "maja", "linden", hours=1)
    read = ahmed.get(f"/contracts/{plan_id}")
    assert read.status_code == 200
    assert read.get_json()["promises"]["mine"]
    assert ahmed.post(f"/contracts/{plan_id}/publish").status_code == 403
    assert ahmed.patch(f"/contracts/{plan_id}/sections/samre", {"warnings": []}).status_code == 403


def test_n_3_the_log_says_emergency_of_the_opening_and_of_every_read(house: House) -> None:
    secret = house.given(plan("alva"), "linden")
    ahmed = staff(house, "ahmed")
    related(ahmed, "alva")
    opened(ahmed, "alva", "linden")
    assert reads(ahmed, secret)
    assert ("permitted", "fara-for-liv", "Practitioner/ahmed") in rows(house, "emergency", "alva")
    assert ("permitted", "emergency", "Practitioner/ahmed") in rows(house, "read", "alva")
    why = house.rows("SELECT purpose FROM access_log WHERE patient = 'alva' AND reason = 'emergency'")
    assert {each for (each,) in why} == {f"Vård och behandling: fara för liv ({WHY['text']})"}


def test_s_159_n_3_it_is_on_the_reviewers_list_at_once(house: House) -> None:
    """Of the custodian whose people opened: Lars reviews the region's, and sees nothing of Rydhälsan's."""
    house.given(plan("maja"), "linden")
    block(house, "maja", "inre", "linden")
    dag, lars = staff(house, "dag"), staff(house, "lars")
    related(dag, "maja")
    opened(dag, "maja", "linden")
    listed = lars.done("GET", "/review/list?rule=nodoppning")["items"]
    [mine] = [each for each in listed if each["name"] == "Dag Sund" and each["patient"] == "maja"]
    assert (mine["activity"], mine["action"]) == ("Nödöppning", "Öppnade i en nödsituation")
    assert "Petra Ryd" not in {each["name"] for each in listed}


def test_n_4_the_patient_sees_who_opened_what_and_why(house: House) -> None:
    house.given(plan("gunnel"), "ekby-sjukhus-hjarta")
    petra, gunnel = staff(house, "petra"), patient(house, "gunnel")
    related(petra, "gunnel")
    opened(petra, "gunnel", "ekby-sjukhus-hjarta")
    [seen] = gunnel.done("GET", "/my/emergencies")["emergencies"]
    assert (seen["who"], seen["unit"], seen["open"]) == ("Petra Ryd", "Rydhälsan vårdcentral", True)
    assert seen["units"] == ["Ekby sjukhus, hjärtmottagningen"]
    assert (seen["reason"], seen["text"]) == ("Fara för liv", WHY["text"])
    english = gunnel.get("/my/emergencies", Accept_Language="en").get_json()
    assert english["emergencies"][0]["reason"] == "Danger to life"
    assert patient(house, "birger").done("GET", "/my/emergencies")["emergencies"] == []
    assert "Öppnade i en nödsituation" in [each["action"] for each in gunnel.done("GET", "/my/log")["log"]]


def test_which_units_were_opened_is_nobody_elses_to_read(house: House) -> None:
    house.given(plan("gunnel"), "ekby-sjukhus-akut")
    ahmed = staff(house, "ahmed")
    made = opened(ahmed, "gunnel", "ekby-sjukhus-akut")
    for who in ("ahmed", "maria", "johan", "lars"):
        assert staff(house, who).fhir.get(f"/Consent/{made['id']}").status_code in (403, 404), who
    assert patient(house, "gunnel").fhir.get(f"/Consent/{made['id']}").status_code == 200


def test_e_2_a_fourth_patient_in_a_day_is_permitted_and_raises_an_alarm(house: House) -> None:
    johan = staff(house, "johan")  # his own account, so that no other test has opened anything in it
    for count, whose in enumerate(("ingrid", "birger", "hassan", "asta"), 1):
        related(johan, whose)
        house.given(plan(whose), "solgarden")
        opened(johan, whose, "solgarden")
        alarm = ("permitted", "many-patients", "Practitioner/johan")
        assert rows(house, "emergency-alarm").count(alarm) == (1 if count > 3 else 0)
    assert house.rows("SELECT DISTINCT patient FROM access_log WHERE action = 'emergency-alarm'") == [(None,)]


def test_s_160_a_protected_identity_is_not_told_by_an_emergency(house: House) -> None:
    """Neither address nor the unit where she is cared for; what is opened is read without them."""
    petra = staff(house, "petra")
    related(petra, "elsa")
    secret = house.given(plan("elsa"), "eken")
    told = ask(petra, "elsa")
    assert told.get_json() == {"units": [], "ask": [], "hidden": True}
    assert "eken" not in told.get_data(as_text=True).lower()
    assert open_(petra, "elsa", "eken").status_code == 422  # guessing tells nothing
    assert open_(petra, "elsa").status_code == 201
    made = petra.done("GET", "/patients/elsa/emergency")
    assert made["open"][0]["units"] == []
    assert reads(petra, secret)
    masked = petra.fhir.get("/Patient/elsa").get_json()
    assert masked["name"] == [{"text": "Skyddad uppgift"}]
    assert not {"address", "telecom", "managingOrganization", "generalPractitioner"} & set(masked)
    assert petra.fhir.get("/Appointment?patient=elsa").get_json().get("entry", []) == []
    page = petra.fhir.get("/Patient/elsa/$everything").get_data(as_text=True)
    assert "Elsa" not in page

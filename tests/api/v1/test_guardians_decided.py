"""G2, G3, P5 (domain.md §5.7): who reads for a child is decided by a doctor of the unit, by age, and ends by itself."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from patientkontrakt import clock
from patientkontrakt.care.contract import queries
from patientkontrakt.fhir.outcome import NotFound
from patientkontrakt.policy.actor import Actor
from patientkontrakt.policy.decision import AccessRefused
from tests import cast
from tests.api.fhir.house import House
from tests.api.v1.people import patient, published, staff

Body = dict[str, Any]
SIXTEEN = date(2028, 12, 15)
"""Noel's 16th birthday."""


def order(**more: Any) -> Body:
    return {"reason": "Särskilda skäl.", "until": SIXTEEN.isoformat()} | more


def agreed(**more: Any) -> Body:
    return order(child_agrees=True, **more)


def reads(house: House, actor: Actor, at: datetime | None = None) -> bool:
    """Whether somebody reads the child's plan at this moment."""
    try:
        with house.counter.reading(actor, at or clock.now()) as desk:
            queries.my_plan(desk)
    except (NotFound, AccessRefused):
        return False
    return True


PATHS = (
    ("/guardians/sara-noel/block", order()),
    ("/guardians/sara-noel/block/end", None),
    ("/guardians/sara-noel/extend", agreed()),
    ("/guardians/sara-noel/extend/end", None),
    ("/maturity", order()),
    ("/maturity/end", None),
)


@pytest.mark.parametrize("who", ["noel", "gunnel"])
def test_p_5_no_patient_decides(house: House, who: str) -> None:
    for path, body in PATHS:
        assert patient(house, who).post(f"/patients/noel{path}", body).status_code == 403, path


@pytest.mark.parametrize("who", ["maria", "lars", "astrid"])
def test_p_5_only_a_doctor_of_the_unit_decides(house: House, who: str) -> None:
    for path, body in PATHS:
        assert staff(house, who).post(f"/patients/noel{path}", body).status_code == 403, path


def test_p_5_a_doctor_elsewhere_meets_what_is_not_there(house: House) -> None:
    petra, stood = staff(house, "petra"), house.versions()
    for path, body in PATHS:
        real = petra.post(f"/patients/noel{path}", body)
        ghost = petra.post(f"/patients/{'x' * 22}{path}", body)
        assert (real.status_code, real.get_data()) == (404, ghost.get_data()), path
    assert petra.get("/patients/noel/guardians").status_code == 404
    assert house.versions() == stood


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/patients/alva/guardians/sara-alva/extend", agreed()),
        ("/patients/alva/maturity", order()),
        ("/patients/maja/maturity", order()),
        ("/patients/noel/maturity", order(until="2028-12-16")),
        ("/patients/noel/maturity", order(until="2020-01-01")),
        ("/patients/noel/guardians/sara-noel/extend", agreed(until="2028-12-16")),
        ("/patients/noel/guardians/sara-noel/extend", agreed() | {"child_agrees": False}),
        ("/patients/noel/guardians/sara-noel/extend", order()),
        ("/patients/noel/guardians/sara-noel/block", order(reason=" ")),
        ("/patients/noel/guardians/sara-noel/block", order(until=None)),
    ],
)
def test_p_5_the_wrong_age_or_day_or_no_reason_is_refused(house: House, path: str, body: Body) -> None:
    assert staff(house, "johan").post(path, body).status_code == 422


def test_p_5_a_guardian_of_another_child_is_not_there(house: House) -> None:
    johan = staff(house, "johan")
    for person in ("sara-alva", "finns-inte"):
        assert johan.post(f"/patients/noel/guardians/{person}/block", order()).status_code == 404


def test_p_5_nobody_writes_such_a_decision_at_the_fhir_door(house: House) -> None:
    johan = staff(house, "johan")
    johan.done("POST", "/patients/noel/maturity", order())
    found = johan.fhir.get("/Consent?patient=noel").get_json()["entry"]
    made = next(each["resource"] for each in found if "mognad" in str(each["resource"]["category"]))
    fresh = {name: each for name, each in made.items() if name not in ("id", "meta")}
    assert johan.fhir.post("/Consent", fresh).status_code in (403, 422)
    version = made["meta"]["versionId"]
    longer = made | {"provision": made["provision"] | {"period": {"end": "2199-01-01"}}}
    changed = johan.fhir.put(f"/Consent/{made['id']}", longer, If_Match=f'W/"{version}"')
    assert changed.status_code in (403, 422)
    johan.done("POST", "/patients/noel/maturity/end")


def test_p_5_a_child_of_13_reads_when_found_mature_and_no_longer_than_that(house: House) -> None:
    published(staff(house, "maria"), "noel")
    johan, noel = staff(house, "johan"), cast.patient("noel")
    assert not reads(house, noel)
    johan.done("POST", "/patients/noel/maturity", order())
    assert reads(house, noel)
    johan.done("POST", "/patients/noel/maturity/end")
    assert not reads(house, noel)
    assert johan.post("/patients/noel/maturity/end").status_code == 404


def test_p_5_a_decision_ends_with_its_last_day(house: House) -> None:
    published(staff(house, "maria"), "noel")
    johan, noel, today = staff(house, "johan"), cast.patient("noel"), clock.today(clock.now())
    last = today + timedelta(days=2)
    johan.done("POST", "/patients/noel/maturity", order(until=last.isoformat()))
    midnight = datetime.combine(last + timedelta(days=1), datetime.min.time(), clock.STOCKHOLM)
    assert reads(house, noel, midnight - timedelta(seconds=1))
    assert not reads(house, noel, midnight + timedelta(hours=3))


def test_p_5_a_guardian_reads_on_when_the_unit_has_let_her_and_the_child_agrees(house: House) -> None:
    published(staff(house, "maria"), "noel")
    johan, sara = staff(house, "johan"), cast.guardian("sara", "noel")
    assert not reads(house, sara)
    johan.done("POST", "/patients/noel/guardians/sara-noel/extend", agreed())
    assert reads(house, sara)
    johan.done("POST", "/patients/noel/guardians/sara-noel/extend/end")
    assert not reads(house, sara)


def test_p_5_a_guardian_who_is_kept_out_reads_nothing_at_the_next_request(house: House) -> None:
    published(staff(house, "maria"), "alva")
    johan, sara = staff(house, "johan"), cast.guardian("sara", "alva")
    assert reads(house, sara)
    until = (clock.today(clock.now()) + timedelta(days=30)).isoformat()
    path = "/patients/alva/guardians/sara-alva/block"
    told = johan.done("POST", path, {"reason": "Betydande men.", "until": until})
    assert (told["kind"], told["guardian"]) == ("vardnadshavare", "RelatedPerson/sara-alva")
    assert not reads(house, sara)
    seen = johan.done("GET", "/patients/alva/guardians")
    assert [each["id"] for each in seen["guardians"]] == ["sara-alva"]
    assert [each["status"] for each in seen["decisions"]] == ["active"]
    johan.done("POST", f"{path}/end")
    assert reads(house, sara)


def midnight(year: int, month: int, day: int) -> datetime:
    """The first moment of a Swedish day."""
    return datetime(year, month, day, tzinfo=clock.STOCKHOLM)


A_SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("born", "turns_thirteen"),
    [
        (date(2013, 11, 22), midnight(2026, 11, 22)),
        (date(2013, 11, 23), midnight(2026, 11, 23)),
        (date(2013, 6, 30), midnight(2026, 6, 30)),  # summer time
        (date(2016, 2, 29), midnight(2029, 3, 1)),  # a leap-day child turns on 1 March
    ],
)
def test_p_5_a_guardians_reading_ends_at_midnight_in_stockholm(
    house: House, born: date, turns_thirteen: datetime
) -> None:
    """domain.md §5.7: access ends on the 13th birthday, also in the middle of a session."""
    published(staff(house, "maria"), "alva")
    sara = replace(cast.guardian("sara", "alva"), born=born)
    assert reads(house, sara, turns_thirteen - A_SECOND)
    assert not reads(house, sara, turns_thirteen)


@pytest.mark.parametrize(
    ("born", "turns_sixteen"),
    [
        (date(2010, 11, 21), midnight(2026, 11, 21)),
        (date(2010, 11, 22), midnight(2026, 11, 22)),
        (date(2012, 2, 29), midnight(2028, 2, 29)),
    ],
)
def test_p_5_a_child_reads_from_midnight_of_the_16th_birthday(
    house: House, born: date, turns_sixteen: datetime
) -> None:
    published(staff(house, "maria"), "maja")
    maja = replace(cast.patient("maja"), born=born)
    assert not reads(house, maja, turns_sixteen - A_SECOND)
    assert reads(house, maja, turns_sixteen)


@pytest.mark.parametrize(
    ("born", "guardian", "child"),
    [
        (date(2013, 11, 22), True, False),
        (date(2013, 11, 21), False, False),
        (date(2010, 11, 21), False, True),
    ],
)
def test_p_5_the_vectors_of_the_domain_on_21_november_2026(
    house: House, born: date, guardian: bool, child: bool
) -> None:
    published(staff(house, "maria"), "alva")
    noon = datetime(2026, 11, 21, 12, tzinfo=clock.STOCKHOLM)
    assert reads(house, replace(cast.guardian("sara", "alva"), born=born), noon) == guardian
    assert reads(house, replace(cast.patient("alva"), born=born), noon) == child

"""Accounts and assignments as they are fed, and what is forgotten when it can no longer matter."""

from collections.abc import Callable
from datetime import date

import pytest

from patientkontrakt import clock
from patientkontrakt.auth.administration import accounts, housekeeping
from patientkontrakt.auth.given import person
from patientkontrakt.db import Database
from tests.auth.flow import ONLINE_SCOPE, code_for, redeem, refresh, sign_in, tokens_for, whoami
from tests.auth.house import House

AT = 1_800_000_000_000
DAY = 86_400_000


def test_an_unknown_role_is_refused(database: Database) -> None:
    with pytest.raises(ValueError, match="unknown role"), database.write() as tx:
        accounts.enrol_staff(tx, "x", "x", "linden", "region-exempel", "chef", AT, None, AT)
    with database.read() as tx:
        assert person.by_key(tx, "x") is None


@pytest.mark.parametrize(
    ("born", "refusal"),
    [(None, "unknown"), (date(2017, 9, 2), "child"), (date(2014, 1, 16), "child"), (date(2014, 1, 15), None)],
)
def test_a_patient_signs_in_from_13(database: Database, born: date | None, refusal: str | None) -> None:
    at = clock.millis(clock.moment(1_800_000_000_000))  # 15 January 2027 in Stockholm
    with database.write() as tx:
        accounts.enrol_patient(tx, "p", born, at)
        found = person.by_key(tx, "p")
    assert found is not None
    assert found.refusal(at) == refusal


@pytest.mark.parametrize(
    ("starts", "ends", "refusal"), [(1, None, "ended"), (-1, 0, "ended"), (-1, 1, None), (0, None, None)]
)
def test_an_assignment_holds_from_its_start_to_its_end(
    database: Database, starts: int, ends: int | None, refusal: str | None
) -> None:
    with database.write() as tx:
        until = None if ends is None else AT + ends
        accounts.enrol_staff(tx, "m", "m", "linden", "region-exempel", "lakare", AT + starts, until, AT)
        found = person.by_key(tx, "m")
    assert found is not None
    assert found.refusal(AT) == refusal


def test_enrolling_again_brings_up_to_date_and_does_not_reinstate(database: Database) -> None:
    with database.write() as tx:
        accounts.enrol_staff(tx, "m", "m", "linden", "region-exempel", "lakare", AT, None, AT)
        accounts.suspend(tx, "Practitioner/m", AT)
        accounts.enrol_staff(tx, "m", "m", "eken", "region-exempel", "sjukskoterska", AT, None, AT)
        found = person.by_key(tx, "m")
    assert found is not None
    assert (found.unit, found.role, found.status) == ("eken", "sjukskoterska", "suspended")


def test_one_person_two_assignments_are_two_choices(database: Database) -> None:
    with database.write() as tx:
        for id, unit in (("m-linden", "linden"), ("m-eken", "eken")):
            accounts.enrol_staff(tx, "m", id, unit, "region-exempel", "lakare", AT, None, AT)
        found = [person.by_key(tx, id) for id in ("m-linden", "m-eken")]
    assert [(one.account, one.unit) for one in found if one] == [
        ("Practitioner/m", "linden"),
        ("Practitioner/m", "eken"),
    ]


def test_signing_in_as_somebody_else_ends_the_former_session(house: House) -> None:
    browser = house.app.test_client()
    tokens = redeem(house, code_for(house, "gunnel", browser=browser, scope=ONLINE_SCOPE)).json
    assert sign_in(browser, "birger").status_code == 303
    assert whoami(house, tokens["access_token"]).status_code == 401


def test_signing_in_again_keeps_what_the_person_has(house: House) -> None:
    browser = house.app.test_client()
    tokens = redeem(house, code_for(house, "gunnel", browser=browser)).json
    assert sign_in(browser, "gunnel").status_code == 303
    assert whoami(house, tokens["access_token"]).status_code == 200


def test_a_reuse_is_logged(house: House) -> None:
    code = code_for(house)
    redeem(house, code)
    redeem(house, code)
    token = tokens_for(house, "birger").refresh
    refresh(house, token)
    refresh(house, token)
    found = house.rows(
        "SELECT account, client FROM access_log WHERE outcome = 'refused' AND reason = 'reused'"
    )
    assert sorted(map(str, found)) == [
        str(("Patient/birger", "demo-app")),
        str(("Patient/gunnel", "demo-app")),
    ]


def test_nothing_alive_is_forgotten(house: House) -> None:
    tokens = tokens_for(house)
    with house.database.write() as tx:
        housekeeping.sweep(tx, clock.millis(clock.now()))
    assert whoami(house, tokens.access).status_code == 200
    assert refresh(house, tokens.refresh).status_code == 200


def test_what_is_dead_is_forgotten(house: House, wait: Callable[[float], None]) -> None:
    tokens_for(house)
    sign_in(house.app.test_client(), "nobody")
    wait(100 * 24 * 3600)
    with house.database.write() as tx:
        housekeeping.sweep(tx, clock.millis(clock.now()))
    for table in ("code", "token", "token_family", "login_session", "throttle", "jti_seen"):
        assert house.rows(f"SELECT COUNT(*) FROM {table}") == [(0,)]

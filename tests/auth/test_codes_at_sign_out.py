"""Signing out everywhere takes the codes on their way too, also one that is redeemed at that very moment (S-085)."""

import threading

import pytest

from patientkontrakt import clock
from patientkontrakt.auth.administration import accounts
from patientkontrakt.auth.given import codes
from patientkontrakt.auth.given.codes import Code
from tests.auth.flow import code_for, redeem
from tests.auth.house import House

GUNNEL = "Patient/gunnel"


def _sign_out(house: House) -> None:
    with house.database.write() as tx:
        accounts.sign_out_everywhere(tx, GUNNEL, clock.millis(clock.now()))


def test_s085_signing_out_everywhere_burns_the_codes_on_their_way(house: House) -> None:
    code = code_for(house)
    _sign_out(house)
    assert redeem(house, code).json["error"] == "invalid_grant"
    assert house.rows("SELECT count(*) FROM code WHERE used IS NULL") == [(0,)]


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_s085_a_code_redeemed_while_she_signs_out_everywhere_gives_nothing_that_lives(house: House) -> None:
    """The one who signs out waits for whoever redeems, and then finds what was founded."""
    secret = code_for(house)
    leaving = threading.Thread(target=_sign_out, args=(house,))
    with house.database.write() as tx:
        assert isinstance(codes.claim(tx, secret, clock.millis(clock.now())), Code)
        leaving.start()
        while leaving.is_alive() and not _somebody_waits(house):
            leaving.join(0.01)
    leaving.join()
    assert house.rows("SELECT count(*) FROM token_family WHERE revoked IS NULL") == [(0,)]
    assert house.rows("SELECT count(*) FROM token_family") == [(1,)]


def _somebody_waits(house: House) -> bool:
    return bool(
        house.rows(
            "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
    )

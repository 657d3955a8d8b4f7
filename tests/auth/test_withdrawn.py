"""Approvals taken back count at once; and what she is told of those that she has given."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from flask.testing import FlaskClient

from patientkontrakt import clock
from patientkontrakt.auth.given import approval, sessions
from patientkontrakt.auth.given.approval import Approval
from patientkontrakt.auth.given.context import Context
from tests.auth.approving import (
    CALLBACK,
    NARROW,
    ON_SQLITE,
    allow,
    ask,
    code_in,
    given,
    gunnel,
    is_asked,
    redeemed,
    withdraw,
)
from tests.auth.flow import redeem, refresh, sign_in, whoami
from tests.auth.house import House
from tests.refusals.conftest import statements

__all__ = ["gunnel", "statements"]


def test_a_withdrawn_one_counts_at_the_next_request(house: House, gunnel: FlaskClient) -> None:
    told = redeemed(house, allow(gunnel, ask(gunnel, f"{NARROW} offline_access")))
    silent = redeemed(house, code_in(ask(gunnel)))
    late = code_in(ask(gunnel))
    assert withdraw(house, given(house)[0].id)
    for token in (told, silent):
        assert whoami(house, token["access_token"]).status_code == 401
    assert refresh(house, told["refresh_token"], client_id="web-app").json["error"] == "invalid_grant"
    assert redeem(house, late, client_id="web-app", redirect_uri=CALLBACK).json["error"] == "invalid_grant"
    assert is_asked(ask(gunnel))
    assert given(house) == []


@ON_SQLITE
def test_all_that_was_given_the_app_goes_at_once(house: House, gunnel: FlaskClient) -> None:
    tokens = [
        redeemed(house, allow(gunnel, ask(gunnel, prompt="consent"), remember)) for remember in (True, False)
    ]
    assert len(given(house)) == 1
    withdraw(house, given(house)[0].id)
    assert [whoami(house, each["access_token"]).status_code for each in tokens] == [401, 401]


@ON_SQLITE
def test_many_approvals_go_in_as_few_statements_as_one(
    house: House, gunnel: FlaskClient, statements: Callable[[Callable[[], Any]], list[str]]
) -> None:
    """A year of daily use leaves one for each day that she did not tick to be remembered."""

    def approved(times: int) -> str:
        for _ in range(times):
            allow(gunnel, ask(gunnel), remember=False)
        redeemed(house, allow(gunnel, ask(gunnel), remember=False))
        return given(house)[0].id

    few = statements(partial(withdraw, house, approved(0)))
    assert len(statements(partial(withdraw, house, approved(5)))) == len(few)
    assert house.rows("SELECT COUNT(*) FROM approval WHERE ended IS NULL") == [(0,)]


@ON_SQLITE
def test_nobody_withdraws_anothers(house: House, gunnel: FlaskClient) -> None:
    told = redeemed(house, allow(gunnel, ask(gunnel)))
    id = given(house)[0].id
    assert withdraw(house, id, "Patient/birger") is None
    assert withdraw(house, "nothing") is None
    assert whoami(house, told["access_token"]).status_code == 200


def test_one_withdrawn_in_the_same_moment_gives_no_code(house: House, gunnel: FlaskClient) -> None:
    allow(gunnel, ask(gunnel))
    id = given(house)[0].id
    cookie = gunnel.get_cookie("pk-login")
    assert cookie
    with house.database.read() as tx:
        session = sessions.find(tx, cookie.value, clock.millis(clock.now()))
    assert session
    withdraw(house, id)
    resting = Approval(session, NARROW, Context("gunnel"), remembered=id)
    with pytest.raises(approval.Gone), house.database.write() as tx:
        approval.record(tx, resting, "web-app", clock.millis(clock.now()))


@ON_SQLITE
def test_what_has_ended_by_itself_is_not_shown(house: House, gunnel: FlaskClient) -> None:
    redeemed(house, allow(gunnel, ask(gunnel), remember=False))
    assert [each.client for each in given(house)] == ["web-app"]
    sign_in(gunnel, "birger")  # another person at the same browser ends Gunnel's session
    assert given(house) == []


@ON_SQLITE
def test_what_is_remembered_or_lasts_is_shown_after_she_signed_out(house: House, gunnel: FlaskClient) -> None:
    redeemed(house, allow(gunnel, ask(gunnel, f"{NARROW} offline_access"), remember=False))
    sign_in(gunnel, "birger")
    shown = given(house)[0]
    assert (shown.name, shown.kept, shown.offline) == ("Webbappen", False, True)


@ON_SQLITE
def test_she_is_told_when_an_app_last_used_what_it_got(
    house: House, gunnel: FlaskClient, wait: Callable[[float], None]
) -> None:
    """Not when she last opened it: one that lasts fetches without her, and gets tokens anew each time. To the minute."""
    told = redeemed(house, allow(gunnel, ask(gunnel, f"{NARROW} offline_access")))
    began = given(house)[0].seen
    wait(30)
    told = refresh(house, told["refresh_token"], client_id="web-app").json
    assert given(house)[0].seen == began
    wait(80 * 24 * 60 * 60)
    refresh(house, told["refresh_token"], client_id="web-app")
    assert given(house)[0].seen >= began + 80 * 24 * 60 * 60 * 1000
    assert given(house)[0].at == began


@ON_SQLITE
def test_the_portal_is_no_app_of_hers(house: House, gunnel: FlaskClient) -> None:
    allow(gunnel, ask(gunnel))
    house.change("UPDATE client SET trusted = 1 WHERE id = 'web-app'")
    assert given(house) == []

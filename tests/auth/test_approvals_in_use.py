"""Approvals over time: when an app last used what it got, and that many of them are taken back as cheaply as one."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask.testing import FlaskClient

from tests.auth.flow import refresh
from tests.auth.house import House
from tests.auth.test_approvals import NARROW, ON_SQLITE, allow, ask, given, gunnel, redeemed, withdraw
from tests.refusals.conftest import statements

__all__ = ["gunnel", "statements"]


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

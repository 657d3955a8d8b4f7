"""When a client last got a token: noted at most once a minute, and by no read."""

from collections.abc import Callable

from tests.auth.backend import ask, claims, sign
from tests.auth.flow import refresh, tokens_for, whoami
from tests.auth.house import House


def last_used(house: House, client: str = "demo-app") -> object:
    [(found,)] = house.rows("SELECT last_used FROM client WHERE id = :id", id=client)
    return found


def test_refused_it_has_not_used_anything(house: House) -> None:
    assert ask(house, sign(claims(exp=0))).status_code == 401
    assert refresh(house, "invented").status_code == 400
    assert (last_used(house, "demo-integrator"), last_used(house)) == (None, None)


def test_a_read_notes_nothing_and_a_token_does_once_a_minute(
    house: House, wait: Callable[[float], None]
) -> None:
    tokens = tokens_for(house)
    first = last_used(house)
    assert isinstance(first, int)
    wait(50)
    again = refresh(house, tokens.refresh).json
    assert last_used(house) == first
    wait(20)
    assert whoami(house, again["access_token"]).status_code == 200
    assert last_used(house) == first
    refresh(house, again["refresh_token"])
    later = last_used(house)
    assert isinstance(later, int)
    assert later - first >= 70_000


def test_a_service_is_noted_too(house: House) -> None:
    assert ask(house, sign(claims())).status_code == 200
    assert last_used(house, "demo-integrator") is not None
    assert last_used(house, "demo-feed") is None

"""A code of somebody else's in one's own session gives nothing: it is bound to the verifier of the app that asked (S-087)."""

import pytest

from tests.auth.flow import challenge, code_for, redeem
from tests.auth.house import House

ATTACKERS = "another-verifier-of-an-attackers-own-session-0123456789"


@pytest.mark.parametrize("person", ["gunnel", "birger"])
def test_s087_a_victims_code_is_worth_nothing_in_another_session(house: House, person: str) -> None:
    """The attacker has begun a sign-in of his own, and puts the victim's code in its answer."""
    stolen = code_for(house, "gunnel")
    own = code_for(house, person, code_challenge=challenge(ATTACKERS))
    injected = redeem(house, stolen, code_verifier=ATTACKERS)
    assert (injected.status_code, injected.json["error"]) == (400, "invalid_grant")
    assert "access_token" not in injected.json
    assert redeem(house, own, code_verifier=ATTACKERS).status_code == 200


def test_s087_nor_is_the_attackers_code_in_the_victims(house: House) -> None:
    """The other way round: the victim's app would work in the attacker's record."""
    planted = code_for(house, "birger", code_challenge=challenge(ATTACKERS))
    assert redeem(house, planted).json["error"] == "invalid_grant"


def test_s087_an_injected_code_is_burnt_for_the_thief_too(house: House) -> None:
    stolen = code_for(house)
    redeem(house, stolen, code_verifier=ATTACKERS)
    assert redeem(house, stolen).json["error"] == "invalid_grant"
    assert house.rows("SELECT COUNT(*) FROM token") == [(0,)]

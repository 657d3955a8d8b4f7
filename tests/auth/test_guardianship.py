"""Who reads for a child may do so for as long as she is a guardian and the child is below 13 (S-085)."""

from datetime import datetime

import pytest

from tests.auth.flow import code_for, redeem, refresh, whoami
from tests.auth.house import House


class Guardians:
    """What the records answer when they are asked: yes, until it ends."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.ended = False

    def acts_for(self, relative: str, child: str, now: datetime) -> bool:
        self.asked.append((relative, child))
        return not self.ended


@pytest.fixture
def guardians(house: House, monkeypatch: pytest.MonkeyPatch) -> Guardians:
    """What is asked of the records of this house."""
    found = Guardians()
    monkeypatch.setattr(house.authority.people, "acts_for", found.acts_for)
    return found


def code_of_guardian(house: House) -> str:
    """A code by which Gunnel acts for Alva, who is nine."""
    code = code_for(house)
    house.change("UPDATE code SET relative = 'gunnel-alva', patient = 'alva' WHERE used IS NULL")
    return code


def test_s085_a_code_of_who_is_no_guardian_any_more_gives_nothing(house: House, guardians: Guardians) -> None:
    code = code_of_guardian(house)
    guardians.ended = True
    assert redeem(house, code).json["error"] == "invalid_grant"
    assert guardians.asked == [("gunnel-alva", "alva")]
    assert house.rows("SELECT id FROM token") == []
    assert house.rows("SELECT relative, reason FROM token_family") == [
        ("gunnel-alva", "no longer a guardian")
    ]


def test_s085_a_guardian_whose_role_ended_cannot_refresh(house: House, guardians: Guardians) -> None:
    """And what she held is dead, also when she should become a guardian again."""
    tokens = redeem(house, code_of_guardian(house)).json
    assert whoami(house, tokens["access_token"]).json["kind"] == "guardian"
    guardians.ended = True
    assert refresh(house, tokens["refresh_token"]).json["error"] == "invalid_grant"
    assert whoami(house, tokens["access_token"]).status_code == 401
    guardians.ended = False
    assert refresh(house, tokens["refresh_token"]).json["error"] == "invalid_grant"


def test_a_guardian_still_is_one(house: House, guardians: Guardians) -> None:
    tokens = redeem(house, code_of_guardian(house)).json
    renewed = refresh(house, tokens["refresh_token"]).json
    assert (renewed["patient"], guardians.asked) == ("alva", [("gunnel-alva", "alva")] * 2)
    assert whoami(house, renewed["access_token"]).json["who"] == "RelatedPerson/gunnel-alva"


def test_of_who_acts_for_herself_nobody_is_asked(house: House, guardians: Guardians) -> None:
    guardians.ended = True
    tokens = redeem(house, code_for(house)).json
    assert refresh(house, tokens["refresh_token"]).status_code == 200
    assert guardians.asked == []

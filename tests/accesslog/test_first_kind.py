"""A log that was begun when a row's hash still knew its tx, and seals left that to it: it goes on, whole."""

import hmac
import json
from pathlib import Path

import pytest

from patientkontrakt.accesslog import seal as sealing
from patientkontrakt.accesslog.mac import SIGNED, Chain
from tests.accesslog.hand import AT, Hand, access

OF_ROWS = ("uid", "tx", *SIGNED[1:])


class FirstKind(Chain):
    """The seal as it was."""

    def head(self) -> str:
        return self._ended(self._first_kind)


@pytest.fixture
def hand(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> Hand:
    """Two rows and their seal of the first kind, then two of today's."""
    hand.note(access(1), access(2))
    for id, *values in hand.rows(f"SELECT id, {', '.join(OF_ROWS)} FROM access_log"):
        text = json.dumps(values, separators=(",", ":")).encode()
        mac = hmac.digest(hand.key, b"access_log/1\n" + text, "sha256").hex()
        hand.run("UPDATE access_log SET mac = :mac WHERE id = :id", mac=mac, id=id)
    with monkeypatch.context() as then:
        then.setattr(sealing, "Chain", FirstKind)
        assert hand.seal() == 2
    hand.note(access(3), access(4))
    assert hand.seal(AT + 1) == 2
    return hand


def test_it_is_whole(hand: Hand) -> None:
    verdict = hand.verify()
    assert (verdict.ok, verdict.rows) == (True, 4)


@pytest.mark.parametrize("column", ["tx", "at"])
@pytest.mark.parametrize("place", [0, 1])
def test_s_152_a_changed_row_of_it_is_named(hand: Hand, column: str, place: int) -> None:
    victim = hand.ids()[place]
    hand.run(f"UPDATE access_log SET {column} = {column} - 1 WHERE id = :id", id=victim)
    assert hand.verify().first_broken == victim


def test_a_key_is_needed_for_either_kind(hand: Hand, tmp_path: Path) -> None:
    stranger = Hand(hand.database, b"\xff" * 32, hand.heads)
    assert stranger.verify().first_broken == hand.ids()[0]

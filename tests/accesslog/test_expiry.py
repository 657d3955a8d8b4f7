"""After five years whole seals go, and the chain is still verified; nothing younger goes, nothing in secret (S-158, L-2)."""

from datetime import UTC, datetime, timedelta

import pytest

from patientkontrakt import clock
from patientkontrakt.accesslog.expiry import Expiry, TooYoung, expire, latest_allowed
from tests.accesslog.hand import Hand, access

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = timedelta(days=1)
FIVE_YEARS = datetime(2021, 11, 22, tzinfo=clock.STOCKHOLM)


def ms(instant: datetime) -> int:
    return clock.millis(instant)


@pytest.fixture
def hand(hand: Hand) -> Hand:
    """Four seals of two rows: seven, six, five and no years old."""
    for n, years in enumerate((7, 6, 5, 0)):
        at = ms(NOW - timedelta(days=366 * years))
        hand.note(access(2 * n, at=at), access(2 * n + 1, at=at + 1))
        hand.seal(at + 2)
    assert hand.verify().ok
    return hand


def removed(hand: Hand, before: datetime = FIVE_YEARS, *, dry_run: bool = False) -> Expiry | None:
    return expire(hand.database, hand.key, hand.heads, ms(before), NOW, dry_run=dry_run)


def count(hand: Hand) -> int:
    return int(hand.rows("SELECT count(*) FROM access_log")[0][0])


def test_l_2_nothing_younger_than_five_years_is_removed(hand: Hand) -> None:
    for before in (FIVE_YEARS + timedelta(milliseconds=1), FIVE_YEARS + DAY, NOW):
        with pytest.raises(TooYoung):
            removed(hand, before)
    assert count(hand) == 8
    assert clock.moment(latest_allowed(NOW)) == FIVE_YEARS
    leap = datetime(2028, 2, 29, 12, tzinfo=UTC)
    assert clock.moment(latest_allowed(leap)) == datetime(2023, 2, 28, tzinfo=clock.STOCKHOLM)


def test_s_158_a_dry_run_tells_and_removes_nothing(hand: Hand) -> None:
    told = removed(hand, dry_run=True)
    assert told is not None
    assert (told.n, told.rows, count(hand)) == (3, 6, 8)
    assert hand.rows("SELECT * FROM access_log_expiry") == []


def test_s_158_whole_seals_go_and_the_chain_is_still_whole(hand: Hand) -> None:
    done = removed(hand)
    assert done is not None
    assert (done.n, done.rows, count(hand)) == (3, 6, 2)
    verdict = hand.verify()
    assert (verdict.why, verdict.rows) == ("", 2)
    assert removed(hand) is None
    hand.note_and_seal(seals=2, rows=2)
    assert hand.verify().ok


def test_s_158_a_seal_with_one_younger_row_stays_whole(hand: Hand) -> None:
    done = removed(hand, NOW - timedelta(days=366 * 6))
    assert done is not None
    assert (done.n, count(hand)) == (1, 6)
    assert hand.verify().ok
    again = removed(hand)
    assert again is not None
    assert (again.n, again.rows) == (3, 4)
    assert hand.verify().ok


def test_s_158_rows_that_are_not_sealed_stay(hand: Hand) -> None:
    hand.note(access(90, at=ms(NOW - timedelta(days=3000))))
    removed(hand)
    assert count(hand) == 3
    assert hand.verify().ok


def test_s_158_a_removal_that_is_denied_is_found(hand: Hand) -> None:
    removed(hand)
    hand.run("DELETE FROM access_log_expiry")
    assert "seal 1 covers 2 rows, 0 are there" in hand.verify().why


@pytest.mark.parametrize("change", ["rows = rows + 1", "before = before + 1", "at = at + 1", "mac = '00'"])
def test_s_158_a_changed_or_invented_removal_is_found(hand: Hand, change: str) -> None:
    removed(hand)
    hand.run(f"UPDATE access_log_expiry SET {change}")
    assert "the removal up to seal 3 is not ours" in hand.verify().why


def test_s_158_younger_rows_cannot_be_removed_by_moving_the_removal(hand: Hand) -> None:
    removed(hand)
    hand.run("DELETE FROM access_log WHERE tx > (SELECT upto FROM access_log_seal WHERE n = 3)")
    hand.run("UPDATE access_log_expiry SET n = 4")
    assert "the removal up to seal 4 is not ours" in hand.verify().why


def test_s_158_a_removal_made_with_a_stolen_key_lacks_its_line_in_the_file(hand: Hand) -> None:
    before = hand.heads.read_bytes()
    removed(hand)
    hand.heads.write_bytes(before)
    assert "no line for the removal up to seal 3" in hand.verify().why


def test_s_158_a_row_put_back_is_found(hand: Hand) -> None:
    old = hand.rows("SELECT * FROM access_log ORDER BY id LIMIT 1")[0]
    removed(hand)
    names = ", ".join(f":v{n}" for n in range(len(old)))
    hand.run(f"INSERT INTO access_log VALUES ({names})", **{f"v{n}": value for n, value in enumerate(old)})
    verdict = hand.verify()
    assert (verdict.ok, verdict.first_broken) == (False, old[0])

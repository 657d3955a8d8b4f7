"""A row kept aside before the five years took it, and put in once more later: its own hash is true still (S-152, S-158)."""

from datetime import timedelta
from typing import Any

import pytest

from patientkontrakt.accesslog.expiry import expire
from patientkontrakt.accesslog.mac import SIGNED
from tests.accesslog.hand import Hand, access
from tests.accesslog.test_expiry import DAY, FIVE_YEARS, NOW, hand, ms, removed

__all__ = ["hand"]
OLD = "older than what was removed after five years"
_COLUMNS = (*SIGNED, "mac")
_PUT = f"INSERT INTO access_log (tx, {', '.join(_COLUMNS)}) SELECT MAX(tx) + 1, {{}} FROM access_log".format(
    ", ".join(f"CAST(:{name} AS {'BIGINT' if name in ('at', 'count') else 'TEXT'})" for name in _COLUMNS)
)


def kept_aside(hand: Hand, place: int) -> dict[str, Any]:
    """The row at this place, oldest first, as somebody who owns the database keeps it."""
    rows = hand.rows(f"SELECT {', '.join(_COLUMNS)} FROM access_log ORDER BY tx, id")
    return dict(zip(_COLUMNS, rows[place], strict=True))


def put_in_again(hand: Hand, row: dict[str, Any]) -> int:
    hand.run(_PUT, **row)
    return hand.ids()[-1]


@pytest.mark.parametrize("place", [0, 5])
@pytest.mark.parametrize("sealed", [False, True])
def test_s_158_a_removed_row_that_is_put_in_again_is_named(hand: Hand, place: int, sealed: bool) -> None:
    """The first and the last of what was removed; before the next seal, and when that has taken it for its own."""
    row = kept_aside(hand, place)
    assert removed(hand) is not None
    copy = put_in_again(hand, row)
    if sealed:
        hand.seal(ms(NOW + DAY))
    verdict = hand.verify()
    assert (verdict.ok, verdict.first_broken) == (False, copy)
    assert OLD in verdict.why


def test_s_158_it_is_named_though_the_times_of_the_emptied_seals_are_changed(hand: Hand) -> None:
    """Nothing vouches any more for what an emptied seal says of its time."""
    row = kept_aside(hand, 0)
    removed(hand)
    copy = put_in_again(hand, row)
    hand.run("UPDATE access_log_seal SET at = 0 WHERE n <= 3")
    assert hand.verify().first_broken == copy


@pytest.mark.parametrize("n", [0, 5, 99])
def test_s_158_a_removal_of_seals_that_are_not_there_excuses_nothing(hand: Hand, n: int) -> None:
    hand.run("DELETE FROM access_log")
    hand.run("INSERT INTO access_log_expiry (n, rows, before, at, mac) VALUES (:n, 8, 0, 0, '00')", n=n)
    assert f"seal {n} is not ours" in hand.verify().why


def test_s_158_what_was_sealed_before_the_removal_may_be_as_old_as_it_is(hand: Hand) -> None:
    """A row that came late stands behind younger ones, and stays with them."""
    hand.note(access(90, at=ms(NOW - 3000 * DAY)))
    hand.seal(ms(NOW - DAY))
    removed(hand)
    hand.note_and_seal(seals=1, rows=2)
    verdict = hand.verify()
    assert (verdict.why, verdict.rows) == ("", 5)


def test_s_158_a_row_put_in_between_two_removals_is_named(hand: Hand) -> None:
    row = kept_aside(hand, 0)
    removed(hand, NOW - timedelta(days=366 * 6))
    copy = put_in_again(hand, row)
    hand.seal(ms(NOW + DAY))
    assert hand.verify().first_broken == copy
    assert expire(hand.database, hand.key, hand.heads, ms(FIVE_YEARS), NOW + 2 * DAY, dry_run=False)
    assert hand.verify().first_broken == copy

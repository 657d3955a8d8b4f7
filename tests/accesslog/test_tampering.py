"""Whoever owns the database is found out: changed, removed, inserted, moved, cut away, written anew (S-152, S-153)."""

from collections.abc import Callable
from pathlib import Path

import pytest

from patientkontrakt.accesslog import seal as sealing
from patientkontrakt.accesslog.mac import SIGNED
from tests.accesslog.hand import Hand, access

FIELDS = ", ".join((*SIGNED, "tx"))
FORGED = {
    "uid": "f",
    "outcome": "refused",
    "reason": "own_record",
    "patient": "birger",
    "items": "",
    "who": None,
}


@pytest.fixture
def hand(hand: Hand) -> Hand:
    """Three seals of four rows each, and two rows not sealed yet."""
    hand.note_and_seal(seals=3, rows=4)
    hand.note(access(90), access(91))
    assert hand.verify().ok
    return hand


@pytest.mark.parametrize("column", [*FORGED, "at", "count"])
@pytest.mark.parametrize("place", [0, 5, 13])
def test_s_152_a_changed_field_names_its_row(hand: Hand, column: str, place: int) -> None:
    victim = hand.ids()[place]
    change = f"{column} = :text" if column in FORGED else f"{column} = {column} + 1"
    params = {"text": FORGED[column]} if column in FORGED else {}
    hand.run(f"UPDATE access_log SET {change} WHERE id = :id", id=victim, **params)
    verdict = hand.verify()
    assert (verdict.ok, verdict.first_broken) == (False, victim)


def test_s_152_the_first_of_two_changed_rows_is_named(hand: Hand) -> None:
    ids = hand.ids()
    hand.run("UPDATE access_log SET who = 'PractitionerRole/johan' WHERE id IN (:a, :b)", a=ids[6], b=ids[2])
    assert hand.verify().first_broken == ids[2]


@pytest.mark.parametrize("place", [0, 5, 11])
def test_s_152_a_removed_row_names_the_seal_it_is_missing_from(hand: Hand, place: int) -> None:
    ids = hand.ids()
    hand.run("DELETE FROM access_log WHERE id = :id", id=ids[place])
    verdict = hand.verify()
    assert not verdict.ok
    assert f"seal {place // 4 + 1} covers 4 rows, 3 are there" in verdict.why
    assert verdict.first_broken == next(id for id in ids[place // 4 * 4 :] if id != ids[place])


def test_s_152_an_emptied_seal_is_found(hand: Hand) -> None:
    first, last = hand.ids()[4], hand.ids()[7]
    hand.run("DELETE FROM access_log WHERE id BETWEEN :first AND :last", first=first, last=last)
    assert "seal 2 covers 4 rows, 0 are there" in hand.verify().why


def test_s_152_an_invented_row_is_named(hand: Hand) -> None:
    names = FIELDS.replace("uid", "'invented'", 1)
    like = hand.ids()[5]
    hand.run(
        f"INSERT INTO access_log ({FIELDS}, mac) SELECT {names}, mac FROM access_log WHERE id = :id", id=like
    )
    verdict = hand.verify()
    assert (verdict.ok, verdict.first_broken) == (False, max(hand.ids()))


@pytest.mark.parametrize("place", [5, 13])
def test_s_152_a_copied_row_is_named(hand: Hand, place: int) -> None:
    like = hand.ids()[place]
    hand.run(
        f"INSERT INTO access_log ({FIELDS}, mac) SELECT {FIELDS}, mac FROM access_log WHERE id = :id", id=like
    )
    verdict = hand.verify()
    assert (verdict.ok, verdict.first_broken) == (False, max(hand.ids()))


def test_s_152_a_row_replayed_later_is_named_though_it_was_sealed(hand: Hand) -> None:
    names = FIELDS.replace("tx", "(SELECT MAX(tx) FROM access_log)")
    like = hand.ids()[5]
    hand.run(
        f"INSERT INTO access_log ({FIELDS}, mac) SELECT {names}, mac FROM access_log WHERE id = :id", id=like
    )
    assert hand.seal() == 3
    verdict = hand.verify()
    assert (verdict.ok, verdict.first_broken) == (False, max(hand.ids()))


def test_s_152_a_row_replayed_is_named_before_what_comes_after_it(hand: Hand) -> None:
    names = FIELDS.replace("tx", "(SELECT MAX(tx) FROM access_log)")
    hand.run(
        f"INSERT INTO access_log ({FIELDS}, mac) SELECT {names}, mac FROM access_log WHERE id = :id",
        id=hand.ids()[5],
    )
    copy = max(hand.ids())
    hand.note(access(92))
    hand.run("UPDATE access_log SET reason = 'own_record' WHERE id = :id", id=max(hand.ids()))
    verdict = hand.verify()
    assert (verdict.ok, verdict.first_broken, verdict.rows) == (False, copy, 14)


@pytest.mark.parametrize("place", [0, 5, 11])
def test_s_152_a_row_moved_to_another_transaction_is_found_in_its_seal(hand: Hand, place: int) -> None:
    """Of a row that no seal binds yet, the number is no more than where the seal to come will find it."""
    ids = hand.ids()
    hand.run("UPDATE access_log SET tx = tx - 1 WHERE id = :id", id=ids[place])
    verdict = hand.verify()
    assert not verdict.ok
    assert verdict.first_broken in ids[max(place - 4, 0) : place + 1]
    assert "seal" in verdict.why


def test_s_152_rows_that_changed_places_in_time_are_found(hand: Hand) -> None:
    one, other = hand.ids()[1], hand.ids()[2]
    swap = "UPDATE access_log SET tx = (SELECT SUM(tx) FROM access_log WHERE id IN (:a, :b)) - tx WHERE id IN (:a, :b)"
    assert hand.run(swap, a=one, b=other) == 2
    verdict = hand.verify()
    assert (verdict.ok, verdict.first_broken) == (False, min(hand.ids()))
    assert "seal 1" in verdict.why


def test_s_152_rows_that_changed_ids_are_found(hand: Hand) -> None:
    one, other = hand.ids()[1], hand.ids()[2]
    for old, new in ((one, -1), (other, one), (-1, other)):
        hand.run("UPDATE access_log SET id = :new WHERE id = :old", old=old, new=new)
    verdict = hand.verify()
    assert (verdict.ok, verdict.first_broken) == (False, hand.ids()[0])
    assert "seal 1" in verdict.why


def test_s_152_a_tail_cut_away_with_its_seals_is_found_by_the_file(hand: Hand) -> None:
    hand.run("DELETE FROM access_log WHERE tx > (SELECT upto FROM access_log_seal WHERE n = 2)")
    hand.run("DELETE FROM access_log_seal WHERE n = 3")
    assert "the heads file knows 3 seals, the database only 2" in hand.verify().why


def test_s_152_a_whole_log_that_was_emptied_is_found_by_the_file(hand: Hand) -> None:
    hand.run("DELETE FROM access_log")
    hand.run("DELETE FROM access_log_seal")
    assert "the heads file knows 3 seals, the database only 0" in hand.verify().why


def test_s_152_a_seal_taken_out_of_the_chain_is_found(hand: Hand) -> None:
    hand.run("DELETE FROM access_log_seal WHERE n = 2")
    assert "seal 2 is missing" in hand.verify().why


@pytest.mark.parametrize("change", ["at = at + 1", "rows = rows - 1", "upto = upto - 1", "head = :head"])
def test_s_152_a_changed_seal_is_found(hand: Hand, change: str) -> None:
    params = {"head": "0" * 64} if ":head" in change else {}
    hand.run(f"UPDATE access_log_seal SET {change} WHERE n = 2", **params)
    verdict = hand.verify()
    assert not verdict.ok
    assert "seal 2" in verdict.why


def _write_anew(hand: Hand, without: Callable[[int], bool]) -> None:
    """As one would who has stolen the key too: drop rows, then seal all that is left again, elsewhere."""
    for id in filter(without, hand.ids()):
        hand.run("DELETE FROM access_log WHERE id = :id", id=id)
    hand.run("DELETE FROM access_log_seal")
    sealing.seal(hand.database, hand.key, hand.heads.with_name("elsewhere"), 1)


def test_s_153_a_chain_written_anew_with_the_key_differs_from_the_file(hand: Hand) -> None:
    gone = hand.ids()[0]
    _write_anew(hand, lambda id: id == gone)
    verdict = hand.verify()
    assert (verdict.ok, verdict.first_broken) == (False, hand.ids()[0])
    assert "written anew" in verdict.why


def test_s_153_without_the_file_nobody_can_tell_and_the_verdict_says_so(hand: Hand) -> None:
    hand.heads.unlink()
    verdict = hand.verify()
    assert not verdict.ok
    assert "heads file is missing" in verdict.why


def test_s_153_sealing_on_does_not_fill_in_a_file_that_was_taken_away(hand: Hand) -> None:
    hand.heads.unlink()
    hand.seal()
    assert [line.split()[0] for line in hand.heads.read_text().splitlines()] == ["4"]
    assert "the heads file has no line for seal 1" in hand.verify().why


def test_s_153_a_line_taken_out_of_the_file_is_found(hand: Hand) -> None:
    lines = hand.heads.read_text().splitlines(keepends=True)
    hand.heads.write_text("".join(lines[:1] + lines[2:]))
    assert "the heads file has no line for seal 2" in hand.verify().why


def test_another_key_fits_no_row(hand: Hand, tmp_path: Path) -> None:
    stranger = Hand(hand.database, b"another key".ljust(32), hand.heads)
    assert stranger.verify().first_broken == hand.ids()[0]


def test_a_row_changed_before_it_was_sealed_is_found_after(hand: Hand) -> None:
    victim = hand.ids()[-1]
    hand.run("UPDATE access_log SET reason = 'own_record' WHERE id = :id", id=victim)
    hand.seal()
    assert hand.verify().first_broken == victim

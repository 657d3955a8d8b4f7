"""Every row that was committed is covered once, in commit order; an idle service writes nothing."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from patientkontrakt.accesslog import heads as outside
from patientkontrakt.accesslog import seal as sealing
from patientkontrakt.accesslog.append import append
from patientkontrakt.accesslog.log import AccessLog
from patientkontrakt.accesslog.sealer import Sealer
from patientkontrakt.db import Database
from tests.accesslog.hand import AT, Hand, access
from tests.records.work import until


def covered(hand: Hand) -> int:
    return sum(row[0] for row in hand.rows("SELECT rows FROM access_log_seal"))


def test_a_transaction_that_was_rolled_back_leaves_no_row_and_no_gap(hand: Hand) -> None:
    hand.note(access(1))
    with suppress(ZeroDivisionError), hand.database.write() as tx:
        append(tx, [access(2)], hand.key)
        raise ZeroDivisionError
    hand.note(access(3))
    assert hand.seal() == 2
    assert hand.verify().rows == 2


def test_nothing_new_makes_no_seal_and_no_write(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    hand.note_and_seal(seals=1, rows=2)
    monkeypatch.setattr(Database, "write", None)
    assert hand.seal() == 0
    assert hand.rows("SELECT n FROM access_log_seal") == [(1,)]


def test_an_empty_log_is_whole(hand: Hand) -> None:
    verdict = hand.verify()
    assert (verdict.ok, verdict.rows) == (True, 0)


def test_the_heads_outside_are_those_of_the_database(hand: Hand) -> None:
    hand.note_and_seal(seals=3, rows=2)
    inside = hand.rows("SELECT n, upto, rows, head FROM access_log_seal ORDER BY n")
    assert [(line.n, line.upto, line.rows, line.head) for line in outside.read(hand.heads)] == inside


@pytest.mark.parametrize("torn", [0, 1, 20, -2, -1])
def test_a_line_lost_in_a_crash_is_written_at_the_next_round(hand: Hand, torn: int) -> None:
    hand.note_and_seal(seals=2, rows=1)
    lines = hand.heads.read_bytes().splitlines(keepends=True)
    hand.heads.write_bytes(lines[0] + lines[1][:torn])  # the machine died in the middle of the line
    assert hand.verify().ok
    hand.seal()
    assert list(outside.read(hand.heads))[-1].n == 2
    hand.note_and_seal(seals=1, rows=1)
    assert hand.verify().ok


def test_a_backlog_is_sealed_in_pieces_that_keep_transactions_whole(
    hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "MOST_ROWS", 4)
    for size in (1, 3, 9, 2, 2, 2):
        hand.note(*map(access, range(size)))
    assert hand.seal() == 19
    assert [row[0] for row in hand.rows("SELECT rows FROM access_log_seal ORDER BY n")] == [4, 9, 4, 2]
    assert hand.verify().ok


def test_long_seals_are_read_in_pages(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "_PAGE", 2)
    monkeypatch.setattr("patientkontrakt.accesslog.verify._PAGE", 3)
    hand.note(*map(access, range(7)))
    hand.note_and_seal(seals=5, rows=1)
    assert hand.verify().rows == covered(hand) == 12


@pytest.mark.parametrize(
    "database_kind", ["postgresql"], indirect=True
)  # SQLite's writers wait for each other
def test_what_commits_late_is_neither_skipped_nor_taken_twice(hand: Hand) -> None:
    with hand.database.write() as slow:
        append(slow, [access(1)], hand.key)
        hand.note(access(2))
        hand.note(access(3))
        assert hand.seal() == 0  # the slow one was first: nothing after it may be sealed yet
        assert hand.verify().rows == 2
    assert hand.seal() == 3
    hand.note(access(4))
    assert hand.seal() == 1
    assert covered(hand) == hand.verify().rows == 4
    order = [row[0] for row in hand.rows("SELECT request_id FROM access_log ORDER BY tx, id")]
    assert order == ["req-1", "req-2", "req-3", "req-4"]


def test_on_a_new_server_whose_numbers_start_low_sealing_goes_on(hand: Hand) -> None:
    hand.note_and_seal(seals=1, rows=2)
    hand.run("UPDATE tx_counter SET n = n + 1000000")  # as a restore does, see Tx.number
    hand.note(access(3))
    assert hand.seal() == 1
    assert hand.verify().rows == covered(hand) == 3


def test_s_154_sixteen_writers_and_two_sealers_lose_nothing_and_fork_nothing(
    hand: Hand, log: AccessLog
) -> None:
    sealers = [Sealer(hand.database, hand.key, hand.heads, lambda: AT, interval=0.01) for _ in range(2)]
    for sealer in sealers:
        sealer.start()

    def clerk(name: int) -> None:
        for n in range(12):
            log.flush([access(n, request_id=f"{name}-{n}")])

    with ThreadPoolExecutor(16) as clerks:
        list(clerks.map(clerk, range(16)))
    for sealer in sealers:
        sealer.stop()
    expected = {f"{name}-{n}" for name in range(16) for n in range(12)}
    assert {row[0] for row in hand.rows("SELECT request_id FROM access_log")} == expected
    verdict = hand.verify()
    assert (verdict.why, verdict.rows, covered(hand)) == ("", 192, 192)
    numbers = [row[0] for row in hand.rows("SELECT n FROM access_log_seal ORDER BY n")]
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_sealer_outlives_a_round_that_failed(hand: Hand, caplog: pytest.LogCaptureFixture) -> None:
    troubles = iter([OSError("no space left"), None])
    rounds = threading.Event()

    def now() -> int:
        if trouble := next(troubles, None):
            raise trouble
        rounds.set()
        return AT

    hand.note(access())
    sealer = Sealer(hand.database, hand.key, hand.heads, now, interval=0.01)
    sealer.start()
    assert rounds.wait(30)
    sealer.stop()
    assert covered(hand) == 1
    assert "not sealed: OSError" in caplog.text
    assert "no space left" not in caplog.text


def test_who_is_patient_seals_what_has_been_left_lying_and_nothing_else(hand: Hand) -> None:
    """And all there is when it ends."""
    at = [AT]
    hand.note(access())
    sealer = Sealer(hand.database, hand.key, hand.heads, lambda: at[0], interval=3600.0)
    sealer.start(0.05)
    time.sleep(0.5)
    assert covered(hand) == 0, "others do it"
    at[0] += 10_000
    until(lambda: covered(hand) == 1)
    at[0] -= 10_000
    hand.note(access(2))
    sealer.stop()
    assert covered(hand) == 2


def test_heads_are_readable_by_their_owner_only(hand: Hand, heads: Path) -> None:
    hand.note_and_seal(seals=1, rows=1)
    assert heads.stat().st_mode & 0o077 == 0

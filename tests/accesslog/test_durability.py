"""No log row, no answer: whatever keeps a row from the disk is LogUnavailable (L-7, S-155)."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from patientkontrakt.accesslog import AccessLog, LogUnavailable
from patientkontrakt.accesslog.writer import LogWriter
from patientkontrakt.db import Database, Unavailable
from tests.accesslog.hand import Hand, access


def noted(hand: Hand) -> list[str]:
    return [row[0] for row in hand.rows("SELECT request_id FROM access_log ORDER BY tx, id")]


def test_l_7_without_its_table_nothing_is_answered(hand: Hand, log: AccessLog) -> None:
    hand.run("ALTER TABLE access_log RENAME TO gone")
    with pytest.raises(LogUnavailable):
        log.flush([access()])


def test_l_7_a_write_that_cannot_be_logged_is_not_made(hand: Hand, log: AccessLog) -> None:
    hand.run("CREATE TABLE plan (id TEXT)")
    hand.run("ALTER TABLE access_log RENAME TO gone")

    def publish() -> None:
        with hand.database.write() as tx:
            tx.run("INSERT INTO plan (id) VALUES ('gunnel-kontrakt')")
            log.append(tx, [access()])

    with pytest.raises(LogUnavailable):
        publish()
    assert hand.rows("SELECT id FROM plan") == []


def test_doors_need_to_know_only_that_it_is_unavailable() -> None:
    assert issubclass(LogUnavailable, Unavailable)


def test_rows_and_their_write_are_one(hand: Hand, log: AccessLog) -> None:
    with hand.database.write() as tx:
        log.append(tx, [access(1), access(2)])
        number = tx.number()
    assert noted(hand) == ["req-1", "req-2"]
    assert hand.rows("SELECT DISTINCT tx FROM access_log") == [(number,)]


def test_nothing_to_note_is_no_write(hand: Hand, log: AccessLog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Database, "write", None)
    log.flush([])
    assert noted(hand) == []


def test_many_threads_each_find_their_rows_when_they_return(hand: Hand, log: AccessLog) -> None:
    def clerk(n: int) -> bool:
        log.flush([access(n, request_id=f"a{n}"), access(n, request_id=f"b{n}")])
        return {f"a{n}", f"b{n}"} <= set(noted(hand))

    with ThreadPoolExecutor(8) as clerks:
        assert all(clerks.map(clerk, range(40)))
    assert len(noted(hand)) == 80


only_sqlite = pytest.mark.parametrize(
    "database_kind", ["sqlite"], indirect=True
)  # the only one with a writer thread


@only_sqlite
def test_an_answer_does_not_wait_for_ever_and_who_gave_up_is_not_noted(hand: Hand, tmp_path: Path) -> None:
    impatient = LogWriter(hand.database, hand.key, tmp_path, patience=0.2)
    with hand.database.write():
        for n in range(3):
            with pytest.raises(LogUnavailable):
                impatient.write([access(n)])
    LogWriter(hand.database, hand.key, tmp_path).write([access(9)])
    # The first was at the database's door already: the log may say more than was answered, never less.
    assert {"req-9"} <= set(noted(hand)) <= {"req-0", "req-9"}


@only_sqlite
def test_without_its_folder_the_writer_refuses(hand: Hand, tmp_path: Path) -> None:
    with pytest.raises(LogUnavailable):
        LogWriter(hand.database, hand.key, tmp_path / "gone").write([access()])


ROOT = Path(__file__).parents[2]
FORKED = """
import os, sys
from pathlib import Path
from patientkontrakt.accesslog import AccessLog
from patientkontrakt.db import Database, open_engine
from tests.accesslog.conftest import KEY
from tests.accesslog.hand import access

database = Database(open_engine(sys.argv[1]))
log = AccessLog(database, KEY, Path(sys.argv[2]))
log.flush([access(1)])
child = os.fork()
if child == 0:
    database.after_fork()
    log.flush([access(2)])
    os._exit(0)
_, status = os.waitpid(child, 0)
log.flush([access(3)])
sys.exit(os.waitstatus_to_exitcode(status))
"""


def test_a_forked_worker_writes_with_a_thread_of_its_own(
    hand: Hand, database_url: str, tmp_path: Path
) -> None:
    command = [sys.executable, "-W", "ignore", "-c", FORKED, database_url, str(tmp_path)]
    subprocess.run(command, check=True, timeout=60, cwd=ROOT)
    assert noted(hand) == ["req-1", "req-2", "req-3"]
    assert hand.verify().ok

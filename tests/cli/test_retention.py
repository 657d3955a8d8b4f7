"""R-7, R-8: `patientkontrakt retention` tells what has passed its time, and destroys nothing."""

import stat
from datetime import UTC, datetime
from pathlib import Path

from patientkontrakt import clock
from patientkontrakt.db import Database
from tests.cli.conftest import Operator

RECENT = clock.millis(datetime(2026, 11, 1, tzinfo=UTC))
LONG_AGO = clock.millis(datetime(2001, 5, 4, tzinfo=UTC))


def rows(database: Database) -> int:
    with database.read() as tx:
        row = tx.row("SELECT (SELECT count(*) FROM resource) + (SELECT count(*) FROM version)")
    return int(row[0]) if row else 0


def last_written(database: Database, custodian: str, at: int) -> None:
    with database.write() as tx:
        said = {"custodian": custodian, "at": at}
        tx.run("UPDATE version SET updated = :at WHERE custodian = :custodian", said)


def test_r_2_r_7_nothing_is_destroyed_here(operator: Operator, database: Database) -> None:
    before = rows(database)
    refused = operator("retention")
    assert refused.exit_code == 1
    assert "IVO" in refused.stderr
    assert rows(database) == before


def test_r_7_what_is_written_lately_has_not_passed(operator: Operator, database: Database) -> None:
    last_written(database, "region-exempel", RECENT)
    told = operator("retention", "--dry-run")
    assert (told.exit_code, "region-exempel, hsv-10: 0 of" in told.stdout) == (0, True)


def test_r_7_one_late_entry_keeps_the_whole_journal_and_nobody_elses(
    operator: Operator, database: Database, tmp_path: Path
) -> None:
    last_written(database, "region-exempel", RECENT)
    last_written(database, "rydhalsan", LONG_AGO)
    before, out = rows(database), tmp_path / "passed.txt"
    told = operator("retention", "--dry-run", "--out", out)
    assert told.exit_code == 0
    lines = out.read_text().splitlines()
    assert lines
    assert all(line.startswith("rydhalsan hsv-10 ") for line in lines)
    assert f"rydhalsan, hsv-10: {len(lines)} of {len(lines)} resources" in told.stdout
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert rows(database) == before


def test_r_7_a_list_that_is_there_is_not_written_over(operator: Operator, tmp_path: Path) -> None:
    out = tmp_path / "passed.txt"
    out.write_text("kvar")
    assert operator("retention", "--dry-run", "--out", out).exit_code == 1
    assert out.read_text() == "kvar"


def test_r_8_social_services_without_a_birth_date_are_kept(operator: Operator, database: Database) -> None:
    last_written(database, "rydhalsan", LONG_AGO)
    with database.write() as tx:
        tx.run(
            "UPDATE ix_token SET code = 'omsorgsgivare' WHERE type = 'Organization' AND id = 'rydhalsan'"
            " AND code = 'vardgivare'"
        )
    told = operator("retention", "--dry-run")
    assert "rydhalsan, alltid: 0 of" in told.stdout

"""`patientkontrakt reindex`: says what it found, and with --check changes nothing and ends with 1."""

from patientkontrakt.db import Database
from tests.cli.conftest import Operator


def test_what_differs_is_named_then_mended_then_right(operator: Operator, database: Database) -> None:
    with database.write() as tx:
        tx.run("DELETE FROM ix_token WHERE type = 'Patient' AND id = 'gunnel'")
        row = tx.row("SELECT count(*) FROM resource")
    looked_at = f"{row[0] if row else 0} resources looked at"

    checked = operator("reindex", "--check")
    assert (checked.exit_code, checked.stdout) == (
        1,
        f"Differs: Patient/gunnel\n{looked_at}, 1 not as they should be.\n",
    )
    mended = operator("reindex")
    assert (mended.exit_code, mended.stdout) == (
        0,
        f"Mended: Patient/gunnel\n{looked_at}, 1 not as they should be.\n"
        "9 entries in the registers of people followed.\n",
    )
    again = operator("reindex", "--check")
    assert (again.exit_code, again.stdout) == (0, f"{looked_at}, 0 not as they should be.\n")


def test_a_text_that_cannot_be_read_is_told_and_ends_with_1(operator: Operator, database: Database) -> None:
    with database.write() as tx:
        tx.run(
            "UPDATE resource SET body = replace(body, '2026-01-01', '2026-99-99') WHERE type = 'EpisodeOfCare'"
        )
    told = operator("reindex")
    assert told.exit_code == 1
    assert "Cannot be indexed, and was left as it is: EpisodeOfCare/" in told.stdout


def test_who_came_before_the_feed_gets_her_account(operator: Operator, database: Database) -> None:
    """A region that has imported already: after the command its patients may sign in."""

    def accounts() -> list[tuple[str, ...]]:
        with database.read() as tx:
            return [tuple(row) for row in tx.rows("SELECT id, born, status FROM account ORDER BY id")]

    assert operator("reindex", "--check").exit_code == 0
    assert accounts() == []
    for _ in range(2):
        assert operator("reindex").exit_code == 0
    assert accounts() == [
        ("Patient/birger", "1951-11-04", "active"),
        ("Patient/gunnel", "1944-03-12", "active"),
    ]

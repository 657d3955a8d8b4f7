"""`patientkontrakt staff`: what cannot be begun is told, what was ended stays so, and each act is logged."""

import json
from pathlib import Path

import pytest

from patientkontrakt.auth import person
from patientkontrakt.db import Database
from tests.cli.conftest import Operator


@pytest.fixture
def dag(operator: Operator, tmp_path: Path) -> Operator:
    """An operator who has imported Dag."""
    file = tmp_path / "dag.json"
    file.write_text(json.dumps({"resourceType": "Practitioner", "id": "dag", "name": [{"text": "Dag Sund"}]}))
    assert operator("import", file).exit_code == 0
    return operator


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("start", "nobody", "eken", "lakare"), "There is no Practitioner/nobody"),
        (("start", "dag", "nowhere", "lakare"), "There is no Organization/nowhere"),
        (("start", "dag", "eken", "chef"), "'chef' is not one of"),
        (("start", "dag", "eken", "lakare", "--until", "snart"), "snart"),
        (("end", "nosuch"), "Not there, or over already: nosuch"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_begun(
    dag: Operator, database: Database, words: tuple[str, ...], told: str
) -> None:
    result = dag("staff", *words)
    assert result.exit_code != 0
    assert told in result.stderr
    with database.read() as tx:
        assert tx.rows("SELECT id FROM assignment") == []


def test_an_assignment_is_begun_ended_and_begun_again(dag: Operator, database: Database) -> None:
    def stands() -> tuple[int, str]:
        words = dag("staff", "list", "--unit", "eken").stdout
        with database.read() as tx:
            who = person.by_key(tx, id)
        assert who is not None
        return words.count(
            "\n"
        ), "holds" if "  holds" in words else "ended" if "ended by operator" in words else ""

    assert dag("staff", "list").stdout == "0 assignments.\n"
    id = dag("staff", "start", "dag", "eken", "lakare").stdout.split()[-1]
    assert stands() == (3, "holds")
    assert dag("staff", "end", id).stdout == "1 ended.\n"
    assert stands() == (3, "ended")
    assert dag("staff", "end", id).exit_code == 1
    assert dag("reindex").exit_code == 0
    assert stands() == (3, "ended")
    assert dag("staff", "start", "dag", "eken", "lakare").stdout.endswith(f": {id}\n")
    assert stands() == (3, "holds")
    with database.read() as tx:
        logged = tx.rows(
            "SELECT action, reason FROM access_log WHERE account = 'operator' AND subject = :it ORDER BY id",
            {"it": f"PractitionerRole/{id}"},
        )
    assert logged == [
        ("create", "import"), ("update", "assignment ended"), ("update", "assignment begun again"),
    ]  # fmt: skip

"""`patientkontrakt staff`: what cannot be begun is told, what was ended stays so, and each act is logged."""

import json
from pathlib import Path

import pytest

from patientkontrakt import clock
from patientkontrakt.auth.administration import accounts
from patientkontrakt.auth.given import person
from patientkontrakt.db import Database
from patientkontrakt.fhir import systems
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
    def stands(id: str) -> str:
        (line,) = (each for each in dag("staff", "list", "--unit", "eken").stdout.splitlines() if id in each)
        with database.read() as tx:
            who = person.by_key(tx, id)
        assert who is not None
        told = (
            "holds" if line.endswith("  holds") else "ended" if line.endswith("  ended by operator") else line
        )
        assert (who.refusal(clock.millis(clock.now())) is None) == (told == "holds")
        return told

    def started() -> str:
        told = dag("staff", "start", "dag", "eken", "lakare").stdout
        assert told.startswith("Begun, holds: ")
        return told.split()[-1]

    assert dag("staff", "list").stdout == "0 assignments.\n"
    id = started()
    assert stands(id) == "holds"
    twice = dag("staff", "start", "dag", "eken", "lakare")
    assert twice.exit_code == 1
    assert "has that assignment" in twice.stderr
    assert dag("staff", "end", id).stdout == "1 ended.\n"
    assert stands(id) == "ended"
    assert dag("staff", "end", id).exit_code == 1
    assert dag("reindex").exit_code == 0
    assert stands(id) == "ended"
    again = started()
    assert again != id
    assert (stands(id), stands(again)) == ("ended", "holds")
    with database.read() as tx:
        logged = tx.rows(
            "SELECT action, reason FROM access_log WHERE account = 'operator' AND subject = :it ORDER BY id",
            {"it": f"PractitionerRole/{id}"},
        )
        entries = tx.rows("SELECT id, body FROM resource WHERE type = 'PractitionerRole'")
    assert sorted(logged) == [("create", "import"), ("update", "assignment ended"), ("update", "import")]
    assert {key: json.loads(body)["active"] for key, body in entries} == {id: False, again: True}


def test_what_the_register_wrote_is_ended_and_begun_anew(
    dag: Operator, tmp_path: Path, database: Database
) -> None:
    """Its entry is the register's still; the new one is the operator's."""
    role = {
        "resourceType": "PractitionerRole",
        "id": "dags",
        "practitioner": {"reference": "Practitioner/dag"},
        "organization": {"reference": "Organization/eken"},
        "code": [{"coding": [{"system": systems.pk("role"), "code": "lakare"}]}],
    }
    file = tmp_path / "role.json"
    file.write_text(json.dumps(role))
    assert dag("import", file).exit_code == 0
    assert "has that assignment" in dag("staff", "start", "dag", "eken", "lakare").stderr
    assert dag("staff", "end", "dags").exit_code == 0
    assert dag("staff", "start", "dag", "eken", "lakare").stdout.startswith("Begun, holds: ")
    assert "2 assignments." in dag("staff", "list").stdout
    with database.read() as tx:
        ((body,),) = tx.rows("SELECT body FROM resource WHERE id = 'dags'")
    assert "active" not in json.loads(body)


def test_what_begins_while_the_account_is_closed_is_told_so(dag: Operator, database: Database) -> None:
    with database.write() as tx:
        accounts.suspend(tx, "Practitioner/dag", clock.millis(clock.now()))
    assert dag("staff", "start", "dag", "eken", "lakare").stdout.startswith("Begun, account suspended: ")


def test_the_last_day_is_told_as_it_was_said(dag: Operator) -> None:
    today = clock.today(clock.now()).isoformat()
    assert dag("staff", "start", "dag", "eken", "lakare", "--until", today).exit_code == 0
    (line,) = (each for each in dag("staff", "list").stdout.splitlines() if "Practitioner/dag" in each)
    assert line.split()[-3:] == [today, today, "holds"]
    past = dag("staff", "start", "dag", "eken", "sjukskoterska", "--until", "2026-01-01")
    assert "past already" in past.stderr

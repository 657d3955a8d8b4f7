"""`patientkontrakt account`: a person who is suspended is out at once, and in again only as the registers say."""

import json
from pathlib import Path

import pytest

from patientkontrakt.db import Database
from tests.auth.flow import tokens_for, whoami
from tests.auth.house import build
from tests.cli.conftest import Operator


def status(database: Database, account: str) -> str:
    with database.read() as tx:
        [(found,)] = tx.rows("SELECT status FROM account WHERE id = :id", {"id": account})
    return str(found)


def test_a_suspended_person_is_out_at_once_and_nothing_of_hers_wakes(
    operator: Operator, database: Database, tmp_path: Path
) -> None:
    assert operator("reindex").exit_code == 0
    house = build(database, tmp_path / "house")
    token = tokens_for(house).access
    assert whoami(house, token).status_code == 200
    assert operator("account", "suspend", "Patient/gunnel").stdout == "Suspended.\n"
    assert whoami(house, token).status_code == 401
    operator("reindex")
    assert status(database, "Patient/gunnel") == "suspended", "whatever the registers say"
    assert operator("account", "reinstate", "Patient/gunnel").stdout == "Open again.\n"
    assert whoami(house, token).status_code == 401
    assert whoami(house, tokens_for(house).access).status_code == 200
    rows = house.rows("SELECT reason, subject, who FROM access_log WHERE action = 'administer' ORDER BY id")
    assert rows == [(f"account-{act}", "Patient/gunnel", "operator") for act in ("suspend", "reinstate")]


def test_who_has_left_meanwhile_stays_closed(operator: Operator, database: Database, tmp_path: Path) -> None:
    file = tmp_path / "dag.json"
    for active in (True, False):
        body = {"resourceType": "Practitioner", "id": "dag", "active": active, "name": [{"text": "Dag Sund"}]}
        file.write_text(json.dumps(body))
        assert operator("import", file).exit_code == 0
        operator("account", "suspend", "Practitioner/dag")
    assert "closed" in operator("account", "reinstate", "Practitioner/dag").stdout
    assert status(database, "Practitioner/dag") == "closed"


@pytest.mark.parametrize("act", ["suspend", "reinstate"])
def test_what_cannot_be_is_told(operator: Operator, database: Database, act: str) -> None:
    operator("reindex")
    for who in ("Patient/nobody", "gunnel"):
        told = operator("account", act, who)
        assert (told.exit_code, "no such account" in told.stderr) == (1, True)
    told = operator("account", "reinstate", "Patient/gunnel")
    assert (told.exit_code, told.stderr) == (1, "Error: It is not suspended.\n")
    with database.read() as tx:
        assert tx.rows("SELECT 1 FROM access_log WHERE action = 'administer'") == []

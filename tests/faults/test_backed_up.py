"""A backup in load, restored to a new place: every write acknowledged before it began is there (F-19)."""

import shutil
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from patientkontrakt.accesslog import heads
from patientkontrakt.app import create_app
from tests.api.fhir.house import House
from tests.faults.books import require_whole
from tests.faults.workload import Attempt, Office
from tests.served import Served

ROUNDS = pytest.mark.parametrize(
    ("backups", "pause"),
    [(2, 0.0), pytest.param(6, 10.0, marks=pytest.mark.deep)],  # seconds between two backups
)


@ROUNDS
def test_f_19_what_was_acknowledged_before_the_backup_is_restored(
    running: Served, office: Office, kind: str, backups: int, pause: float, tmp_path: Path
) -> None:
    service = running.service
    acknowledged: list[Attempt] = []
    for n in range(backups):
        time.sleep(pause)
        office.wait_for(40)
        acknowledged = office.acknowledged
        code, said = service.command("backup", str(tmp_path / f"{n}.backup"))
        assert code == 0, said
    office.wait_for(20)
    office.close()
    office.require_honest_answers()
    require_whole(service, office)
    with ExitStack() as until_checked:
        restored = _new_place(until_checked, running, kind, tmp_path)
        for words in (("restore", str(tmp_path / f"{backups - 1}.backup")), ("reindex", "--check")):
            done = restored.app.test_cli_runner().invoke(args=list(words))
            assert (done.exit_code, done.exception) == (0, None), done.output
        assert _lost(restored, acknowledged) == []
    assert (tmp_path / "new" / "var" / heads.NAME).exists()


def _new_place(until_checked: ExitStack, running: Served, kind: str, folder: Path) -> House:
    """The same settings on a database no migration has touched, with a copy of the keys."""
    settings = running.service.house.app.extensions["patientkontrakt"].settings
    new = folder / "new"
    shutil.copytree(settings.keys, new / "var" / "keys")
    url = until_checked.enter_context(running.databases.empty(kind, new))
    app = create_app(replace(settings, database_url=url, var=new / "var"))
    house = app.extensions["patientkontrakt"]
    until_checked.callback(house.database.engine.dispose)
    return House(app, house.database, house.counter)


def _lost(restored: House, acknowledged: Sequence[Attempt]) -> list[str]:
    there = {
        f"Goal/{id}@{version}"
        for id, version in restored.rows("SELECT id, version FROM version WHERE type = 'Goal'")
    }
    return [key for attempt in acknowledged for key in attempt.stored if key not in there]

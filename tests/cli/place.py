"""An installation that is backed up and restored, with somebody who writes in it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask

from patientkontrakt import clock
from patientkontrakt.accesslog import heads, seal
from patientkontrakt.config import Settings
from patientkontrakt.db import Database, db
from patientkontrakt.records import writer
from patientkontrakt.records.importing.run import operator as somebody
from patientkontrakt.records.ownership import Owner
from patientkontrakt.records.writer import Trust
from tests.records.region import goal

XIDS_OF_AN_OLD_SERVER = 10**12


@dataclass
class Place:
    """An installation: one app on one database with a folder of its own."""

    app: Flask
    settings: Settings

    @property
    def database(self) -> Database:
        house: Database = self.app.extensions["patientkontrakt"].database
        return house

    def say(self, *words: object) -> tuple[int, str]:
        done = self.app.test_cli_runner().invoke(args=[str(word) for word in words])
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done.exit_code, done.output

    def wrote(self, text: str) -> None:
        """One more goal of Gunnel's, and the log sealed after it."""
        trust = Trust("command", Owner("region-exempel", "linden"), "shared")
        with self.app.extensions["patientkontrakt"].counter.writing(somebody(), clock.now()) as desk:
            writer.create(desk, goal("gunnel", text), trust=trust)
        self.seal()

    def seal(self) -> int:
        key, at = self.settings.key("access-log"), clock.millis(clock.now())
        return seal.seal(self.database, key, self.heads, at)

    @property
    def heads(self) -> Path:
        return self.settings.var / heads.NAME

    def rows(self, sql: str) -> list[Any]:
        with self.database.read() as tx:
            return tx.rows(sql)

    def everything(self) -> dict[str, list[str]]:
        """All rows of all tables but the counter of transactions."""
        names = sorted(set(db.metadata.tables) - {"tx_counter"})
        return {name: sorted(map(repr, self.rows(f"SELECT * FROM {name}"))) for name in names}


def counted(place: Place, far: int) -> None:
    """As if the server had counted that many transactions: PostgreSQL's own count cannot be set."""
    with place.database.write() as tx:
        tx.run("UPDATE tx_counter SET n = :far WHERE n < :far OR :far = 0 AND n >= :old",
               {"far": far, "old": XIDS_OF_AN_OLD_SERVER if tx.dialect == "postgresql" else 2**62})  # fmt: skip

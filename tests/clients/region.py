"""The demo region served for real: its people, stories and clients, at the address it calls itself."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from patientkontrakt import clock
from patientkontrakt.app import create_app
from patientkontrakt.config import Settings
from patientkontrakt.db import schema
from patientkontrakt.demo.load import Loading
from tests.service import SECRET, Service

CALLBACK = "http://127.0.0.1:9090/callback"


class Region(Service):
    """A Service with the demo loaded. `base` is where it is, and `fhir` its FHIR base."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"sqlite:///{folder / 'patientkontrakt.db'}", folder)
        self.base = f"http://127.0.0.1:{self.port}"
        self.fhir = f"{self.base}/fhir"
        self._environ["PATIENTKONTRAKT_BASE_URL"] = self.base
        self._settle()

    def _settle(self) -> None:
        """Migrate and load, as `patientkontrakt serve` does before it serves."""
        settings = Settings("demo", self.base, self.var, self.database_url, SECRET.encode())
        house = create_app(settings).extensions["patientkontrakt"]
        schema.upgrade(house.database.engine, settings.mode)
        loading = Loading(settings, house.database, house.counter, clock.now())
        loading.cast()
        loading.seal()
        house.database.engine.dispose()


@dataclass
class _Running:
    region: Region | None = None


_KEPT = pytest.StashKey[_Running]()


def running(config: pytest.Config, folder: Path) -> Region:
    """The one region of this test process, started at its first use and stopped when the process ends.

    A session fixture would be one for each folder of tests that asks.
    """
    kept = config.stash.setdefault(_KEPT, _Running())
    if kept.region is None:
        kept.region = Region(folder)
        config.add_cleanup(kept.region.stop)
        kept.region.start()
    return kept.region

"""The whole cast with its stories, and visitors who sign in at the portal."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from patientkontrakt import clock
from patientkontrakt.config import Settings
from tests.databases import Databases
from tests.journeys.conftest import Settled, opened
from tests.portal.visitor import Visitor

Visit = Callable[..., Visitor]


@pytest.fixture(scope="session")
def told(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Settled:
    """The demo region, loaded once on each kind of database."""
    return Settled(databases, tmp_path_factory.mktemp("stories"), only_people=False)


@pytest.fixture
def region(told: Settled, settings: Settings, database_kind: str, tmp_path: Path) -> Iterator[Flask]:
    """The whole service with the demo region, this test's alone."""
    with told.copied(settings, database_kind, tmp_path) as own, opened(own) as app:
        yield app


@pytest.fixture
def visit(region: Flask) -> Visit:
    """`visit("gunnel")` signs in and gives her browser; `visit()` is somebody who has not."""

    def come(person: str | None = None, language: str = "sv") -> Visitor:
        visitor = Visitor(region, language)
        if person:
            visitor.sign_in(person)
        return visitor

    return come


@pytest.fixture
def wait(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Let seconds pass."""
    started, passed = clock.now, [0.0]

    def pass_seconds(seconds: float) -> None:
        passed[0] += seconds

    monkeypatch.setattr(clock, "now", lambda: started() + timedelta(seconds=passed[0]))
    return pass_seconds

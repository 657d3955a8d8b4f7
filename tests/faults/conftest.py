"""A service to be ill-treated, on each kind of database; and one on a PostgreSQL of its own, which may be killed too."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import Databases
from tests.faults.workload import Office
from tests.service import Service, serving


@pytest.fixture
def service(database_url: str, tmp_path: Path) -> Iterator[Service]:
    """A service that is ready, on a database of its own."""
    with serving(database_url, tmp_path) as service:
        yield service


@pytest.fixture
def office(service: Service) -> Iterator[Office]:
    """The clerks at work."""
    office = Office(service)
    office.open()
    yield office
    office.close()

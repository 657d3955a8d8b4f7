"""A service to be ill-treated, on each kind of database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.fhir.conftest import signing_key
from tests.databases import KINDS
from tests.faults.workload import Office
from tests.postgres import Cluster
from tests.served import Served, served
from tests.service import Service

__all__ = ["signing_key"]


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """The kind of database of the service."""
    chosen: str = request.param
    request.node.user_properties.append(("database", chosen))
    return chosen


@pytest.fixture
def running(kind: str, request: pytest.FixtureRequest, tmp_path: Path, signing_key: Path) -> Served:
    """The service and its database servers, with what the tests before left in them."""
    return served(request.config, kind, tmp_path, signing_key)


@pytest.fixture
def service(running: Served) -> Service:
    """The service, running."""
    return running.service


@pytest.fixture
def server(running: Served) -> Cluster:
    """The PostgreSQL it is on: a test leaves it running, as it found it."""
    return running.databases.cluster


@pytest.fixture
def office(service: Service) -> Iterator[Office]:
    """The clerks at work."""
    office = Office(service)
    office.open()
    yield office
    office.close()

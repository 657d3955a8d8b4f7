"""One service on each kind of database for all tests here, with as many threads as the tests have callers."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.fhir.conftest import signing_key
from tests.concurrency.crowd import Crowd
from tests.databases import KINDS, Databases
from tests.service import Service, serving

__all__ = ["signing_key"]

WORKERS = 4  # of four threads: sixteen callers are answered at once


@pytest.fixture(scope="session", params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """The kind of database of the service."""
    chosen: str = request.param
    return chosen


@pytest.fixture(scope="session")
def served(
    kind: str, databases: Databases, signing_key: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Service]:
    """The service of all tests here."""
    folder = tmp_path_factory.mktemp("service")
    with databases.fresh(kind, folder) as url, serving(url, folder, signing_key, WORKERS) as service:
        yield service


@pytest.fixture
def service(served: Service, kind: str, request: pytest.FixtureRequest) -> Service:
    """The service, with what the tests before left in its database."""
    request.node.user_properties.append(("database", kind))
    return served


@pytest.fixture
def crowd(service: Service) -> Iterator[Crowd]:
    """Sixteen callers, all of them Maria, each with a connection of her own."""
    with Crowd(service, service.house.staff("maria").token) as crowd:
        yield crowd

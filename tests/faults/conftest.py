"""A service to be ill-treated, one on each kind of database for all tests: starting one takes a while.

Its PostgreSQL is its own, waits for its disk, and may be killed; the service is an ordinary role there.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest

from tests.api.fhir.conftest import signing_key
from tests.databases import KINDS, Databases
from tests.faults.workload import Office
from tests.service import Service, serving

__all__ = ["signing_key"]

# What an operator does who follows docs/operations.md: the service owns its tables and nothing else.
ORDINARY_ROLE = """
DO $$
DECLARE each text;
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'service') THEN CREATE ROLE service LOGIN; END IF;
  FOR each IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('ALTER TABLE %I OWNER TO service', each);
  END LOOP;
  GRANT CREATE ON SCHEMA public TO service;
END $$
"""


@pytest.fixture(scope="session")
def durable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """Databases on a PostgreSQL that waits for its disk."""
    made = Databases(tmp_path_factory.mktemp("durable"), durable=True)
    yield made
    made.stop()


@pytest.fixture(scope="session", params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """The kind of database of the service."""
    chosen: str = request.param
    return chosen


@pytest.fixture(scope="session")
def served(
    kind: str, durable: Databases, signing_key: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Service]:
    """The service of all tests here."""
    folder = tmp_path_factory.mktemp("service")
    with ExitStack() as until_the_end:
        url = until_the_end.enter_context(durable.fresh(kind, folder))
        if kind == "postgresql":
            url = _as_ordinary_role(url)
        yield until_the_end.enter_context(serving(url, folder, signing_key))


@pytest.fixture
def service(served: Service, kind: str, request: pytest.FixtureRequest) -> Service:
    """The service, running, with what the tests before left in its database."""
    request.node.user_properties.append(("database", kind))
    served.start_unless_running()
    served.house.database.engine.dispose()  # the test before may have ended what our own connections led to
    return served


@pytest.fixture
def office(service: Service) -> Iterator[Office]:
    """The clerks at work."""
    office = Office(service)
    office.open()
    yield office
    office.close()


def _as_ordinary_role(url: str) -> str:
    with psycopg.connect(url.replace("+psycopg", "")) as owner:
        owner.execute(ORDINARY_ROLE)
    return url.replace("postgres@", "service@")

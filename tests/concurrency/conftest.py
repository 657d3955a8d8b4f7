"""A service on each kind of database, and many who ask it at once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.fhir.conftest import signing_key
from tests.concurrency.crowd import Crowd
from tests.databases import KINDS
from tests.served import served
from tests.service import Service

__all__ = ["signing_key"]


@pytest.fixture(params=KINDS)
def service(request: pytest.FixtureRequest, tmp_path: Path, signing_key: Path) -> Service:
    """The service, with what the tests before left in its database."""
    request.node.user_properties.append(("database", request.param))
    return served(request.config, request.param, tmp_path, signing_key).service


@pytest.fixture
def crowd(service: Service) -> Iterator[Crowd]:
    """Sixteen callers, all of them Maria, each with a connection of her own."""
    with Crowd(service, service.house.staff("maria").token) as crowd:
        yield crowd

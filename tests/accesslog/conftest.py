"""A log on each kind of database, its key, and the file of heads outside."""

from pathlib import Path

import pytest

from patientkontrakt.accesslog.log import AccessLog
from patientkontrakt.db import Database
from tests.accesslog.hand import Hand

KEY = bytes(range(32))


@pytest.fixture
def key() -> bytes:
    return KEY


@pytest.fixture
def heads(tmp_path: Path) -> Path:
    return tmp_path / "audit-heads"


@pytest.fixture
def log(database: Database, key: bytes, tmp_path: Path) -> AccessLog:
    return AccessLog(database, key, tmp_path)


@pytest.fixture
def hand(database: Database, key: bytes, heads: Path) -> Hand:
    """Somebody who owns the database and does with it what no application may."""
    return Hand(database, key, heads)

"""The running services of a test process, one on each kind of database: started at their first use, stopped at its end.

Starting one takes a while, so folders of tests share it.
Its PostgreSQL is its own, waits for its disk, and may be killed; the service is an ordinary role there.
"""

from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest

from tests.databases import Databases
from tests.service import Service, serving

WORKERS = 3  # for requests; whatever must happen once must do so among three

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


@dataclass(frozen=True)
class Served:
    """A service, and the database servers it is on."""

    service: Service
    databases: Databases


@dataclass
class _Kept:
    """What this process has running."""

    running: dict[str, Served] = field(default_factory=dict)
    until_the_end: ExitStack = field(default_factory=ExitStack)


_KEPT = pytest.StashKey[_Kept]()


def served(config: pytest.Config, kind: str, folder: Path, signing_key: Path) -> Served:
    """This process's service on that kind of database, running; `folder` is used when it has to be made."""
    if _KEPT not in config.stash:
        config.stash[_KEPT] = _Kept()
        config.add_cleanup(config.stash[_KEPT].until_the_end.close)
    kept = config.stash[_KEPT]
    if kind not in kept.running:
        kept.running[kind] = _begin(kept.until_the_end, kind, folder, signing_key)
    service = kept.running[kind].service
    service.start_unless_running()
    service.house.database.engine.dispose()  # the test before may have ended what our own connections led to
    return kept.running[kind]


def _begin(until_the_end: ExitStack, kind: str, folder: Path, signing_key: Path) -> Served:
    databases = Databases(folder, durable=True)
    until_the_end.callback(databases.stop)
    url = until_the_end.enter_context(databases.fresh(kind, folder))
    if kind == "postgresql":
        url = _as_ordinary_role(url)
    return Served(until_the_end.enter_context(serving(url, folder, signing_key, WORKERS)), databases)


def _as_ordinary_role(url: str) -> str:
    with psycopg.connect(url.replace("+psycopg", "")) as owner:
        owner.execute(ORDINARY_ROLE)
    return url.replace("postgres@", "service@")

"""No log row, no answer (domain.md L-7, S-155): while the log cannot be written nothing is served and nothing changes."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from patientkontrakt.db import db
from tests.faults.asks import SHOWS_NOBODY, Callers
from tests.service import Service

SECRETS = ("Gunnel", "hemlighet", "Jag går en runda", "access_token")

# How the log is broken and mended again, on each kind of database.
RENAMED = ("ALTER TABLE access_log RENAME TO gone", "ALTER TABLE gone RENAME TO access_log")
BREAKS = {
    ("sqlite", "the table is gone"): RENAMED,
    ("postgresql", "the table is gone"): RENAMED,
    ("sqlite", "no row may be added"): (
        "CREATE TRIGGER no BEFORE INSERT ON access_log BEGIN SELECT RAISE(ABORT, 'no'); END",
        "DROP TRIGGER no",
    ),
    ("postgresql", "no row may be added"): (
        "REVOKE INSERT ON access_log FROM service",
        "GRANT INSERT ON access_log TO service",
    ),
}


@pytest.fixture
def callers(service: Service) -> Iterator[Callers]:
    """Everybody signed in, before anything breaks."""
    callers = Callers(service)
    yield callers
    callers.close()


@pytest.mark.parametrize("how", ["the table is gone", "no row may be added"])
def test_s_155_without_its_log_row_nothing_is_served_and_nothing_changes(
    service: Service, callers: Callers, how: str
) -> None:
    before = _everything(service)
    with broken_log(service, how):
        for ask in callers.asks():
            answer = callers.send(ask)
            assert answer.status_code == 503, f"{ask}: {answer.text}"
            assert answer.headers["Retry-After"]
            assert not [word for word in SECRETS if word in answer.text], ask
    assert _everything(service) == before


def test_when_the_log_can_be_written_again_all_is_as_before(service: Service, callers: Callers) -> None:
    with broken_log(service, "no row may be added"):
        assert all(callers.send(ask).status_code == 503 for ask in list(callers.asks())[:10])
    wrong = [(ask, answer.text) for ask in callers.asks() if (answer := callers.send(ask)).status_code >= 500]
    assert wrong == []
    assert service.command("audit", "verify")[0] == 0


def test_every_address_is_asked_or_shows_nobody(service: Service, callers: Callers) -> None:
    """A new address has to be put into one of the two tables."""
    known = {
        rule.rule
        for rule in service.house.app.url_map.iter_rules()
        # Pages have what they show from the API, which is asked here (the contract "No back door").
        if not rule.endpoint.startswith("portal_") or rule.endpoint == "portal_assets.static"
    }
    asked = {ask.rule for ask in callers.asks()}
    assert known - SHOWS_NOBODY == asked
    assert known >= SHOWS_NOBODY


@contextmanager
def broken_log(service: Service, how: str) -> Iterator[None]:
    """No row can be added meanwhile."""
    spoil, mend = BREAKS[service.house.database.dialect, how]
    service.house.change(spoil)
    try:
        yield
    finally:
        service.house.change(mend)


def _everything(service: Service) -> dict[str, list[Any]]:
    """All rows of all tables but the log's own. An assertion that was shown stays used, and a search by number is counted,
    whatever came of it; the worker goes on giving signs of life and reading on.
    """
    own = ("jti_seen", "throttle", "worker", "subscription_cursor")
    names = [name for name in db.metadata.tables if not name.startswith("access_log") and name not in own]
    return {name: sorted(map(repr, service.house.rows(f"SELECT * FROM {name}"))) for name in names}

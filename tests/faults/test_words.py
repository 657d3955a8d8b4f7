"""S-163: what the service writes on its way, and what its access log holds, names nobody and opens nothing."""

import re
from collections.abc import Iterator

import pytest

from tests.cast import PATIENTS
from tests.faults.asks import Callers
from tests.faults.test_no_log import broken_log
from tests.service import Service

CANARIES = ("Gunnels hemlighet", "Jag går en runda", "Något att säga", "Min planering")
NUMBER = re.compile(r"(?<![\d.:])(?:\d{2})?\d{6}[-+ ]?\d{4}(?![\d.])")
SECRETS = (
    re.compile(r"eyJ[\w-]{8,}\.[\w-]+"),
    re.compile(r"BEGIN [A-Z ]*PRIVATE KEY"),
    re.compile(r"pk-(?:portal|in|login)="),
)


@pytest.fixture
def callers(service: Service) -> Iterator[Callers]:
    """Everybody signed in."""
    callers = Callers(service)
    yield callers
    callers.close()


def test_s_163_no_word_of_the_service_names_anybody_or_opens_anything(
    service: Service, callers: Callers
) -> None:
    asked = list(callers.asks())
    with broken_log(service, "no row may be added"):  # errors of ours are told too
        for ask in asked[:20]:
            callers.send(ask)
    for ask in asked:
        callers.send(ask)
    words = service.words()
    assert "/my/log" in words
    _holds_nobody(words)
    rows = service.house.rows(
        "SELECT action, outcome, reason, kind, account, who, unit, custodian, role, client, purpose, patient,"
        " subject, items FROM access_log"
    )
    assert len(rows) > 100
    _holds_nobody("\n".join(str(row) for row in rows))


def _holds_nobody(text: str) -> None:
    names = [patient.name for patient in PATIENTS.values()]
    numbers = [patient.number for patient in PATIENTS.values()]
    assert [word for word in (*CANARIES, *names, *numbers) if word in text] == []
    assert NUMBER.findall(text) == []
    assert [found for pattern in SECRETS for found in pattern.findall(text)] == []

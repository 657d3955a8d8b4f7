"""Every refusal any floor can raise has its row in the one table from exception to status."""

from collections.abc import Iterator

import pytest
from flask import Flask

from patientkontrakt.api import v1
from patientkontrakt.api.problems import STATUS, problem_of
from patientkontrakt.auth.proving.guard import NO_TOKEN, Unauthenticated
from patientkontrakt.care.refusals import StaleUtgava
from patientkontrakt.db import Unavailable
from patientkontrakt.fhir.outcome import Refusal
from patientkontrakt.policy.decision import AccessRefused


def below(kind: type[Exception]) -> Iterator[type[Exception]]:
    for each in kind.__subclasses__():
        yield each
        yield from below(each)


@pytest.mark.parametrize("kind", sorted(set(below(Refusal)), key=lambda each: each.__name__))
def test_every_refusal_has_a_status(kind: type[Exception]) -> None:
    assert v1.Door  # every floor is imported by now
    assert any(issubclass(kind, row) for row, _ in STATUS), kind


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (AccessRefused("no_ground"), 404),
        (AccessRefused("role", may_know=True), 403),
        (AccessRefused("scope", may_know=True), 403),
        (Unauthenticated(NO_TOKEN), 401),
        (Unavailable(), 503),
        (StaleUtgava(4), 409),
        (ValueError("194403129804"), 500),
    ],
)
def test_each_family_has_its_status_and_tells_nothing_more(error: Exception, status: int) -> None:
    with Flask("test").app_context():
        problem = problem_of(error)
    assert problem.status == status
    assert "194403129804" not in str(problem)


def test_an_outage_says_when_to_come_back() -> None:
    assert problem_of(Unavailable()).headers["Retry-After"]


def test_a_subclass_stands_before_its_base() -> None:
    kinds = [kind for kind, _ in STATUS]
    assert not any(
        issubclass(later, earlier) for place, earlier in enumerate(kinds) for later in kinds[place + 1 :]
    )

"""What has been taken back is refused at the very next request, whichever worker it comes to (security.md R4).

Every worker has read with the token just before, so each remembers its signature; none may remember more.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import httpx
import pytest

from patientkontrakt import clock
from patientkontrakt.auth.administration import accounts, assignments
from tests.clients.public_app import STAFF_SCOPE, App
from tests.concurrency.crowd import Crowd
from tests.concurrency.door import (
    app_of_ours,
    code,
    newcomer,
    reading,
    refreshing,
    sent,
    told,
)
from tests.concurrency.everywhere import everywhere, workers_of
from tests.served import WORKERS
from tests.service import Service

DEAD = 'Bearer error="invalid_token"'


@pytest.fixture
def each_worker(service: Service) -> Iterator[Crowd]:
    """One caller at each worker."""
    with everywhere(service, WORKERS) as crowd:
        yield crowd


@dataclass(frozen=True)
class Held:
    """An app's tokens for somebody, after every worker has read with them."""

    service: Service
    workers: Crowd
    app: App

    @property
    def access(self) -> str:
        """The access token."""
        token: str = self.app.tokens["access_token"]
        return token

    def read(self) -> list[httpx.Response]:
        """What each worker answers."""
        answers = self.workers.at_once(*[partial(reading, token=self.access)] * WORKERS)
        assert len(workers_of(self.service, answers)) == WORKERS
        return answers

    def refused(self) -> list[str]:
        """How each worker refuses it."""
        answers = self.read()
        assert {each.status_code for each in answers} == {401}, told(answers)
        return [each.headers["WWW-Authenticate"] for each in answers]

    def refresh(self) -> list[tuple[int, str]]:
        """What each worker says to the refresh token, one after the other."""
        form = refreshing(self.app, self.app.tokens["refresh_token"])
        return [told([sent(caller, form)])[0] for caller in self.workers.callers]


def _held(service: Service, workers: Crowd, app: App, person: str) -> Held:
    held = Held(service, workers, app.redeem(code(app, person)))
    assert {each.status_code for each in held.read()} == {200}
    return held


@pytest.fixture
def held(service: Service, each_worker: Crowd) -> Held:
    """Gunnel's tokens in an app of this test's own."""
    return _held(service, each_worker, app_of_ours(service), "gunnel")


def test_sm44_sm81_a_revoked_access_token(held: Held) -> None:
    _revoke(held, held.access)
    assert held.refused() == [DEAD] * WORKERS


def test_sm44_sm81_a_revoked_refresh_token_takes_the_access_token_along(held: Held) -> None:
    _revoke(held, held.app.tokens["refresh_token"])
    assert held.refused() == [DEAD] * WORKERS
    assert held.refresh() == [(400, "invalid_grant")] * WORKERS


def test_s094_a_suspended_client(service: Service, held: Held) -> None:
    assert service.command("client", "suspend", held.app.client)[0] == 0
    assert held.refused() == [DEAD] * WORKERS
    assert held.refresh() == [(401, "invalid_client")] * WORKERS


def test_s085_a_suspended_person(service: Service, each_worker: Crowd) -> None:
    person = newcomer(service)
    held = _held(service, each_worker, app_of_ours(service, STAFF_SCOPE), person)
    with service.house.database.write() as tx:
        accounts.suspend(tx, f"Practitioner/{person}", _now())
    assert held.refused() == [DEAD] * WORKERS
    assert held.refresh() == [(400, "invalid_grant")] * WORKERS


def test_s085_an_ended_assignment(service: Service, each_worker: Crowd) -> None:
    person = newcomer(service)
    held = _held(service, each_worker, app_of_ours(service, STAFF_SCOPE), person)
    with service.house.database.write() as tx:
        assignments.end(tx, person, _now())
    assert held.refused() == [DEAD] * WORKERS
    assert held.refresh() == [(400, "invalid_grant")] * WORKERS


def test_a_withdrawn_approval(held: Held) -> None:
    """Taken back at the API, at one worker."""
    hers = partial(
        httpx.Client.request, held.workers.callers[0], headers={"Authorization": f"Bearer {held.access}"}
    )
    (given,) = hers("GET", "/api/v1/my/apps").json()["apps"]
    assert hers("DELETE", f"/api/v1/my/apps/{given['id']}").status_code == 200
    assert held.refused() == [DEAD] * WORKERS
    assert held.refresh() == [(400, "invalid_grant")] * WORKERS


def test_s081_a_family_whose_refresh_token_was_used_twice(held: Held) -> None:
    assert held.refresh() == [(200, None)] + [(400, "invalid_grant")] * (WORKERS - 1)
    assert held.refused() == [DEAD] * WORKERS


NARROWINGS: list[tuple[str, str]] = [
    ("openid fhirUser offline_access launch/patient patient/Goal.rs", "another type"),
    ("openid fhirUser offline_access launch/patient patient/*.s", "no reading"),
]


@pytest.mark.parametrize("scope", [scope for scope, _ in NARROWINGS], ids=[id for _, id in NARROWINGS])
def test_s058_a_client_that_is_registered_for_less(service: Service, held: Held, scope: str) -> None:
    """The token lives; what it may do is less, from the next request."""
    assert service.command("client", "limit", held.app.client, "--scope", scope)[0] == 0
    answers = held.read()
    assert {each.status_code for each in answers} == {403}
    assert all("insufficient_scope" in each.headers["WWW-Authenticate"] for each in answers)


def _revoke(held: Held, token: str) -> None:
    """By the app, over HTTP, at one worker."""
    form = {"token": token, "client_id": held.app.client}
    answer = held.workers.callers[0].post("/oauth/revoke", data=form)
    assert answer.status_code == 200, answer.text


def _now() -> int:
    return clock.millis(clock.now())

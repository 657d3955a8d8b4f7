"""What may be used once is used once, whichever of three workers it is brought to at the same moment (S-077, S-082, S-091).

Eight at a time; the others hear 400, never 503 or 500. Ten rounds in `make test-deep`.
"""

import json
from collections.abc import Iterator
from functools import partial

import httpx
import pytest
from jwcrypto.jwk import JWK

from tests.api.fhir.house import BASE
from tests.clients.backend import Backend
from tests.clients.public_app import App
from tests.concurrency.crowd import Crowd
from tests.concurrency.door import Door, app_of_ours, code, reading, redemption, refreshing, sent, told
from tests.concurrency.everywhere import everywhere, workers_of
from tests.served import WORKERS
from tests.service import Service

EIGHT = 8
ONE_WINNER = [(200, None)] + [(400, "invalid_grant")] * (EIGHT - 1)


@pytest.fixture(params=[2, pytest.param(10, marks=pytest.mark.deep)])
def rounds(request: pytest.FixtureRequest) -> range:
    """How often it is tried."""
    return range(request.param)


@pytest.fixture
def eight(service: Service) -> Iterator[Crowd]:
    """Eight callers, on every worker some."""
    with everywhere(service, EIGHT) as crowd:
        yield crowd


@pytest.fixture
def app(service: Service) -> App:
    """An app of this test's own."""
    return app_of_ours(service)


def _all_send(eight: Crowd, form: dict[str, str]) -> list[httpx.Response]:
    return eight.at_once(*[partial(sent, form=form)] * EIGHT)


def test_s077_one_of_eight_redeems_a_code_and_the_replay_ends_what_it_got(
    service: Service, eight: Crowd, app: App, rounds: range
) -> None:
    for _ in rounds:
        answers = _all_send(eight, redemption(app, code(app, "gunnel")))
        assert told(answers) == ONE_WINNER
        assert len(workers_of(service, answers)) == WORKERS
        [won] = [each.json() for each in answers if each.is_success]
        _require_dead(eight, app, won)


def test_s082_one_of_eight_refreshes_and_the_reuse_ends_the_family(
    service: Service, eight: Crowd, app: App, rounds: range
) -> None:
    for _ in rounds:
        held = app.redeem(code(app, "gunnel")).tokens
        answers = _all_send(eight, refreshing(app, held["refresh_token"]))
        assert told(answers) == ONE_WINNER
        assert len(workers_of(service, answers)) == WORKERS
        [won] = [each.json() for each in answers if each.is_success]
        assert won["refresh_token"] != held["refresh_token"]
        _require_dead(eight, app, won)
        _require_dead(eight, app, held)


def test_s081_one_after_the_other_is_no_race_and_keeps_the_family(service: Service, app: App) -> None:
    """That they die above is for the reuse: in turn, each on another worker, the tokens live on."""
    token = app.redeem(code(app, "gunnel")).tokens["refresh_token"]
    with everywhere(service, WORKERS) as each_worker:
        for caller in each_worker.callers:
            answer = sent(caller, refreshing(app, token))
            assert answer.status_code == 200, answer.text
            token = answer.json()["refresh_token"]
            assert reading(caller, answer.json()["access_token"]).status_code == 200


def test_s091_one_of_eight_spends_an_assertion(service: Service, eight: Crowd, integrator: Backend) -> None:
    form = {
        "grant_type": "client_credentials",
        "scope": "system/*.rs",
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": integrator.sign(integrator.claims(aud=f"{BASE}/oauth/token")),
    }
    answers = _all_send(eight, form)
    assert told(answers) == [(200, None)] + [(401, "invalid_client")] * (EIGHT - 1)
    assert len(workers_of(service, answers)) == WORKERS


@pytest.fixture
def integrator(service: Service) -> Backend:
    """The region's integration, with its key."""
    key = JWK(**json.loads((service.var / "demo-integrator.jwk").read_text()))
    return Backend("demo-integrator", key, "RS384", Door(service))


def _require_dead(eight: Crowd, app: App, tokens: dict[str, str]) -> None:
    """Neither of these opens anything, at any worker."""
    read = eight.at_once(*[partial(reading, token=tokens["access_token"])] * EIGHT)
    assert {each.status_code for each in read} == {401}
    again = _all_send(eight, refreshing(app, tokens["refresh_token"]))
    assert {*told(again)} == {(400, "invalid_grant")}

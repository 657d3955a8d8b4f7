"""Many who change the same resource: one at a time wins, the others are told, and nothing is lost (S-142, S-147, F-09)."""

from functools import partial

import httpx

from tests.concurrency.crowd import MANY, Crowd, given, history, put, saying, version_of
from tests.service import Service

TIMES = 5  # each writer's changes


def test_s_142_of_two_with_the_same_if_match_one_wins_and_the_other_is_told(
    service: Service, crowd: Crowd
) -> None:
    key = given(service)
    for version in range(1, 11):
        texts = [f"{version} by {name}" for name in ("one", "other")]
        answers = crowd.at_once(*(partial(put, key=key, version=version, text=text) for text in texts))
        winner, loser = sorted(answers, key=lambda answer: answer.status_code)
        assert (winner.status_code, loser.status_code) == (200, 412), [each.text for each in answers]
        assert version_of(winner) == version + 1
        [issue] = loser.json()["issue"]
        assert (loser.json()["resourceType"], issue["code"]) == ("OperationOutcome", "conflict")
        assert str(version + 1) in issue["details"]["text"], "the current version is told"


def test_s_142_sixteen_writers_lose_nothing(service: Service, crowd: Crowd) -> None:
    key = given(service)
    told = crowd.at_once(*(partial(_change_often, key=key, name=str(n)) for n in range(MANY)))
    statuses = {answer.status_code for answers in told for answer in answers}
    assert statuses == {200, 412}, "nobody met a lock, a fault or another refusal"
    won = {
        version_of(answer): saying(answer.json())
        for answers in told
        for answer in answers
        if answer.is_success
    }
    assert sorted(won) == list(range(2, MANY * TIMES + 2)), "each acknowledged change is one version"

    [versions] = crowd.at_once(partial(history, key=key))
    assert [int(each["meta"]["versionId"]) for each in versions] == list(range(1, MANY * TIMES + 2))
    assert {int(each["meta"]["versionId"]): saying(each) for each in versions[1:]} == won
    times = [each["meta"]["lastUpdated"] for each in versions]
    assert times == sorted(times)


def test_sixteen_writers_of_sixteen_resources_all_win(service: Service, crowd: Crowd) -> None:
    keys = [given(service) for _ in range(MANY)]
    told = crowd.at_once(*(partial(_change_often, key=key, name="alone") for key in keys))
    assert {answer.status_code for answers in told for answer in answers} == {200}


def test_f_07_transactions_that_cross_each_other_are_both_answered(service: Service, crowd: Crowd) -> None:
    keys = [given(service), given(service)]
    for _ in range(10):
        ways = (keys, keys[::-1])
        answers = crowd.at_once(*(partial(_change_both, keys=way) for way in ways))
        assert sorted(answer.status_code for answer in answers) in ([200, 200], [200, 412])


def _change_both(caller: httpx.Client, keys: list[str]) -> httpx.Response:
    """Both goals in one transaction, in this order, each from the version that was read."""
    entries = []
    for key in keys:
        body = caller.get(f"/fhir/{key}")
        request = {"method": "PUT", "url": key, "ifMatch": body.headers["ETag"]}
        entries.append({"resource": body.json(), "request": request})
    return caller.post("/fhir", json={"resourceType": "Bundle", "type": "transaction", "entry": entries})


def _change_often(caller: httpx.Client, key: str, name: str) -> list[httpx.Response]:
    """`TIMES` changes that were acknowledged, and what it took: every answer to a change."""
    answers: list[httpx.Response] = []
    version, done = 1, 0
    for _ in range(1000):
        answers.append(put(caller, key, version, f"{name}-{done}"))
        if answers[-1].is_success:
            version, done = version + 1, done + 1
        elif answers[-1].status_code == 412:
            version = version_of(caller.get(f"/fhir/{key}"))
        else:
            return answers
        if done == TIMES:
            return answers
    raise AssertionError("always somebody else was quicker")

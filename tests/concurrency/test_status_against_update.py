"""A status that is changed while somebody else writes: one after the other, and a history without a gap (S-145)."""

from functools import partial

import httpx

from tests.concurrency.crowd import Crowd, given, history, put, version_of
from tests.service import Service

ROUNDS = 8
STATUSES = ("on-hold", "active")


def test_s_145_of_an_update_and_a_change_of_status_at_once_one_comes_first(
    service: Service, crowd: Crowd
) -> None:
    """With them somebody who tries to delete: that changes nothing, and takes no number."""
    key = given(service)
    for version in range(1, ROUNDS + 1):
        status = STATUSES[version % 2]
        written, moved, removed = crowd.at_once(
            partial(put, key=key, version=version, text=str(version)),
            partial(_move, key=key, version=version, status=status),
            partial(_remove, key=key),
        )
        assert removed.status_code == 405
        assert sorted((written.status_code, moved.status_code)) == [200, 412], (written.text, moved.text)
        won = written if written.is_success else moved
        assert version_of(won) == version + 1
    [versions] = crowd.at_once(partial(history, key=key))
    assert [int(each["meta"]["versionId"]) for each in versions] == list(range(1, ROUNDS + 2))
    times = [each["meta"]["lastUpdated"] for each in versions]
    assert times == sorted(times)


def test_s_145_a_status_that_is_final_stays_whatever_came_at_the_same_time(
    service: Service, crowd: Crowd
) -> None:
    key = given(service)
    answers = crowd.at_once(
        *(partial(_move, key=key, version=1, status="entered-in-error") for _ in range(2)),
        *(partial(put, key=key, version=1, text=str(n)) for n in range(6)),
    )
    assert sorted(each.status_code for each in answers) == [200] + [412] * 7
    [versions] = crowd.at_once(partial(history, key=key))
    assert len(versions) == 2


def _move(caller: httpx.Client, key: str, version: int, status: str) -> httpx.Response:
    """A patch of the status alone."""
    patch = [{"op": "replace", "path": "/lifecycleStatus", "value": status}]
    headers = {"If-Match": f'W/"{version}"', "Content-Type": "application/json-patch+json"}
    return caller.patch(f"/fhir/{key}", json=patch, headers=headers)


def _remove(caller: httpx.Client, key: str) -> httpx.Response:
    return caller.delete(f"/fhir/{key}")

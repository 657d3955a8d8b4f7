"""Who reads while others write sees a version as it was written, whole, and never one older than she saw before (S-146)."""

from functools import partial

import httpx

from tests.concurrency.crowd import MANY, Crowd, given, put, saying, version_of
from tests.service import Service

WRITERS, CHANGES = 6, 6
READERS, READS = MANY - WRITERS, 20
Seen = list[tuple[int, str]]


def test_every_read_sees_some_whole_version(service: Service, crowd: Crowd) -> None:
    key = given(service, "0")
    told = crowd.at_once(
        *(partial(_write, key=key, name=str(n)) for n in range(WRITERS)),
        *(partial(_read, key=key) for _ in range(READERS // 2)),
        *(partial(_search, key=key) for _ in range(READERS // 2)),
    )
    written = dict([(1, "0"), *(pair for pairs in told[:WRITERS] for pair in pairs)])
    assert len(written) == WRITERS * CHANGES + 1
    for seen in told[WRITERS:]:
        assert seen == sorted(seen, key=lambda pair: pair[0]), "time does not run backwards"
        assert [pair for pair in seen if written[pair[0]] != pair[1]] == []


def test_s_146_who_has_written_reads_it_at_once_whichever_worker_answers(
    service: Service, crowd: Crowd
) -> None:
    key = given(service)
    [mine] = crowd.at_once(partial(_write, key=key, name="mine"))
    version, text = mine[-1]
    told = crowd.at_once(*(partial(_read, key=key, times=1) for _ in range(MANY)))
    assert told == [[(version, text)]] * MANY


def _write(caller: httpx.Client, key: str, name: str) -> Seen:
    """Change it until `CHANGES` were acknowledged, and read each of them back."""
    done: Seen = []
    for _ in range(1000):
        version = version_of(caller.get(f"/fhir/{key}"))
        answer = put(caller, key, version, f"{name}-{len(done)}")
        assert answer.status_code in (200, 412), answer.text
        if answer.is_success:
            done.append((version + 1, f"{name}-{len(done)}"))
            assert version_of(caller.get(f"/fhir/{key}")) > version
        if len(done) == CHANGES:
            return done
    raise AssertionError("always somebody else was quicker")


def _read(caller: httpx.Client, key: str, times: int = READS) -> Seen:
    seen = []
    for _ in range(times):
        answer = caller.get(f"/fhir/{key}")
        assert answer.status_code == 200, answer.text
        assert answer.json()["meta"]["versionId"] == str(version_of(answer))
        seen.append((version_of(answer), saying(answer.json())))
    return seen


def _search(caller: httpx.Client, key: str, times: int = READS) -> Seen:
    seen = []
    for _ in range(times):
        answer = caller.get(f"/fhir/Goal?patient=gunnel&_id={key.split('/')[1]}")
        assert answer.status_code == 200, answer.text
        [entry] = answer.json()["entry"]
        seen.append((int(entry["resource"]["meta"]["versionId"]), saying(entry["resource"])))
    return seen

"""What service and floor are asked in one row, so that both have the same to answer."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

import httpx

from bench.callers import STAFF, Headers
from bench.operations import Operation
from bench.requests import Request, shuffled, write
from bench.stage import Stage
from bench.written import changed_goal, text_of

UPDATED = 100
"""So many resources are updated in turns: more than there are connections, and each waits for its own last answer."""


class WrongAnswer(Exception):
    """The service refused what it is to be measured with."""


@dataclass(frozen=True)
class Asked:
    """Where the load generator finds the requests of each side, and `one` of them; asked anew each time, for an update ages."""

    of_service: Callable[[], Path]
    of_floor: Callable[[], Path]
    one: Callable[[], Request]


def asked(
    stage: Stage, operation: Operation, patients: Sequence[str], headers: Headers, folder: Path
) -> Asked:
    """Make ready what an operation needs. Raises WrongAnswer when the service refuses it."""
    requests = shuffled(operation.requests(patients))
    if operation.kind == "update":
        return _updates(stage, list(islice(cycle(requests), UPDATED)), headers, folder)
    if operation.kind == "read":
        _give_to_floor(stage, requests, headers)
    else:
        _answers(stage, requests[:1], headers)  # or the whole row would be refusals
    file = folder / f"{operation.name}.txt"
    write(file, requests, headers)
    return Asked(lambda: file, lambda: file, lambda: requests[0])


def _give_to_floor(stage: Stage, requests: Sequence[Request], headers: Headers) -> None:
    """Ask the service each question once, and let the floor know the answers."""
    told = {
        request.path: (request.path, answer, answer.count('"fullUrl"'))
        for request, answer in zip(requests, _answers(stage, requests, headers), strict=True)
    }
    stage.rows.put(told.values())


def _updates(stage: Stage, requests: Sequence[Request], headers: Headers, folder: Path) -> Asked:
    """Create what will be updated, on both sides under the same ids."""
    made = {}
    for answer in _answers(stage, requests, headers):
        body = json.loads(answer)
        made[body["id"]] = body["subject"]["reference"].removeprefix("Patient/")
        stage.rows.create([(f"/fhir/Goal/{body['id']}", text_of(body))])

    def updates(versions: dict[str, int]) -> list[Request]:
        return [_update(id, patient, versions[id]) for id, patient in made.items()]

    def file(name: str, versions: dict[str, int]) -> Path:
        path = folder / f"update-{name}.txt"
        write(path, updates(versions), headers)
        return path

    return Asked(
        lambda: file("service", stage.versions("Goal")),
        lambda: file("floor", _ids(stage.rows.versions())),
        lambda: updates(stage.versions("Goal"))[0],
    )


def _update(id: str, patient: str, version: int) -> Request:
    return Request(f"/fhir/Goal/{id}", STAFF, "PUT", changed_goal(patient, id), version)


def _ids(versions: dict[str, int]) -> dict[str, int]:
    return {key.rpartition("/")[2]: version for key, version in versions.items()}


def _answers(stage: Stage, requests: Iterable[Request], headers: Headers) -> list[str]:
    answers = []
    with httpx.Client(base_url=stage.service.base, timeout=60) as client:
        for each in requests:
            own = dict(headers[each.who])
            answer = client.request(each.method, each.path, headers=own, content=each.body.encode())
            if not answer.is_success:
                raise WrongAnswer(f"{each.path} for {each.who}: {answer.status_code} {answer.text[:300]}")
            answers.append(answer.text)
    return answers

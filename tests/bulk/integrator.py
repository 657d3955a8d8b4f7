"""A backend service that exports: it asks the FHIR door, and the worker's duty is done when the test says so."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from werkzeug.test import TestResponse

from patientkontrakt import clock
from patientkontrakt.auth.given.on_behalf import system_actor
from patientkontrakt.records.bulk.exports import Exports
from patientkontrakt.records.bulk.run import Exporting, Sizes
from patientkontrakt.store import jobs
from patientkontrakt.store.job import Job, LeaseLost
from tests.api.fhir.house import FHIR, Caller, House

Body = dict[str, Any]
MINUTE = 60_000
GROUP = "region-exempel-kontrakt"


@dataclass
class Integrator:
    """demo-integrator of the house. `duty` sets the sizes of the worker's pages and files."""

    house: House
    caller: Caller
    duty: Mapping[str, int] = field(default_factory=dict)

    @property
    def exports(self) -> Exports:
        """Where its files lie."""
        found: Exports = self.house.app.extensions["patientkontrakt"].exports
        return found

    def begin(
        self, path: str = "/Patient/$export", body: Body | None = None, prefer: str = "respond-async"
    ) -> TestResponse:
        """The kick-off."""
        method = "POST" if body else "GET"
        return self.caller.send(method, path, body, {"Prefer": prefer})

    def begun(
        self, path: str = "/Patient/$export", body: Body | None = None, prefer: str = "respond-async"
    ) -> str:
        """The same, when it must be accepted: the address of the status, below /fhir."""
        answer = self.begin(path, body, prefer)
        assert answer.status_code == 202, answer.text
        return str(answer.headers["Content-Location"]).removeprefix(FHIR)

    def work(self, spoil: Callable[[], None] | None = None, **sizes: int) -> None:
        """Do what is in the queue, as the worker does; `spoil` is called each time progress has been kept."""
        counter = self.house.app.extensions["patientkontrakt"].counter
        actor_of = partial(system_actor, self.house.database)
        duty = Exporting(counter, self.exports, actor_of, clock.now, Sizes(**{**self.duty, **sizes}))
        at = clock.millis(clock.now())
        while (job := self._claimed(at)) is not None:
            try:
                progress = duty.run(job, partial(self._keep, job, spoil))
                with self.house.database.write() as tx:
                    jobs.finish(tx, job, progress, clock.millis(clock.now()))
            except LeaseLost:
                continue

    def exported(
        self, path: str = "/Patient/$export", body: Body | None = None, prefer: str = "respond-async"
    ) -> "Export":
        """A whole export."""
        status = self.begun(path, body, prefer)
        self.work()
        return self.told(status)

    def told(self, status: str) -> "Export":
        """An export that is done, by its status."""
        answer = self.caller.get(status)
        assert answer.status_code == 200, answer.text
        return Export(self, status, answer.json)

    def get(self, path: str, **headers: str) -> TestResponse:
        """An answer that has been read to its end, a file too."""
        with self.caller.get(path, **headers) as answer:
            answer.get_data()
            return answer

    def fetched(self, url: str) -> TestResponse:
        """A file of a manifest."""
        assert url.startswith(FHIR)
        return self.get(url.removeprefix(FHIR), Accept="application/fhir+ndjson")

    def _claimed(self, at: int) -> Job | None:
        with self.house.database.write() as tx:
            return jobs.claim(tx, ("export",), at, MINUTE)

    def _keep(self, job: Job, spoil: Callable[[], None] | None, progress: Mapping[str, Any]) -> None:
        with self.house.database.write() as tx:
            jobs.keep(tx, job, progress, clock.millis(clock.now()), MINUTE)
        if spoil:
            spoil()


@dataclass
class Export:
    """A whole export: its manifest, and what is in its files."""

    integrator: Integrator
    status: str
    manifest: Body

    def lines(self, section: str = "output", type: str | None = None) -> list[Body]:
        """Every line of a section's files, fetched; of one type, where one is given."""
        files = [each for each in self.manifest[section] if type in (None, each["type"])]
        return [json.loads(line) for each in files for line in self._lines(each["url"])]

    def keys(self, section: str = "output") -> list[str]:
        """What came, as Type/id, in order."""
        return sorted(f"{each['resourceType']}/{each['id']}" for each in self.lines(section))

    def types(self) -> set[str]:
        """The types that came."""
        return {each["type"] for each in self.manifest["output"]}

    def _lines(self, url: str) -> list[str]:
        answer = self.integrator.fetched(url)
        assert answer.status_code == 200, answer.text
        return str(answer.text).rstrip("\n").split("\n")  # what else ends a line elsewhere ends none here

"""Exports as their client sees them: begun, asked after, fetched file by file, cancelled. Whose it is not finds nothing."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, NoReturn

from patientkontrakt.db import Database
from patientkontrakt.fhir.bulk.kickoff import Kickoff
from patientkontrakt.fhir.bulk.manifest import Part
from patientkontrakt.fhir.outcome import Issue, NotFound, Throttled
from patientkontrakt.fhir.types import TYPES
from patientkontrakt.records.bulk import files, rights
from patientkontrakt.records.bulk.course import Course
from patientkontrakt.records.bulk.order import KIND, Order
from patientkontrakt.records.desk import Desk
from patientkontrakt.store import exporting_jobs as queue
from patientkontrakt.store import jobs, resources
from patientkontrakt.store.exporting_cut import Cut
from patientkontrakt.store.job import CANCELLED, DONE, FAILED, QUEUED, RUNNING, Job

WAIT_S: Final = 60
"""Seconds after which a client that exports already may ask again."""
LOST: Final = Issue(
    "not-found",
    "Exportens filer finns inte kvar här. Begär en ny export.",
    "The files of the export are no longer here. Ask for a new export.",
)
"""What an export's own client is told when its files are gone before their time: after a restore, or with a lost VAR."""


@dataclass(frozen=True)
class Exports:
    """Where files lie, and for how long after the export is done."""

    folder: Path
    kept_ms: int

    def folder_of(self, job: str) -> Path:
        """The folder of one export. `job` is an id out of the queue, never what somebody sent."""
        return self.folder / job

    def remove(self, job: str) -> None:
        """Leave nothing of it."""
        files.remove(self.folder_of(job))

    def is_there(self, job: Job, now: int) -> bool:
        """Whether its files are still to be had, or will be."""
        if job.state == DONE:
            return job.ended is not None and now < job.ended + self.kept_ms
        return job.state not in (CANCELLED, FAILED)

    def are_whole(self, job: Job, course: Course) -> bool:
        """Whether its files are as they were kept: a shorter list of whom they are about would open what is closed."""
        return files.are_whole(self.folder_of(job.id), course.parts)

    def leftovers(self) -> list[str]:
        """The ids of all exports that have a folder."""
        return sorted(each.name for each in self.folder.iterdir()) if self.folder.is_dir() else []

    def tidy(self, database: Database, now: int) -> None:
        """A round of the worker: what has had its time goes, and what a cancelled or failed export has left."""
        for id in self.leftovers():
            with database.read() as tx:
                job = jobs.of(tx, id)
            if job is None or not self.is_there(job, now):
                self.remove(id)


@dataclass(frozen=True)
class Standing:
    """How an export stands: under way for `waited` ms, done, or come to nothing. `until` is when its files go (epoch ms)."""

    is_done: bool
    is_failed: bool
    order: Order
    course: Course | None
    waited: int
    until: int | None

    @property
    def progress(self) -> str:
        """In words, without anybody's data."""
        if self.course is None:
            return "waiting"
        return f"{self.course.patients} of {self.course.of} patients"


@dataclass(frozen=True)
class Fetched:
    """A file that may be sent."""

    path: Path
    part: Part


def begin(
    desk: Desk, kickoff: Kickoff, group: str | None, request: str, errors: tuple[dict[str, object], ...]
) -> str:
    """Put an export in the queue, noted; its id. The desk is a writing one.

    Raises AccessRefused (no system; scope; a filter that may not be asked), NotFound (Group), Throttled (one is under way).
    """
    actor = desk.actor
    if actor.kind != "system":
        rights.refuse(desk, "act")
    order = Order(
        replace(kickoff, ignored=()),
        request,
        group,
        actor.client,
        actor.custodian,
        str(actor.scopes),
        actor.jti,
        actor.request_id,
        errors,
    )
    rights.require_types(desk, order)
    if group is not None:
        _require_group(desk, group)
    rights.wanted(desk, order, Cut(0))  # a filter that is refused is refused now
    queue.be_alone(desk.tx, actor.client)
    if any(
        jobs.listed(desk.tx, kind=KIND, owner=actor.client, state=state, most=1)
        for state in (QUEUED, RUNNING)
    ):
        raise Throttled(WAIT_S)
    desk.note("export", kickoff.level, "permitted", "begun")
    return jobs.enqueue(desk.tx, KIND, order.as_json(), actor.client, desk.at)


def standing(desk: Desk, exports: Exports, id: str) -> Standing:
    """How it stands. Raises NotFound: it never was, is another's, was cancelled, has had its time, or lost its files."""
    job = _own(desk, exports, id)
    course = Course.of_json(job.progress)
    _require_files(desk, exports, job, course)
    is_failed = job.state == FAILED or bool(course and course.refused)
    until = None if job.ended is None else job.ended + exports.kept_ms
    return Standing(job.state == DONE, is_failed, Order.of(job.wanted), course, desk.at - job.created, until)


def cancel(desk: Desk, exports: Exports, id: str) -> str:
    """End it, whatever has come of it; its id, so that its files are removed when this is certain. Raises NotFound.

    A worker that is at it is told when it next keeps its progress, and removes what it has written since.
    """
    job = _own(desk, exports, id)
    desk.note("export", "", "permitted", "cancelled")
    if not jobs.cancel(desk.tx, job.id, desk.at):
        queue.withdraw(desk.tx, job.id, desk.at)
    return job.id


def fetch(desk: Desk, exports: Exports, id: str, name: str) -> Fetched:
    """A file of a whole export, the law asked once more, and noted. Raises NotFound."""
    job = _own(desk, exports, id)
    order, course = Order.of(job.wanted), Course.of_json(job.progress)
    part = _part(job, course, name)
    if part is not None:
        _require_files(desk, exports, job, course)
    if course is None or part is None or not _may_have(desk, exports, order, course, part, job.id):
        desk.note("export", name if part else "", "refused", "not_there" if part is None else "no_ground")
        raise NotFound()
    desk.note("export", name, "permitted", "fetched")
    return Fetched(exports.folder_of(job.id) / part.name, part)


def _own(desk: Desk, exports: Exports, id: str) -> Job:
    job = jobs.of(desk.tx, id)
    if job is None or job.kind != KIND or not rights.is_same_client(Order.of(job.wanted), desk.actor):
        desk.note("export", "", "refused", "not_there")
        raise NotFound()
    if not exports.is_there(job, desk.at) and job.state != FAILED:
        raise NotFound()
    return job


def _require_files(desk: Desk, exports: Exports, job: Job, course: Course | None) -> None:
    """Raise NotFound, that says what to do, where the files of an export that is done are not there any more."""
    if job.state == DONE and course is not None and not exports.are_whole(job, course):
        _refuse_lost(desk)


def _refuse_lost(desk: Desk) -> NoReturn:
    desk.note("export", "", "refused", "not_there")
    raise NotFound(LOST)


def _part(job: Job, course: Course | None, name: str) -> Part | None:
    """The file of that name, of an export that is whole."""
    if job.state != DONE or course is None:
        return None
    return next((each for each in course.parts if each.name == name and each.section != "whom"), None)


def _may_have(desk: Desk, exports: Exports, order: Order, course: Course, part: Part, job: str) -> bool:
    """Whether the client may have this file now as it might when it was written."""
    if part.section != "output":
        return True
    if rights.right_to(desk, part.type) is None or (order.group and not order.groups(desk.actor)):
        return False
    if TYPES[part.type].kind != "care":
        return True
    return rights.still_hold(desk, order, course, _patients(desk, exports.folder_of(job), course))


def _patients(desk: Desk, folder: Path, course: Course) -> list[str]:
    """Whom it is about. Raises NotFound when another has removed the files just now."""
    lists = [each.name for each in course.parts if each.section == "whom"]
    try:
        return [id for name in lists for id in (folder / name).read_text().splitlines()]
    except FileNotFoundError:
        _refuse_lost(desk)


def _require_group(desk: Desk, group: str) -> None:
    """Raise NotFound, alike for one that is not there and one that is not the client's."""
    record = resources.current(desk.tx, "Group", group)
    if group not in desk.actor.groups or record is None or record.deleted:
        desk.note("export", f"Group/{group}", "refused", "not_there")
        raise NotFound()

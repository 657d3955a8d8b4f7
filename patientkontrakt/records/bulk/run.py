"""The job of an export: page by page to files, each page read under the rights of that moment and logged before it is written.

A kill costs what was written since progress was last kept: the files are cut back to it, and each resource comes once.
"""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from patientkontrakt import clock
from patientkontrakt.fhir.bulk.kickoff import EXPORTED
from patientkontrakt.fhir.text import render
from patientkontrakt.fhir.types import TYPES
from patientkontrakt.policy.actor import Actor
from patientkontrakt.policy.decision import AccessRefused
from patientkontrakt.records.bulk import page as pages
from patientkontrakt.records.bulk import rights
from patientkontrakt.records.bulk.ahead import ahead
from patientkontrakt.records.bulk.course import Course
from patientkontrakt.records.bulk.exports import Exports
from patientkontrakt.records.bulk.files import Damaged, Files
from patientkontrakt.records.bulk.order import KIND, Order
from patientkontrakt.records.bulk.page import Page
from patientkontrakt.records.counter import Counter
from patientkontrakt.records.duties import Cancelled, Job, Keep
from patientkontrakt.store import exporting_cut as cuts
from patientkontrakt.store import exporting_whom as whom

ActorOf = Callable[[str, str, str, str], Actor | None]
"""Client, scope, token and request → who that client is now; None when it may do nothing any more."""

MARGIN_MS: Final = 60_000
"""How long before its commit a write may have got its time: so much earlier is the transaction time that is told."""
_REFERENCE: Final = tuple(type for type in EXPORTED if TYPES[type].kind == "reference")
_LISTED: Final = 2_000
_FIRST_PAGE: Final = 50
_KEPT_MS: Final = 5_000


@dataclass(frozen=True)
class Sizes:
    """Pages are of `page_bytes` or so, and never of more than `patients`, or so many `resources` that are nobody's; a file of
    `file_bytes` is full; progress is kept after each `kept_bytes`. While one is written, the next `ahead` are read.
    """

    patients: int = 1_000
    resources: int = 1_000
    page_bytes: int = 4 << 20
    file_bytes: int = 256 << 20
    kept_bytes: int = 64 << 20
    ahead: int = 2

    def next(self, patients: int, size: int) -> int:
        """How many patients the next page is of, when one of so many was of `size` bytes."""
        return max(1, min(self.patients, 4 * patients, patients * self.page_bytes // max(1, size)))


class Exporting:
    """A duty of the worker."""

    kinds = (KIND,)

    def __init__(
        self,
        counter: Counter,
        exports: Exports,
        actor_of: ActorOf,
        now: Callable[[], datetime],
        sizes: Sizes = Sizes(),
    ) -> None:
        self.counter, self.exports, self.actor_of, self.now = counter, exports, actor_of, now
        self.sizes = sizes

    def run(self, job: Job, keep: Keep) -> dict[str, Any]:
        """Export all that was ordered. What comes of a client that has lost its rights is nothing, and says so."""
        try:
            return self._run(job, keep)
        except Cancelled:
            self.exports.remove(job.id)
            raise
        except _Over as over:
            self.exports.remove(job.id)
            return over.course.as_json()

    def _run(self, job: Job, keep: Keep) -> dict[str, Any]:
        try:
            with Files(self.exports.folder_of(job.id), self.sizes.file_bytes) as files:
                return _Run(self, job, keep, files).whole().as_json()
        except FileNotFoundError:
            keep(job.progress)  # whoever cancels removes the folder: then this says so
            raise


class _Over(Exception):
    """The client may not have it any more."""

    def __init__(self, course: Course, reason: str) -> None:
        super().__init__(reason)
        self.course = replace(course, refused=reason, parts=())  # the job's own is being written meanwhile


class _Run:
    """One attempt at one job."""

    def __init__(self, duty: Exporting, job: Job, keep: Keep, files: Files) -> None:
        self.duty, self.keep, self.files = duty, keep, files
        self.order = Order.of(job.wanted)
        self.course = self._going_on(job) or self._beginning()
        self.kept_at = clock.millis(duty.now())
        self.page_of = min(_FIRST_PAGE, duty.sizes.patients)

    def whole(self) -> Course:
        """Everything that is left, then what was left unheeded."""
        self._keep()
        pages_of_patients = ahead(self._read_patients, self._pages_of_patients(), self.duty.sizes.ahead)
        with closing(pages_of_patients):
            for patients, page in pages_of_patients:
                self._page_of_patients(patients, page)
        self.course.is_past_patients = True
        for type in _REFERENCE:
            if type in self.order.kickoff.named and type not in self.course.types:
                self._reference_data(type)
        if not any(each.section == "error" for each in self.course.parts):
            for outcome in self.order.errors:
                self.files.add("error", "OperationOutcome", render(outcome), 1)
        self.course.parts = self.files.save()
        return self.course

    def _going_on(self, job: Job) -> Course | None:
        """From where the last attempt was certain; None when there was none, or its files are not as they were kept."""
        course = Course.of_json(job.progress)
        try:
            self.files.restore(course.parts if course else ())
        except Damaged:
            self.files.restore(())
            return None
        return course

    def _beginning(self) -> Course:
        now = clock.millis(self.duty.now())
        actor = self._actor(Course(cuts.Cut(0), 0, now, 0))
        with self.duty.counter.database.read() as tx:
            oldest = cuts.oldest_writer(tx) or now
            cut = cuts.taken(tx)
            of = whom.count_members(tx, self.order.groups(actor), self.order.kickoff.patients)
        return Course(cut, at=min(oldest, now) - MARGIN_MS, began=now, of=of)

    def _actor(self, course: Course) -> Actor:
        order = self.order
        actor = self.duty.actor_of(order.client, order.scope, order.jti, order.request_id)
        if actor is None or not rights.is_same_client(order, actor):
            raise _Over(course, "client")
        if order.group and not order.groups(actor):
            raise _Over(course, "group")
        return actor

    def _pages_of_patients(self) -> Iterator[list[str]]:
        """Members by id: some thousands are asked for at once, a page of them is worked at."""
        after = self.course.after
        while not self.course.is_past_patients:
            groups = self.order.groups(self._actor(self.course))
            with self.duty.counter.database.read() as tx:
                listed = whom.members(tx, groups, after, _LISTED, self.order.kickoff.patients)
            left = listed
            while left:
                page, left = left[: self.page_of], left[self.page_of :]
                yield page
            if len(listed) < _LISTED:
                return
            after = listed[-1]

    def _read_patients(self, patients: list[str]) -> Page:
        elements = self.order.kickoff.elements
        return self._read(lambda desk, wanted: pages.of_patients(desk, wanted, patients, elements))

    def _page_of_patients(self, patients: list[str], page: Page) -> None:
        before = self.files.unsaved
        self._write(page)
        self.page_of = self.duty.sizes.next(len(patients), self.files.unsaved - before)
        self.course.after = patients[-1]
        self.course.patients += len(patients)
        self._keep_now_and_then()

    def _reference_data(self, type: str) -> None:
        elements, limit = self.order.kickoff.elements, self.duty.sizes.resources
        while True:
            after = self.course.after_id
            page = self._read(
                lambda desk, wanted, after=after: pages.of_reference_data(
                    desk, wanted, type, after, limit, elements
                )
            )
            self._write(page)
            if page.last is None:
                break
            self.course.after_id = page.last
            self._keep_now_and_then()
        self.course.types.append(type)
        self.course.after_id = ""

    def _read(self, read: Callable[..., Page]) -> Page:
        """One page. When it is here its rows in the log are committed, since the desk has closed."""
        actor = self._actor(self.course)
        try:
            with self.duty.counter.reading(actor, self.duty.now(), in_one=True) as desk:
                cuts.hold(desk.tx)
                return read(desk, rights.wanted(desk, self.order, self.course.cut))
        except AccessRefused as refusal:
            raise _Over(self.course, refusal.reason) from None

    def _write(self, page: Page) -> None:
        for line in page.lines:
            self.files.add(*line)
        if page.patients:
            self.files.add("whom", "", "\n".join(page.patients), len(page.patients))

    def _keep_now_and_then(self) -> None:
        at = clock.millis(self.duty.now())
        if self.files.unsaved >= self.duty.sizes.kept_bytes or at - self.kept_at >= _KEPT_MS:
            self._keep()

    def _keep(self) -> None:
        self.course.parts = self.files.save()
        self.keep(self.course.as_json())
        self.kept_at = clock.millis(self.duty.now())

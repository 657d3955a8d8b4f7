"""Reading at the counter. Not there and not permitted are one answer, from the same SQL (security.md R2)."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from patientkontrakt.fhir.outcome import Gone, NotFound
from patientkontrakt.fhir.search.question import SearchQuery
from patientkontrakt.policy.decision import Restriction
from patientkontrakt.records import inclusions, linked, mask, reasons
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.stored import Stored, stored
from patientkontrakt.records.suppression import is_suppressed, patient_asked_for
from patientkontrakt.store import history as versions
from patientkontrakt.store import resources
from patientkontrakt.store import search as archive
from patientkontrakt.store.record import Judged, Record
from patientkontrakt.store.restriction import PERMITTED
from patientkontrakt.store.search import Asked, Position

DEFAULT_COUNT = 50


@dataclass(frozen=True)
class Page:
    """One page of a search. ``total`` is None unless asked for; ``cut`` says that inclusions were left out.

    ``suppressed``, on the first page: the patient asked for has data that a spärr keeps from this actor.
    """

    matches: list[Stored]
    included: list[Stored] = field(default_factory=list)
    total: int | None = None
    after: Position | None = None
    cut: bool = False
    suppressed: bool = False


def read(desk: Desk, type: str, id: str) -> Stored:
    """The current version (FHIR R4 3.1.0.2). Raises NotFound for ghost and forbidden alike, AccessRefused on scope."""
    asker = reasons.asker(desk)
    record, verdict, why = resources.judged_and_why(desk.tx, type, id, desk.restriction("r", type), asker)
    if asker and record and record.patient:
        desk.told[record.patient] = why
    return mask.one(desk, _served(desk, "read", f"{type}/{id}", record, verdict))


def vread(desk: Desk, type: str, id: str, version: int) -> Stored:
    """One version, judged by its own columns under the rights of now. Raises NotFound."""
    record, verdict = versions.judged(desk.tx, type, id, version, desk.restriction("r", type))
    return mask.one(desk, _served(desk, "vread", f"{type}/{id}", record, verdict), old=True)


def history(
    desk: Desk, type: str, id: str, count: int, before: int | None = None, since: int | None = None
) -> "History":
    """At most ``count`` versions below ``before``, written at or after ``since`` (epoch ms), newest first.

    Raises NotFound when no version at all may be seen.
    """
    restriction = desk.restriction("r", type)
    rows = versions.versions(desk.tx, type, id, restriction, count + 1, before, since)
    if not rows and before is None:
        _require_some(desk, type, id, restriction)
    shown = rows[:count]
    desk.note_records("history", f"{type}/{id}", ((record, "history") for record, _ in shown))
    total = versions.count(desk.tx, type, id, restriction, since)
    after = shown[-1][0].version if len(rows) > count else None
    told = mask.shown(desk, [stored(record) for record, _ in shown], old=True)
    return History([(each, method) for each, (_, method) in zip(told, shown, strict=True)], total, after)


def _require_some(desk: Desk, type: str, id: str, restriction: Restriction) -> None:
    """That nothing is new is told, and noted, of what may be seen; of anything else nothing is told."""
    known = versions.versions(desk.tx, type, id, restriction, 1)
    if not known:
        desk.note("history", f"{type}/{id}", "refused", "not_there")
        raise NotFound()
    desk.note("history", f"{type}/{id}", "permitted", "no_hits", patient=known[0][0].patient)


@dataclass(frozen=True)
class History:
    """Versions with the HTTP method that made each, how many there are in all, and where to go on."""

    versions: list[tuple[Stored, str]]
    total: int
    before: int | None


def search(desk: Desk, query: SearchQuery, after: Position | None = None) -> Page:
    """One page of what the caller may see and asks for. Inclusions are judged on their own rows, outside the count.

    Raises AccessRefused on scope, or when a question about many patients names social services (A-12); Malformed when
    it names codes that are not known here.
    """
    desk.restriction("s", query.type)
    return _page([linked.narrowed(desk, query)], desk, after)


def search_among(
    desk: Desk, queries: Sequence[SearchQuery], after: Position | None = None, *, named: bool = True
) -> Page:
    """As :func:`search`, of several types in one order; all of ``queries`` ask alike.

    Types that were not ``named`` one by one are left out when the token does not cover them; else AccessRefused.
    """
    covered = [query for query in queries if named or desk.opens("s", query.type)] or queries[:1]
    for query in covered:
        desk.restriction("s", query.type)
    return _page([linked.narrowed(desk, query) for query in covered], desk, after)


def _page(narrowed: Sequence[linked.Narrowed], desk: Desk, after: Position | None) -> Page:
    asked = [each.asked for each in narrowed]
    closed = tuple(sorted({custodian for each in narrowed for custodian in each.closed}))
    query = asked[0].query
    limit = DEFAULT_COUNT if query.count is None else query.count
    only_count = query.summary == "count" or limit == 0
    hits = archive.Hits([], None) if only_count else _select(desk, asked, limit, after)
    added, cut = inclusions.brought(desk, query, hits.rows, closed)
    total = _count(desk, asked) if query.total in ("accurate", "estimate") or only_count else None
    _note_search(desk, query, hits.rows + added)
    patient = None if after else patient_asked_for(query)
    suppressed = patient is not None and is_suppressed(desk, asked[0].restriction, patient)
    told = mask.shown(desk, [stored(record) for record, _ in hits.rows + added])
    matches, included = told[: len(hits.rows)], told[len(hits.rows) :]
    return Page(matches, included, total, hits.after, cut, suppressed)


def _select(desk: Desk, asked: Sequence[Asked], limit: int, after: Position | None) -> archive.Hits:
    if len(asked) > 1:
        return archive.select_among(desk.tx, asked, limit, after, desk.at)
    (one,) = asked
    return archive.select(desk.tx, one.query, one.restriction, limit, after, desk.at, one.rights)


def _count(desk: Desk, asked: Sequence[Asked]) -> int:
    return archive.count_among(desk.tx, asked, desk.at)


def _served(desk: Desk, action: str, subject: str, record: Record | None, verdict: str) -> Stored:
    if record is None or not verdict.startswith(PERMITTED):
        patient = record.patient if record else None
        desk.note(action, subject, "refused", verdict[1:], patient=patient)
        raise NotFound()
    if record.deleted:
        raise Gone()
    desk.note_records(action, subject, [(record, verdict[1:])])
    return stored(record)


def _note_search(desk: Desk, query: SearchQuery, shown: list[Judged]) -> None:
    """What was shown, per patient; of a search without hits, the one patient it asked for.

    And whoever is named by a question within: that something was found, or nothing, tells of her (`Organization?_has:…`).
    """
    within = linked.patients_within(query) - {record.patient for record, _ in shown}
    if shown:
        desk.note_records("search", query.type, shown)
    elif (asked := patient_asked_for(query)) or not within:
        desk.note("search", query.type, "permitted", "no_hits", patient=asked)
        within -= {asked}
    for patient in sorted(within):
        reason = "asked_within" if shown else "no_hits"
        desk.note("search", query.type, "permitted", reason, patient=patient)

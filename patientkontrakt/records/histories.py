"""What has been written of a type, or of every type, as far as the actor may find it now (S-005, S-051, S-116).

Each version is judged by its own columns under the rights of now, those of a search: this too is to look for people.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from patientkontrakt.fhir.search.question import SearchQuery
from patientkontrakt.fhir.types import TYPES
from patientkontrakt.policy.decision import AccessRefused, Restriction
from patientkontrakt.records import mask, social_terms
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.stored import Stored, stored
from patientkontrakt.store import history as archive

Position = tuple[int | str, ...]


@dataclass(frozen=True)
class History:
    """One page: versions with the HTTP method that made each, newest first, and where to go on."""

    versions: list[tuple[Stored, str]]
    after: Position | None


def history(
    desk: Desk, type: str | None, count: int, since: int | None = None, after: Position | None = None
) -> History:
    """At most ``count`` versions of ``type``, or of every type, written at or after ``since`` (epoch ms).

    Raises AccessRefused when the token covers nothing of it.
    """
    rows, position = archive.latest(desk.tx, _rights(desk, type), count, since, after)
    subject = type or "history"
    if rows:
        desk.note_records("history", subject, [(record, ground) for record, _, ground in rows])
    else:
        desk.note("history", subject, "permitted", "no_hits")
    told = mask.shown(desk, [stored(record) for record, _, _ in rows], old=True)
    return History([(each, row[1]) for each, row in zip(told, rows, strict=True)], position)


def _rights(desk: Desk, type: str | None) -> Mapping[str, Restriction]:
    """What the law opens of each type; to health care without what social services wrote: it asks about many (A-12)."""
    closed = social_terms.closed_to(desk, SearchQuery(type or "CarePlan"))
    if type is not None:
        return {type: social_terms.without(desk.restriction("s", type), closed)}
    served = [name for name, row in TYPES.items() if row.is_in_archive]
    opened = {name: right for name in served if (right := desk.opens("s", name))}
    if not opened:
        desk.note("history", "history", "refused", "scope")
        raise AccessRefused("scope", may_know=True)
    return {name: social_terms.without(right, closed) for name, right in opened.items()}

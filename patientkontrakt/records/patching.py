"""patch: a change of what is there, made under the lock and judged like a whole resource that was sent (FHIR R4 3.1.0.5)."""

from collections.abc import Callable

from patientkontrakt.fhir.outcome import NotFound
from patientkontrakt.fhir.patching.result import Change, patched
from patientkontrakt.fhir.search.question import SearchQuery
from patientkontrakt.policy.decision import AccessRefused
from patientkontrakt.records import mask, matching, writer
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.stored import Stored, body_of, stored
from patientkontrakt.records.writable import changeable
from patientkontrakt.store import resources
from patientkontrakt.store.restriction import PERMITTED

ChangeOf = Callable[[str], Change]


def patch(desk: Desk, type: str, id: str, change: Change, if_match: int | None) -> Stored:
    """The next version of ``type/id``: its current one with ``change`` made.

    Raises what update raises; AccessRefused for who may write what she may not read, all of it: a test in a patch
    would tell her what stands there.
    """
    desk.restriction("r", type)
    seen, ground = changeable(desk, type, id)
    _require_readable(desk, type, id)
    current = writer.claimed(desk, type, id, if_match, seen=seen)
    if mask.one(desk, stored(current)).is_masked:
        desk.note("update", f"{type}/{id}", "refused", "masked", patient=current.patient)
        raise AccessRefused("masked", may_know=True)
    resource = patched(body_of(current.body), change)
    return writer.store_next(desk, resource, current, ground, None, "PATCH")


def conditional_patch(desk: Desk, condition: SearchQuery, change: Change, if_match: int | None) -> Stored:
    """:func:`patch` of the one resource that meets ``condition``. Raises NotFound for none, MultipleMatches for several.

    Asked again when its patient is locked: what it was found by may have been changed meanwhile.
    """
    type = condition.type
    desk.restriction("u", type)
    found = matching.one(desk, condition, None)
    if found is None:
        raise NotFound()
    matching.hold(desk, condition, found[0].patient)
    again = matching.one(desk, condition, None)
    if again is None:
        raise NotFound()
    return patch(desk, type, again[0].id, change, if_match)


def _require_readable(desk: Desk, type: str, id: str) -> None:
    _, verdict = resources.judged(desk.tx, type, id, desk.restriction("r", type))
    if not verdict.startswith(PERMITTED):
        desk.note("update", f"{type}/{id}", "refused", "unreadable")
        raise NotFound()

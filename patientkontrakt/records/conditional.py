"""Writes that depend on what is there already (FHIR R4 3.1.0.8.1, 3.1.0.4.3): found and written under one lock.

What matches is what the actor may see; what is hidden matches nothing, like what is not there (S-031 to S-036).
"""

from dataclasses import dataclass
from typing import Any, Literal

from patientkontrakt.fhir.outcome import NotFound
from patientkontrakt.fhir.resource import relative
from patientkontrakt.fhir.search.question import SearchQuery
from patientkontrakt.fhir.types import TYPES
from patientkontrakt.records import admission, mask, writer
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.matching import hold, letter_of, one
from patientkontrakt.records.stored import Stored, stored
from patientkontrakt.store import resources
from patientkontrakt.store.record import Judged
from patientkontrakt.store.restriction import PERMITTED

Body = dict[str, Any]


@dataclass(frozen=True)
class Written:
    """What a conditional write ended in. Of what was there, and the actor may not read, ``is_shown`` is false."""

    stored: Stored
    created: bool
    is_shown: bool = True


def create(desk: Desk, resource: Body, condition: SearchQuery) -> Written:
    """A new resource, unless one of the same patient meets ``condition``: then that one, untouched.

    Raises MultipleMatches when several do, and what create raises.
    """
    resource, patient = _admitted(desk, "c", resource)
    hold(desk, condition, patient)
    found = one(desk, condition, patient)
    if found is None:
        return Written(mask.one(desk, writer.create(desk, resource)), created=True)
    return as_it_is(desk, found)


def update(desk: Desk, resource: Body, condition: SearchQuery, if_match: int | None) -> Written:
    """The next version of the one resource of the same patient that meets ``condition``, or a new one when none does.

    An id in ``resource`` must be that of the match; where nothing matches, only systems choose ids (model.md §1).
    Raises MultipleMatches when several do, and what create and update raise.
    """
    resource, patient = _admitted(desk, "u", resource)
    hold(desk, condition, patient)
    found = one(desk, condition, patient)
    if found is not None:
        changed = resource if "id" in resource else {**resource, "id": found[0].id}
        done = writer.update(desk, condition.type, found[0].id, changed, if_match)
        return Written(mask.one(desk, done), created=False)
    if if_match is not None:
        raise NotFound()  # there is no version that the caller could have read
    return Written(mask.one(desk, new(desk, resource)), created=True)


def _admitted(desk: Desk, letter: Literal["c", "u"], resource: Body) -> tuple[Body, str | None]:
    """The resource as it would be stored, and its patient: judged before anything is looked up."""
    type = resource["resourceType"]
    desk.restriction(letter, type)
    desk.restriction(letter_of(desk), type)
    resource = relative(resource, desk.base)
    admission.require_valid(resource)
    if TYPES[type].kind == "reference" or type == "Patient":
        return resource, None
    return resource, admission.patient_of(desk, resource, resource.get("id", ""), trusted=desk.actor.feed)


def as_it_is(desk: Desk, found: Judged) -> Written:
    """What was there already; its text for whoever may read it, its address for the others."""
    record, _ = found
    right = desk.opens("r", record.type)
    _, verdict = resources.judged(desk.tx, record.type, record.id, right) if right else (None, "-")
    return Written(mask.one(desk, stored(record)), created=False, is_shown=verdict.startswith(PERMITTED))


def new(desk: Desk, resource: Body, id: str | None = None) -> Stored:
    """What a conditional update makes where nothing matches; ``id`` is what it will be called, unless it says so itself."""
    own: str | None = resource.get("id")
    if own is None:
        return writer.create(desk, resource, id=id)
    if desk.actor.kind != "system" or resources.current(desk.tx, resource["resourceType"], own) is not None:
        raise NotFound()
    return writer.create(desk, resource, id=own, letter="u")

"""What an exporting client may have, asked anew at the start, of every page and at every download.

The same Restrictions as a search's, and a read's too: whoever exports must be let to do both.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, NoReturn

from patientkontrakt.fhir.bulk.kickoff import OF_PATIENTS, PROVENANCE
from patientkontrakt.fhir.search.question import SearchQuery
from patientkontrakt.fhir.types import TYPES
from patientkontrakt.policy.actor import Actor
from patientkontrakt.policy.decision import AccessRefused, Restriction, narrow
from patientkontrakt.policy.permissions import BLOCKS
from patientkontrakt.policy.scopes import Scopes
from patientkontrakt.records import linked, social_terms
from patientkontrakt.records.bulk.course import Course
from patientkontrakt.records.bulk.order import Order
from patientkontrakt.records.desk import Desk
from patientkontrakt.store import exporting_whom as whom
from patientkontrakt.store.exporting_cut import Cut
from patientkontrakt.store.exporting_rows import Provenances, Wanted
from patientkontrakt.store.search import Asked

_AT_ONCE: Final = 2_000
_ANY_PATIENT: Final = Scopes.parse("system/Patient.rs")


def wanted(desk: Desk, order: Order, cut: Cut) -> Wanted:
    """What of the order is open now. Raises AccessRefused where a filter asks what may not be asked (A-12), Malformed."""
    questions = order.kickoff.questions(desk.base)
    closed = social_terms.closed_to(desk, SearchQuery(OF_PATIENTS[0]))
    whole: dict[str, Restriction] = {}
    filtered: dict[str, Sequence[Asked]] = {}
    for type in order.kickoff.named:
        right = right_to(desk, type)
        if right is None:
            continue
        if type in questions:
            filtered[type] = [_asked(desk, query, right) for query in questions[type]]
        else:
            whole[type] = social_terms.without(right, closed) if TYPES[type].kind == "care" else right
    return Wanted(whole, filtered, cut, desk.at, order.kickoff.since, _provenances(desk, order))


def right_to(desk: Desk, type: str) -> Restriction | None:
    """What may be both read and searched; None where the client may not."""
    read, search = desk.opens("r", type), desk.opens("s", type)
    return None if read is None or search is None else _both(search, read)


def require_types(desk: Desk, order: Order) -> None:
    """Raise AccessRefused, noted, when the token covers none of the types, or not all that were named."""
    covered = [type for type in order.kickoff.named if right_to(desk, type) is not None]
    if not covered or len(covered) < len(order.kickoff.types):
        refuse(desk, "scope")


def refuse(desk: Desk, reason: str) -> NoReturn:
    """Note that no export was begun, and raise AccessRefused: it is told plainly."""
    desk.note("export", "", "refused", reason)
    raise AccessRefused(reason, may_know=True)


def still_hold(desk: Desk, order: Order, course: Course, patients: Sequence[str]) -> bool:
    """Whether nothing about these patients has closed since they were exported: who has left the Group, got a protected
    identity or blocked is one too many, since a file cannot be handed out in part.
    """
    actor = replace(desk.actor, scopes=_ANY_PATIENT, groups=order.groups(desk.actor))
    right = narrow(actor, "r", "Patient", desk.at)
    pages = (patients[first : first + _AT_ONCE] for first in range(0, len(patients), _AT_ONCE))
    return all(
        all(
            whom.are_open(desk.tx, some, settle(right))
            for settle, some in whom.by_what_is_known(desk.tx, page, [right])
        )
        and not whom.have_closed(desk.tx, page, BLOCKS, course.cut, course.began, desk.at)
        for page in pages
    )


def is_same_client(order: Order, actor: Actor) -> bool:
    """Whether the caller is the client that ordered it, acting for the same organization."""
    return actor.kind == "system" and (actor.client, actor.custodian) == (order.client, order.custodian)


def _asked(desk: Desk, query: SearchQuery, right: Restriction) -> Asked:
    found = linked.narrowed(desk, query).asked
    return replace(found, restriction=_both(found.restriction, right))


def _both(one: Restriction, other: Restriction) -> Restriction:
    """What both open: the vetoes of either. Their grounds are the same, those of reading."""
    return replace(one, vetoes=tuple(dict.fromkeys((*one.vetoes, *other.vetoes))))


def _provenances(desk: Desk, order: Order) -> Provenances | None:
    """Who made what is exported, where that was asked for and does not come anyhow."""
    asked, right = order.kickoff.associated, right_to(desk, "Provenance")
    if asked is None or right is None or "Provenance" in order.kickoff.named:
        return None
    return Provenances(right, latest=asked == PROVENANCE[0])

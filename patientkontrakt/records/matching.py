"""What a condition picks, within what the actor may see: what is hidden matches nothing, like what is not there.

Looked up under a lock that whoever could make another match must take too (model.md §1 "Answers", S-031 to S-036).
"""

from dataclasses import replace
from typing import Final, Literal

from patientkontrakt.fhir.outcome import Issue, Malformed, MultipleMatches
from patientkontrakt.fhir.search.question import SearchQuery
from patientkontrakt.policy.terms import Not, RowIs
from patientkontrakt.records import linked, terminology
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.identities import findable
from patientkontrakt.store import search as archive
from patientkontrakt.store.derive import number_hash
from patientkontrakt.store.locks import lock_patient
from patientkontrakt.store.record import Judged

OF_ANOTHER: Final = "of_another"
_FOR_FEEDS: Final = frozenset({"_id", "identifier"})
_ONLY_IDENTIFIERS: Final = Issue(
    "not-supported",
    "Den som inte får läsa kan bara ställa villkor på identifier och _id.",
    "Who may not read can only state conditions on identifier and _id.",
)


def hold(desk: Desk, condition: SearchQuery, patient: str | None) -> None:
    """Keep whoever could make another match waiting until this transaction ends (S-141, S-148)."""
    if patient is not None and condition.type != "Patient":
        lock_patient(desk.tx, patient)
        return
    asked = "&".join(sorted(f"{name}={value}" for name, value in condition.pairs))
    lock_patient(desk.tx, "condition:" + number_hash(f"{condition.type}?{asked}", desk.number_key))


def one(desk: Desk, condition: SearchQuery, patient: str | None) -> Judged | None:
    """The one row that meets ``condition``, if one does, noted for the log. Raises MultipleMatches."""
    rows = matching(desk, condition, patient)
    if rows:
        desk.note_records("search", condition.type, rows)
    if len(rows) > 1:
        raise MultipleMatches()
    return rows[0] if rows else None


def matching(desk: Desk, condition: SearchQuery, patient: str | None) -> list[Judged]:
    """What meets ``condition`` among ``patient``'s rows that the actor may see; without a patient, among all.

    Of several, a few. A feed sees nothing: it is asked of what it may change, by what it is called. Raises
    AccessRefused, Malformed.
    """
    if desk.actor.feed and not (_asked(condition) <= _FOR_FEEDS and not condition.links):
        raise Malformed(_ONLY_IDENTIFIERS)
    condition = terminology.resolved(desk.tx, condition)
    right = desk.restriction(letter_of(desk), condition.type)
    closed: tuple[str, ...] = ()
    about_one = patient is not None and condition.type != "Patient"
    if about_one:
        right = replace(right, vetoes=((OF_ANOTHER, Not(RowIs("patient", patient))), *right.vetoes))
    else:
        closed = linked.closed_to(desk, condition)
        right = linked.without_social(desk, condition.type, right, closed)
    right = findable(desk, condition, right)
    rights = linked.rights(desk, condition, closed, about_one=about_one)
    return archive.select(desk.tx, condition, right, 2, None, desk.at, rights).rows


def _asked(condition: SearchQuery) -> set[str]:
    return {clause.param for clause in condition.clauses}


def letter_of(desk: Desk) -> Literal["u", "s"]:
    """The permission under which this actor's conditions look for what is there."""
    return "u" if desk.actor.feed else "s"

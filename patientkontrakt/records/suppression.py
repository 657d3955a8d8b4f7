"""That something is blocked, without what, where or how much (access.md "What the caller is told"; B-3).

It is told per patient, whatever else was asked: else filters could be used to feel what lies behind the block.
"""

from patientkontrakt.fhir.search.question import SearchQuery
from patientkontrakt.fhir.search.values import Ref
from patientkontrakt.policy.decision import Restriction, blocked_part
from patientkontrakt.records.desk import Desk
from patientkontrakt.store.search import has_any


def is_suppressed(desk: Desk, restriction: Restriction, patient: str) -> bool:
    """Whether a spärr, and nothing else, keeps some of the patient's data from the actor.

    One statement, whether she has ever blocked anything or not: two for those who have would tell.
    """
    part = blocked_part(restriction)
    return part is not None and has_any(desk.tx, patient, part)


def patient_asked_for(query: SearchQuery) -> str | None:
    """The one patient that a question is about; None when it names none, or several."""
    asked = {
        condition.value.id
        for clause in query.clauses
        if clause.param in ("patient", "subject") and clause.modifier is None
        for condition in clause.values
        if isinstance(condition.value, Ref)
    }
    return asked.pop() if len(asked) == 1 else None

"""Who keeps a plan says where its patient gets her care: of a protected identity only her circle and that unit are told.

`careUnit` and `careGiver` are answered by columns, whatever the body says, so that no other veto speaks of them (S-2).
"""

from dataclasses import replace
from typing import Final

from patientkontrakt.fhir.search.parameters import parameter_of
from patientkontrakt.fhir.search.question import SearchQuery
from patientkontrakt.policy.decision import Restriction
from patientkontrakt.policy.protection import is_elsewhere
from patientkontrakt.records.circle import is_hidden_from
from patientkontrakt.records.desk import Desk
from patientkontrakt.store.record import Record

REASON: Final = "skyddad_vistelse"
_COLUMNS: Final = ("unit", "custodian")


def are_told_by(type: str, param: str) -> bool:
    """Whether this parameter of `type` leads to who keeps the row."""
    row = parameter_of(type, param)
    return row is not None and row.column in _COLUMNS


def are_asked_for(query: SearchQuery) -> bool:
    """Whether a filter of the question, or a chain that begins in it, is about who keeps the row."""
    names = {clause.param for clause in query.clauses} | {
        link.param for link in query.links if not link.reverse
    }
    return any(are_told_by(query.type, name) for name in names)


def narrowed(desk: Desk, restriction: Restriction) -> Restriction:
    """The restriction without the rows whose keeper the actor may not be told."""
    if desk.actor.kind != "staff":
        return restriction
    veto = (REASON, is_elsewhere(desk.actor, desk.law.asking))
    return replace(restriction, vetoes=(veto, *restriction.vetoes))


def may_be_told(desk: Desk, record: Record) -> bool:
    """The same of one row that the actor may see."""
    if desk.actor.kind != "staff" or record.patient is None or record.unit == desk.actor.unit:
        return True
    return not is_hidden_from(desk, record.patient)

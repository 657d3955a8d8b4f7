"""The grounds of patients and of those who act for a child. Each is one rule with its paragraph."""

from patientkontrakt.policy.actor import Actor, age
from patientkontrakt.policy.conditions import has_category
from patientkontrakt.policy.permissions import BLOCKS, GUARDIAN_WRITES, PATIENT_WRITES, SHARING, Permission
from patientkontrakt.policy.terms import (
    Always,
    Current,
    FactCondition,
    FactExists,
    FactHasClass,
    FactIs,
    FactIsRow,
    Never,
    RowIs,
    Term,
    all_of,
)

ADULT_READER, TEENAGER = 16, 13
"""From 16 the patient reads it all, and nobody for her; from 13 a guardian reads no more by law alone."""


def own_record(actor: Actor, act: Permission, at: int) -> Term:
    """A patient reads her own record from her 16th birthday, and writes what a patient writes in it.

    Law: PDL 5 kap. 5 §; SVO 4 kap. 2 §; the age is 1177's frame (domain.md §5.7). Rows P1, P2, P5, P6, P7.
    """
    if actor.kind != "patient" or not actor.patient or act.kind != "care":
        return Never()
    if actor.born is None or age(actor.born, at) < ADULT_READER:
        return Never()
    mine = RowIs("patient", actor.patient)
    if act.is_reading:
        return mine
    hers_to_say = has_category(*SHARING, *BLOCKS) if act.type == "Consent" else Always()
    return all_of(mine, hers_to_say) if act.is_among(PATIENT_WRITES) else Never()


def mature_child(actor: Actor, act: Permission, at: int) -> Term:
    """A patient of 13 to 15 reads what a unit wrote, when that unit has found her mature enough.

    Law: PDL 5 kap. 5 §; FB 6 kap. 11 §; 1177's frame (domain.md §5.7). Row P5.
    """
    if actor.kind != "patient" or not actor.patient or not act.is_reading or act.kind != "care":
        return Never()
    if not _is_teenager(actor, at):
        return Never()
    decision = (FactIs("kind", "mognad"), Current(at), *_of_the_unit(act))
    return all_of(RowIs("patient", actor.patient), FactExists("fact_consent", decision))


def guardian_of_child(actor: Actor, act: Permission, at: int) -> Term:
    """A registered guardian reads and writes for a child who has not turned 13.

    Law: FB 6 kap. 11 §; 1177's frame (domain.md §5.7). Rows G1, G3, G4, G6.
    """
    if not actor.patient or not actor.related_person or act.kind != "care":
        return Never()
    if actor.born is None or age(actor.born, at) >= TEENAGER:
        return Never()
    childs = all_of(RowIs("patient", actor.patient), _is_registered(actor.related_person, at))
    return childs if act.is_reading or act.is_among(GUARDIAN_WRITES) else Never()


def extended_guardian(actor: Actor, act: Permission, at: int) -> Term:
    """A registered guardian goes on reading what a unit wrote of a child of 13 to 15, when that unit has let her.

    Law: FB 6 kap. 11 §; OSL 12 kap. 3 §; 1177's frame (domain.md §5.7). Row G3.
    """
    if not actor.patient or not actor.related_person or not act.is_reading or act.kind != "care":
        return Never()
    childs = all_of(RowIs("patient", actor.patient), _is_registered(actor.related_person, at))
    return all_of(childs, has_extended_access(actor, act, at)) if _is_teenager(actor, at) else Never()


def has_extended_access(actor: Actor, act: Permission, at: int) -> Term:
    """The row's unit lets this guardian read on; of the Patient, which has no unit, any unit does."""
    let_in = FactHasClass("classes", actor.related_person or "")
    decision = (FactIs("kind", "vardnadshavare-utokad"), let_in, Current(at), *_of_the_unit(act))
    return FactExists("fact_consent", decision)


def _of_the_unit(act: Permission) -> tuple[FactCondition, ...]:
    return () if act.type == "Patient" else (FactIsRow("unit_a", "unit"),)


def _is_teenager(actor: Actor, at: int) -> bool:
    return actor.born is not None and TEENAGER <= age(actor.born, at) < ADULT_READER


def _is_registered(related_person: str, at: int) -> Term:
    registered = (FactIs("source_type", "RelatedPerson"), FactIs("source_id", related_person), Current(at))
    return FactExists("fact_guardian", registered)

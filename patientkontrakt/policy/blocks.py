"""The vetoes that are the patient's own no: spärr, inner and outer, and a narrowing within the custodian."""

from patientkontrakt.fhir.types import TYPES
from patientkontrakt.policy.actor import Actor
from patientkontrakt.policy.conditions import elsewhere, has_category, opened_in_emergency
from patientkontrakt.policy.levels import LEAVES_OUT
from patientkontrakt.policy.permissions import BLOCKS, Permission
from patientkontrakt.policy.terms import (
    Always,
    Current,
    FactExists,
    FactHasClass,
    FactIn,
    FactIs,
    FactIsRow,
    Never,
    NoSibling,
    Not,
    RowIs,
    Term,
    TouchesData,
    all_of,
    any_of,
)

_SAYS_NOTHING_WE_KNOW = (
    NoSibling((FactIn("level", tuple(LEAVES_OUT)),)),
    NoSibling((FactIn("classes", tuple(TYPES)),)),
)


def sparr_inre(actor: Actor, act: Permission, at: int) -> Term:
    """The patient has closed a unit's data to the other units of its custodian.

    A block that touches the data's time closes; one lifted for the reading unit, or for this person, does not, nor
    one that she has opened in an emergency. What a unit wrote itself stays open to it.
    Law: PDL 4 kap. 4-5 §§; B-1, B-3, B-4, B-8. Rows C4, P6.
    """
    if not _is_told(actor, act) or not actor.custodian:
        return Never()
    closed = _blocked("sparr-inre", FactIsRow("unit_a", "unit"), actor, at)
    return all_of(_within(actor), closed, Not(opened_in_emergency(actor, at)))


def sparr_yttre(actor: Actor, act: Permission, at: int) -> Term:
    """The patient has closed a custodian's data to every other custodian.

    A block that touches the data's time closes; one lifted for the reading unit, or for this person, does not. No emergency
    opens it: whoever needs it asks that custodian to lift it.
    Law: SVO 2 kap. 3-5 §§; B-1, B-3, B-5, B-8. Rows M3, P6.
    """
    if not _is_told(actor, act):
        return Never()
    closed = _blocked("sparr-yttre", FactIsRow("custodian_a", "custodian"), actor, at)
    return all_of(elsewhere(actor.custodian), closed)


def sparr_is_private(actor: Actor, act: Permission, at: int) -> Term:
    """That and where a patient has blocked is known to her and the custodian that enforces it, nobody else.

    Law: SVO 2 kap. 5 §; B-3. model.md D2.
    """
    if act.type != "Consent" or actor.kind == "patient":
        return Never()
    return all_of(has_category(*BLOCKS), elsewhere(actor.custodian))


def delning_inom(actor: Actor, act: Permission, at: int) -> Term:
    """The patient has narrowed what a unit sees of the custodian's others.

    What her level leaves out is closed, and so is each type she names. A narrowing that says neither in words
    we know closes everything. It yields to an emergency.
    Law: PDL 4 kap. 4 §, the patient's objection; model.md D2.
    """
    if actor.kind != "staff" or not _is_told(actor, act) or not actor.unit or not actor.custodian:
        return Never()
    narrowed = (FactIs("kind", "delning-inom"), FactIs("unit_b", actor.unit), Current(at))
    level = (
        all_of(left_out, FactExists("fact_consent", (*narrowed, FactIs("level", level))))
        for level, left_out in LEAVES_OUT.items()
    )
    named = FactExists("fact_consent", (*narrowed, FactIsRow("classes", "type")))
    unsaid = FactExists("fact_consent", (*narrowed, *_SAYS_NOTHING_WE_KNOW))
    closed = any_of(*level, named, unsaid)
    return all_of(_within(actor), closed, Not(opened_in_emergency(actor, at)))


def _within(actor: Actor) -> Term:
    """The actor's own custodian keeps the row, and another of its units wrote it."""
    other_unit = Not(RowIs("unit", actor.unit)) if actor.unit and actor.kind == "staff" else Always()
    return all_of(RowIs("custodian", actor.custodian), other_unit)


def _is_told(actor: Actor, act: Permission) -> bool:
    """Whether the act tells another than the patient what some custodian keeps.

    A feed that keeps its own record tells nobody, and a Patient has no custodian (model.md D3).
    """
    hears = actor.kind == "staff" or (actor.kind == "system" and act.is_reading)
    return hears and act.type != "Patient"


def _blocked(kind: str, whose: FactIsRow, actor: Actor, at: int) -> Term:
    """A block in force on these data, unless that very block is lifted for the reading unit or person (B-4, B-8)."""
    block = (FactIs("kind", kind), whose, Current(at), TouchesData())
    if actor.kind != "staff" or not actor.unit:
        return FactExists("fact_consent", block)
    lifted = (FactIs("kind", "havning"), Current(at))
    for_unit = NoSibling((*lifted, FactIs("unit_b", actor.unit)))
    for_person = NoSibling((*lifted, FactHasClass("classes", actor.who)))
    return FactExists("fact_consent", (*block, for_unit, for_person))

"""The grounds of people at work with a patient. Each is one rule with its paragraph."""

from patientkontrakt.policy.actor import Actor
from patientkontrakt.policy.conditions import has_category, has_relation, opened_in_emergency
from patientkontrakt.policy.levels import CONTRIBUTES, OPENS
from patientkontrakt.policy.permissions import BLOCKS, BY_COMMAND, CONTRIBUTIONS, NOT_BY_STAFF, Permission
from patientkontrakt.policy.terms import (
    Current,
    FactExists,
    FactIn,
    FactIs,
    FactIsRow,
    Never,
    Not,
    RowIs,
    Term,
    all_of,
    any_of,
)


def emergency(actor: Actor, act: Permission, at: int) -> Term:
    """Somebody at work reads what she has opened in an emergency: of the units she named, for a day at most.

    It comes first of the grounds, so that the log tells that it was an emergency. An inner block and the
    patient's narrowing yield to it; an outer block, and a protected identity, do not.
    Law: PDL 4 kap. 5 § 2; SVO 3 kap. 6 §; N-1 to N-5, B-4 to B-6. Row E1.
    """
    if not actor.assignment or not act.is_reading or act.kind != "care" or act.type == "Patient":
        return Never()
    return all_of(has_relation(actor.assignment[0], at), opened_in_emergency(actor, at))


def relation(actor: Actor, act: Permission, at: int) -> Term:
    """Staff whose unit has a current relation with the patient read its custodian's data, write their own.

    Law: PDL 4 kap. 1 § (who needs the data for care), 2 kap. 6 § (the custodian). Rows C1, C2, C3, D1.
    """
    if not actor.assignment or act.kind != "care":
        return Never()
    unit, custodian = actor.assignment
    known = has_relation(unit, at)
    if act.is_reading:
        return known if act.type == "Patient" else all_of(known, RowIs("custodian", custodian))
    if act.type in NOT_BY_STAFF:
        return Never()
    own = all_of(known, RowIs("custodian", custodian), RowIs("unit", unit))
    return all_of(own, _staff_may_say(act)) if act.type == "Consent" else own


def shared(actor: Actor, act: Permission, at: int) -> Term:
    """Staff of another custodian read what the patient lets them, given a relation, and add their own.

    The consent names two units and works both ways. Its level says how much: `hela` opens every part,
    `utan-berattelse` all but the story, `tider-kontakter` nothing but times and contacts, and adds nothing.
    Law: SVO (2022:913) 3 kap. 1 §: relation, consent, and significance for care. Rows M1, M2, M5.
    """
    if not actor.assignment or act.kind != "care" or act.type == "Patient":
        return Never()
    unit, custodian = actor.assignment
    known = has_relation(unit, at)
    consent = (FactIs("kind", "svod"), Current(at))
    if act.is_reading:
        theirs = (
            all_of(opened, FactExists("fact_consent", (*consent, FactIs("level", level), *between)))
            for level, opened in OPENS.items()
            for between in _theirs_with(unit)
        )
        return all_of(known, any_of(*theirs))
    if act.type not in CONTRIBUTIONS:
        return Never()
    enough = (*consent, FactIn("level", CONTRIBUTES))
    with_us = (FactExists("fact_consent", (*enough, FactIs(side, unit))) for side in ("unit_a", "unit_b"))
    return all_of(known, any_of(*with_us), RowIs("custodian", custodian), RowIs("unit", unit))


def shared_unable(actor: Actor, act: Permission, at: int) -> Term:
    """Staff read another custodian's record of a patient who cannot say yes or no, and not only for now.

    Her need, what is known of her attitude, and that nothing tells she would oppose are written down.
    Law: SVO 3 kap. 3 § (and 4 §, social care); A-9. Row M4.
    """
    if not actor.assignment or not act.is_reading or act.kind != "care" or act.type == "Patient":
        return Never()
    unit, _ = actor.assignment
    found = (
        FactIs("kind", "beslutsoformogen"),
        FactIs("unit_b", unit),
        FactIsRow("custodian_a", "custodian"),
        Current(at),
    )
    return all_of(has_relation(unit, at), FactExists("fact_consent", found))


def _theirs_with(unit: str) -> tuple[tuple[FactIs, FactIsRow], ...]:
    """Either side of a consent may be the reader's; the row is the other's."""
    sides = (("unit_b", "custodian_a"), ("unit_a", "custodian_b"))
    return tuple((FactIs(ours, unit), FactIsRow(whose, "custodian")) for ours, whose in sides)


def _staff_may_say(act: Permission) -> Term:
    """Staff record what a patient says, but never loosen a block here; emergencies and decisions have commands."""
    return Not(has_category(*BY_COMMAND, *(BLOCKS if act.letter == "u" else ())))

"""The grounds: what makes a record somebody's to read or write. Each is one rule with its paragraph.

A rule that cannot be true of this actor, act and time says Never. Nobody has yet checked the paragraphs with
a lawyer.
"""

from patientkontrakt.fhir.systems import CONSENT_PURPOSE
from patientkontrakt.fhir.types import FEED_TYPES
from patientkontrakt.policy.actor import ADMINISTRATOR, AUDITOR, Actor, age
from patientkontrakt.policy.levels import CONTRIBUTES, OPENS
from patientkontrakt.policy.permissions import (
    BLOCKS,
    CONTRIBUTIONS,
    EMERGENCY,
    GUARDIAN_WRITES,
    NOT_BY_STAFF,
    PATIENT_WRITES,
    SHARING,
    STAFF_TYPES,
    Letter,
    Permission,
)
from patientkontrakt.policy.rule import Rule
from patientkontrakt.policy.terms import (
    Always,
    Current,
    FactExists,
    FactIn,
    FactIs,
    FactIsRow,
    Indexed,
    InGroup,
    Never,
    Not,
    ReferredFrom,
    RowIn,
    RowIs,
    Term,
    all_of,
    any_of,
)


def own_record(actor: Actor, act: Permission, at: int) -> Term:
    """A patient reads her own record from her 16th birthday, and writes what a patient writes in it.

    Law: PDL 5 kap. 5 §; SVO 4 kap. 2 §; the age is 1177's frame (domain.md §5.7). Rows P1, P2, P5, P6, P7.
    """
    if actor.kind != "patient" or not actor.patient or act.kind != "care":
        return Never()
    if actor.born is None or age(actor.born, at) < 16:
        return Never()
    mine = RowIs("patient", actor.patient)
    if act.is_reading:
        return mine
    hers_to_say = _category(*SHARING, *BLOCKS) if act.type == "Consent" else Always()
    return all_of(mine, hers_to_say) if act.is_among(PATIENT_WRITES) else Never()


def guardian_of_child(actor: Actor, act: Permission, at: int) -> Term:
    """A registered guardian reads and writes for a child who has not turned 13.

    Law: FB 6 kap. 11 §; 1177's frame (domain.md §5.7). Rows G1, G3, G4, G6.
    """
    if not actor.patient or not actor.related_person or act.kind != "care":
        return Never()
    if actor.born is None or age(actor.born, at) >= 13:
        return Never()
    registered = FactExists(
        "fact_guardian",
        (FactIs("source_type", "RelatedPerson"), FactIs("source_id", actor.related_person), Current(at)),
    )
    childs = all_of(RowIs("patient", actor.patient), registered)
    return childs if act.is_reading or act.is_among(GUARDIAN_WRITES) else Never()


def relation(actor: Actor, act: Permission, at: int) -> Term:
    """Staff whose unit has a current relation with the patient read its custodian's data, write their own.

    Law: PDL 4 kap. 1 § (who needs the data for care), 2 kap. 6 § (the custodian). Rows C1, C2, C3, D1.
    """
    if not actor.assignment or act.kind != "care":
        return Never()
    unit, custodian = actor.assignment
    known = _related(unit, at)
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
    known = _related(unit, at)
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


def group(actor: Actor, act: Permission, at: int) -> Term:
    """A backend client reads its own custodian's data about the members of its Groups.

    Law: PDL 5 kap. (disclosure on medium, to the custodian itself). Rows B1, B2.
    """
    if actor.kind != "system" or not actor.custodian or not actor.groups or act.kind != "care":
        return Never()
    members = InGroup(actor.groups)
    return members if act.type == "Patient" else all_of(members, RowIs("custodian", actor.custodian))


def feed(actor: Actor, act: Permission, at: int) -> Term:
    """A custodian's administrative system writes its own patients, relations, visits, times and referrals.

    Law: PDL 3 kap. 1 § (the custodian keeps its own records); model.md "Feeds". Rows B2, B3.
    """
    if actor.kind != "system" or not actor.feed or not actor.custodian or act.type not in FEED_TYPES:
        return Never()
    return Always() if act.type == "Patient" else RowIs("custodian", actor.custodian)


def reference_data(actor: Actor, act: Permission, at: int) -> Term:
    """Units, forms and code systems are for all; staff to a patient only when her own record refers to them.

    A Group names patients: only its own client reads it here.
    Law: none for units and forms; OSL 39 kap. for people at work.
    """
    if act.kind != "reference":
        return Never()
    if act.type == "Group":
        return RowIn("id", actor.groups) if actor.kind == "system" and actor.groups else Never()
    if act.type in STAFF_TYPES and actor.kind in ("patient", "guardian"):
        return ReferredFrom(actor.patient) if actor.patient else Never()
    return Always()


def own_log(actor: Actor, act: Permission, at: int) -> Term:
    """A patient from 16 reads who has looked in her record.

    Law: PDL 8 kap. 5 §; PDL 5 kap. 5 §. Row P4.
    """
    if act.kind != "log" or actor.kind != "patient" or not actor.patient:
        return Never()
    return RowIs("patient", actor.patient) if actor.born and age(actor.born, at) >= 16 else Never()


def log_reader(actor: Actor, act: Permission, at: int) -> Term:
    """An auditor reads the log of what her own custodian's people have done.

    Law: PDL 4 kap. 3 §. Rows A1, A2.
    """
    if act.kind != "log" or actor.kind != "staff" or actor.role != AUDITOR or not actor.custodian:
        return Never()
    return RowIs("custodian", actor.custodian)


def administrator(actor: Actor, act: Permission, at: int) -> Term:
    """An administrator keeps the reference data: units, roles, forms, groups. Never a patient's record.

    Law: PDL 4 kap. 2 §. Rows S1, S2.
    """
    keeps = actor.kind == "staff" and actor.role == ADMINISTRATOR and act.kind == "reference"
    return Always() if keeps else Never()


_READING: tuple[Rule, ...] = (
    own_record,
    guardian_of_child,
    relation,
    shared,
    group,
    reference_data,
    own_log,
    log_reader,
    administrator,
)

# Which grounds can permit which letter. None permits d: care data are corrected, never removed (PDL 3 kap. 14 §).
GROUNDS: dict[Letter, tuple[Rule, ...]] = {
    "r": _READING,
    "s": _READING,
    "c": (own_record, guardian_of_child, relation, shared, feed, administrator),
    "u": (own_record, guardian_of_child, relation, feed, administrator),
    "d": (),
}


def _related(unit: str, at: int) -> Term:
    return FactExists("fact_relation", (FactIs("unit", unit), Current(at)))


def _theirs_with(unit: str) -> tuple[tuple[FactIs, FactIsRow], ...]:
    """Either side of a consent may be the reader's; the row is the other's."""
    sides = (("unit_b", "custodian_a"), ("unit_a", "custodian_b"))
    return tuple((FactIs(ours, unit), FactIsRow(whose, "custodian")) for ours, whose in sides)


def _category(*codes: str) -> Term:
    return any_of(*(Indexed("category", CONSENT_PURPOSE, code) for code in codes))


def _staff_may_say(act: Permission) -> Term:
    """Staff record what a patient says, but never loosen a block here, nor declare an emergency."""
    return Not(_category(*EMERGENCY, *(BLOCKS if act.letter == "u" else ())))

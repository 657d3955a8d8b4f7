"""Protected identities: who is in the small circle that knows where somebody is, and what is closed to all others.

Sekretessmarkering and skyddad folkbokföring are labels on the Patient (S-1). The circle is the patient's fixed
contacts in person. Her name, address and telephone are masked for all others on the way out: `records.mask`.
"""

from patientkontrakt.policy.actor import Actor
from patientkontrakt.policy.facts import Facts
from patientkontrakt.policy.permissions import Permission
from patientkontrakt.policy.row import Row
from patientkontrakt.policy.terms import (
    Current,
    FactCondition,
    FactExists,
    FactIs,
    Never,
    Not,
    RowIs,
    Term,
    all_of,
    meets,
)

# What tells where and when somebody can be met, and by whom (S-2).
WHEREABOUTS = frozenset(
    {"Appointment", "AppointmentResponse", "Encounter", "EpisodeOfCare", "ServiceRequest"}
)
_PROTECTED = FactExists("fact_protection", ())


def is_within(actor: Actor, facts: Facts, at: int) -> bool:
    """Whether the actor may know who and where a protected patient is; `facts` are those of the patient.

    The patient herself may (S-4), and the circle; a guardian (S-3) and a system never.
    """
    if actor.kind == "patient":
        return True
    her_row = Row(type="Patient", id="")
    circle = _circle(actor, at)
    return any(all(meets(each, contact, her_row, facts) for each in circle) for contact in facts.contacts)


def skyddad_inte_i_sokning(actor: Actor, act: Permission, at: int) -> Term:
    """No search by people at work finds somebody whose identity is protected, unless they are of her circle.

    Law: OSL 21 kap. 3-3 a §§, 22 kap. 1 §; S-2. Row U1.
    """
    if actor.kind != "staff" or act.letter != "s" or act.type != "Patient":
        return Never()
    return all_of(_PROTECTED, Not(_in_circle(actor, at)))


def skyddad_vistelse(actor: Actor, act: Permission, at: int) -> Term:
    """Where and when a protected person can be met is for her circle, and for the unit that wrote it.

    Her relatives are for the circle alone.
    Law: OSL 21 kap. 3-3 a §§, 22 kap. 1 §; S-2. Row U1.
    """
    if actor.kind != "staff" or act.letter == "c" or act.type not in (*WHEREABOUTS, "RelatedPerson"):
        return Never()
    closed = all_of(_PROTECTED, Not(_in_circle(actor, at)))
    if act.type == "RelatedPerson" or not actor.unit:
        return closed
    return all_of(closed, Not(RowIs("unit", actor.unit)))


def skyddad_export(actor: Actor, act: Permission, at: int) -> Term:
    """Nothing about somebody whose identity is protected leaves to another system.

    Law: OSL 21 kap. 3-3 a §§, 22 kap. 1 §; S-2. Rows B1, U1.
    """
    return _PROTECTED if actor.kind == "system" and act.is_reading else Never()


def _in_circle(actor: Actor, at: int) -> Term:
    return FactExists("fact_contact", _circle(actor, at)) if actor.kind == "staff" else Never()


def _circle(actor: Actor, at: int) -> tuple[FactCondition, ...]:
    """What is true of the fixed contact that this actor is."""
    return FactIs("role", actor.who), Current(at)

"""The vetoes that protect an identity: what only the patient's small circle (`policy.circle`) may know of her.

Sekretessmarkering and skyddad folkbokföring are labels on the Patient (S-1). Her name, address and telephone are
masked for all others on the way out: `records.mask`.
"""

from patientkontrakt.policy.actor import Actor
from patientkontrakt.policy.circle import in_circle
from patientkontrakt.policy.permissions import Permission
from patientkontrakt.policy.terms import FactExists, Never, Not, RowIs, Term, all_of

# What tells where and when somebody can be met, and by whom (S-2).
WHEREABOUTS = frozenset(
    {"Appointment", "AppointmentResponse", "Encounter", "EpisodeOfCare", "ServiceRequest"}
)
IS_PROTECTED = FactExists("fact_protection", ())


def skyddad_inte_i_sokning(actor: Actor, act: Permission, at: int) -> Term:
    """No search by people at work finds somebody whose identity is protected, unless they are of her circle.

    Law: OSL 21 kap. 3-3 a §§, 22 kap. 1 §; S-2. Row U1.
    """
    if actor.kind != "staff" or act.letter != "s" or act.type != "Patient":
        return Never()
    return all_of(IS_PROTECTED, Not(in_circle(actor, at)))


def skyddad_vistelse(actor: Actor, act: Permission, at: int) -> Term:
    """Where and when a protected person can be met is for her circle, and for the unit that wrote it.

    Her relatives are for the circle alone.
    Law: OSL 21 kap. 3-3 a §§, 22 kap. 1 §; S-2. Row U1.
    """
    if actor.kind != "staff" or act.letter == "c" or act.type not in (*WHEREABOUTS, "RelatedPerson"):
        return Never()
    if act.type == "RelatedPerson":
        return all_of(IS_PROTECTED, Not(in_circle(actor, at)))
    return is_elsewhere(actor, at)


def is_elsewhere(actor: Actor, at: int) -> Term:
    """What another unit keeps about a protected person whose circle the actor is not of."""
    closed = all_of(IS_PROTECTED, Not(in_circle(actor, at)))
    return all_of(closed, Not(RowIs("unit", actor.unit))) if actor.unit else closed


def skyddad_export(actor: Actor, act: Permission, at: int) -> Term:
    """Nothing about somebody whose identity is protected leaves to another system.

    Law: OSL 21 kap. 3-3 a §§, 22 kap. 1 §; S-2. Rows B1, U1.
    """
    return IS_PROTECTED if actor.kind == "system" and act.is_reading else Never()

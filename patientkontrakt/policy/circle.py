"""The small circle that may know who and where a protected person is: her fixed contacts, in person, while they are it."""

from patientkontrakt.policy.actor import Actor
from patientkontrakt.policy.facts import Facts
from patientkontrakt.policy.row import Row
from patientkontrakt.policy.terms import Current, FactExists, FactIs, Never, Term, holds


def in_circle(actor: Actor, at: int) -> Term:
    """The actor is a fixed contact of the row's patient, in person."""
    if actor.kind != "staff":
        return Never()
    return FactExists("fact_contact", (FactIs("role", actor.who), Current(at)))


def is_within(actor: Actor, facts: Facts, at: int) -> bool:
    """Whether the actor may know who and where a protected patient is; `facts` are those of one patient.

    The patient herself may (S-4), and the circle; a guardian (S-3) and a system never.
    """
    if actor.kind == "patient":
        return True
    patients = {contact.patient for contact in facts.contacts}
    return any(holds(in_circle(actor, at), Row(type="Patient", id=id, patient=id), facts) for id in patients)

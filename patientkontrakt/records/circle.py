"""Whether the actor is of the small circle round a patient, and what is kept from those who are not (S-1)."""

from patientkontrakt.policy.circle import is_within
from patientkontrakt.records.desk import Desk
from patientkontrakt.store.facts import gather


def knows(desk: Desk, patient: str) -> bool:
    """Whether the actor may know who and where the patient is, should her identity be protected."""
    return is_within(desk.actor, gather(desk.tx, patient), desk.at)


def is_hidden_from(desk: Desk, patient: str) -> bool:
    """True where units, places and times of this patient's care may not be told to the actor."""
    facts = gather(desk.tx, patient)
    return bool(facts.protections) and not is_within(desk.actor, facts, desk.at)

"""Whether a patient's whereabouts are kept from the actor: a protected identity, and she is not of the small circle (S-1)."""

from patientkontrakt.policy.circle import is_within
from patientkontrakt.records.desk import Desk
from patientkontrakt.store.facts import gather


def is_hidden_from(desk: Desk, patient: str) -> bool:
    """True where units, places and times of this patient's care may not be told to the actor."""
    facts = gather(desk.tx, patient)
    return bool(facts.protections) and not is_within(desk.actor, facts, desk.at)

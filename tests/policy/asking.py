"""Short words for the tests of the law: a row of somebody's, and what the verdict on it is."""

from dataclasses import replace

from patientkontrakt.fhir.systems import CONSENT_PURPOSE
from patientkontrakt.fhir.types import TYPES
from patientkontrakt.policy.actor import Actor
from patientkontrakt.policy.decision import Permitted, Refused, decide
from patientkontrakt.policy.facts import Facts
from patientkontrakt.policy.permissions import Letter
from patientkontrakt.policy.row import Row
from tests.cast import AT, UNITS, facts_of

NO_FACTS = Facts()


def row_of(
    patient: str, unit: str, type: str = "CarePlan", *, visibility: str = "alla", purpose: str | None = None
) -> Row:
    """A row about a patient, written at a unit; `purpose` is the category of a Consent."""
    tokens = frozenset({("category", CONSENT_PURPOSE, purpose)} if purpose else ())
    custodian = UNITS[unit].custodian
    return Row(
        type=type,
        id="x",
        patient=patient,
        unit=unit,
        custodian=custodian,
        part=TYPES[type].part if type in TYPES else "ovrigt",
        visibility=visibility,
        tokens=tokens,
    )


def verdict(
    actor: Actor, letter: Letter, row: Row, facts: Facts | None = None, at: int = AT
) -> Permitted | Refused:
    """The verdict, on the facts the demo region holds about the row's patient unless others are given."""
    known = facts_of(row.patient) if row.patient else NO_FACTS
    return decide(actor, letter, row, known if facts is None else facts, at)


def is_permitted(actor: Actor, letter: Letter, row: Row, facts: Facts | None = None, at: int = AT) -> bool:
    """Whether the verdict is yes."""
    return isinstance(verdict(actor, letter, row, facts, at), Permitted)


def without_consents(patient: str) -> Facts:
    """What is known of a patient, had she consented to nothing and blocked nothing."""
    return replace(facts_of(patient), consents=())


def without_relations(patient: str) -> Facts:
    """What is known of a patient whom no unit has a relation with."""
    return replace(facts_of(patient), relations=())

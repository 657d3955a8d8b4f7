"""What several rules ask: does the unit have a relation, is a Consent of this kind, was this opened in an emergency."""

from patientkontrakt.fhir.systems import CONSENT_PURPOSE
from patientkontrakt.policy.actor import Actor
from patientkontrakt.policy.terms import (
    Always,
    Current,
    FactExists,
    FactHasClass,
    FactIs,
    FactIsRow,
    Indexed,
    Never,
    Not,
    RowIs,
    Term,
    any_of,
)


def has_relation(unit: str, at: int) -> Term:
    """The unit has a listing or a care relation with the patient now."""
    return FactExists("fact_relation", (FactIs("unit", unit), Current(at)))


def has_category(*codes: str) -> Term:
    """The row is a Consent of one of these kinds."""
    return any_of(*(Indexed("category", CONSENT_PURPOSE, code) for code in codes))


def elsewhere(custodian: str | None) -> Term:
    """Another custodian than this keeps the row."""
    return Not(RowIs("custodian", custodian)) if custodian else Always()


def opened_in_emergency(actor: Actor, at: int) -> Term:
    """This very person, at this very unit, has opened the row's unit in an emergency that has not ended (N-2)."""
    if not actor.assignment:
        return Never()
    unit, _ = actor.assignment
    opened = (
        FactIs("kind", "nodoppning"),
        FactIs("unit_b", unit),
        FactHasClass("classes", actor.who),
        FactIsRow("unit_a", "unit"),
        FactIsRow("custodian_a", "custodian"),
        Current(at),
    )
    return FactExists("fact_consent", opened)

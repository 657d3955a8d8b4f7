"""What a person sees of the record that is hers to read, as one term about its rows."""

from typing import Final

from patientkontrakt.fhir.types import TYPES
from patientkontrakt.policy.actor import Actor
from patientkontrakt.policy.of_persons import extended_guardian, guardian_of_child, mature_child, own_record
from patientkontrakt.policy.permissions import Permission
from patientkontrakt.policy.rule import Rule
from patientkontrakt.policy.terms import Always, Never, Not, RowIn, Term, all_of, any_of
from patientkontrakt.policy.vetoes import VETOES

_GROUNDS: Final[tuple[Rule, ...]] = (own_record, mature_child, guardian_of_child, extended_guardian)
_TOLD_APART: Final = ("Patient", "Consent")
_OTHERS: Final = tuple(name for name, row in TYPES.items() if row.kind == "care" and name not in _TOLD_APART)
ALIKE: Final = {**{type: (type,) for type in _TOLD_APART}, _OTHERS[0]: _OTHERS}
"""The types of a record that the rules for persons tell apart: one of each sort is asked, for itself and its likes."""


def of_the_record(actor: Actor, at: int) -> Term:
    """True of the rows that a patient, or who acts for her, may read by law, whatever her token covers."""
    alike: dict[Term, tuple[str, ...]] = {}
    for type, likes in ALIKE.items():
        seen = of_type(actor, type, at)
        alike[seen] = (*alike.get(seen, ()), *likes)
    return any_of(*(all_of(RowIn("type", types), seen) for seen, types in alike.items()))


def of_type(actor: Actor, type: str, at: int) -> Term:
    """The same of the rows of one type."""
    act = Permission("r", type)
    vetoes = [rule(actor, act, at) for rule in VETOES]
    if any(isinstance(each, Always) for each in vetoes):
        return Never()
    opened = any_of(*(rule(actor, act, at) for rule in _GROUNDS))
    return all_of(opened, *(Not(each) for each in vetoes if not isinstance(each, Never)))

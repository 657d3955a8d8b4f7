"""Who keeps what of a patient's data somebody may not read now: units and custodians, never what they keep.

Asked by commands that the law has already let in (B-4 case 2, B-5, B-6, A-9): that it is told, is noted by them.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from patientkontrakt.fhir.types import TYPES
from patientkontrakt.policy.blocks import delning_inom, sparr_inre, sparr_yttre
from patientkontrakt.policy.decision import Restriction
from patientkontrakt.policy.terms import Always, Not, Term, all_of, any_of
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.keeper import Keeper
from patientkontrakt.store import keepers as archive

BESIDE: Final = frozenset({"Patient", "Consent", "Provenance"})
"""What says who may read and who wrote is about a record, and none by itself."""
TELLING: Final = tuple(name for name, row in TYPES.items() if row.kind == "care" and name not in BESIDE)
_OUTER: Final = sparr_yttre.__name__
_YIELDING: Final = (sparr_inre.__name__, delning_inom.__name__)


def readable(desk: Desk, patient: str) -> list[Keeper]:
    """The units whose data the actor reads today."""
    return _keepers(desk, patient, lambda right: right)


def openable(desk: Desk, patient: str) -> list[Keeper]:
    """The units whose data an emergency would open: closed now, by an inner block or for want of a consent."""
    return _keepers(desk, patient, _closed_softly)


def outer_blocked(desk: Desk, patient: str) -> list[str]:
    """The custodians whose data nothing but their own lifting opens (B-5)."""
    return sorted({each.custodian for each in _keepers(desk, patient, _closed_outwards)})


def _keepers(desk: Desk, patient: str, change: Callable[[Restriction], Restriction]) -> list[Keeper]:
    rights = {type: right for type in TELLING if (right := desk.opens("s", type))}
    changed = {type: change(right) for type, right in rights.items()}
    return [Keeper(*each) for each in archive.keepers(desk.tx, patient, changed)] if changed else []


def _closed_softly(right: Restriction) -> Restriction:
    """Rows that are not readable now, and that no other veto closes than those that yield to an emergency."""
    hard = tuple(each for each in right.vetoes if each[0] not in _YIELDING)
    return replace(right, vetoes=(*hard, ("readable", _readable(right))), grounds=(("closed", Always()),))


def _closed_outwards(right: Restriction) -> Restriction:
    """Rows that an outer block closes, and no veto that is not the patient's own no."""
    blocks = [term for name, term in right.vetoes if name == _OUTER]
    hard = tuple(each for each in right.vetoes if each[0] not in (_OUTER, *_YIELDING))
    return replace(right, vetoes=hard, grounds=(("blocked", any_of(*blocks)),))


def _readable(right: Restriction) -> Term:
    closed = any_of(*(term for _, term in right.vetoes))
    return all_of(Not(closed), any_of(*(term for _, term in right.grounds)))

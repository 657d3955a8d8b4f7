"""``Patient/$everything``: the patient, all that is the patient's, and the reference data it points to (FHIR R4 11.1.12)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from patientkontrakt.fhir.types import TYPES
from patientkontrakt.policy.decision import Restriction
from patientkontrakt.records import mask, reader
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.stored import Stored, stored
from patientkontrakt.records.suppression import is_suppressed
from patientkontrakt.store import everything as archive
from patientkontrakt.store.record import Record

CARE_TYPES = tuple(name for name, row in TYPES.items() if row.kind == "care")
REFERENCE_TYPES = tuple(name for name, row in TYPES.items() if row.kind == "reference")


@dataclass(frozen=True)
class Slice:
    """One page of everything, in creation order, and the position to go on after.

    ``suppressed``, on the first page: a spärr keeps some of it from this actor.
    """

    resources: list[Stored]
    after: tuple[int, str] | None
    suppressed: bool = False


def everything(
    desk: Desk,
    patient: str,
    *,
    types: Sequence[str] = (),
    since: int | None = None,
    count: int | None = None,
    after: tuple[int, str] | None = None,
    action: str = "everything",
) -> Slice:
    """What the caller may see of one patient. Raises NotFound when not even the Patient may be seen.

    ``types`` limits what comes, ``since`` is epoch milliseconds of the last change; reference data come with the
    last page. Every answer is logged as one access to this patient: as an ``action``.
    """
    whom = reader.read(desk, "Patient", patient)
    care = rights_to(desk, CARE_TYPES, types)
    if after is None and "Patient" in care:
        desk.notes.pop()  # the one note below says it all
    records, position = archive.of_patient(desk.tx, whom.id, care, since, count, after)
    named = [] if position else _named(desk, whom.id, types)
    desk.note_records(action, f"Patient/{patient}", records)
    found = [stored(record) for record, _ in records] + [stored(record) for record in named]
    return Slice(mask.shown(desk, found), position, after is None and _is_suppressed(desk, whom.id, care))


def _named(desk: Desk, patient: str, types: Sequence[str]) -> list[Record]:
    """The reference data that the rows the caller may see point at, whichever types she asks to see."""
    asked = rights_to(desk, REFERENCE_TYPES, types)
    return archive.referred_from(desk.tx, patient, asked, rights_to(desk, CARE_TYPES))


def _is_suppressed(desk: Desk, patient: str, care: Mapping[str, Restriction]) -> bool:
    """Asked with the rights to any one type of the record; those to the Patient itself know no custodian."""
    rights = (right for type, right in care.items() if type != "Patient")
    right = next(rights, None)
    return right is not None and is_suppressed(desk, right, patient)


def rights_to(desk: Desk, types: Sequence[str], wanted: Sequence[str] = ()) -> dict[str, Restriction]:
    """The types among these that the caller may read at all, or of ``wanted`` ones, each with its restriction."""
    asked = [type for type in types if not wanted or type in wanted]
    opened = {type: desk.opens("r", type) for type in asked}
    return {type: restriction for type, restriction in opened.items() if restriction is not None}

"""``CarePlan/$everything``: a plan, what it points at, what points at any of these, and the reference data they name."""

from collections.abc import Iterable, Mapping

from patientkontrakt.fhir.resource import references
from patientkontrakt.policy.decision import Restriction
from patientkontrakt.records import mask, reader
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.everything import CARE_TYPES, REFERENCE_TYPES, rights_to
from patientkontrakt.records.stored import Stored, stored
from patientkontrakt.store import everything as archive

Keys = frozenset[str]


def plan_everything(desk: Desk, plan: str) -> list[Stored]:
    """The plan first, then what belongs to it as far as the caller may read it. Raises NotFound, AccessRefused.

    Logged as one access to this patient. The patient herself comes too, where the caller may read her.
    """
    whom = reader.read(desk, "CarePlan", plan).patient or ""
    desk.notes.pop()  # the one note below says it all
    care = rights_to(desk, CARE_TYPES)
    judged, _ = archive.of_patient(desk.tx, whom, care, None, None, None)
    texts = {f"{record.type}/{record.id}": stored(record) for record, _ in judged}
    named = {key: _named(each) for key, each in texts.items()}
    kept = _around(f"CarePlan/{plan}", named)
    desk.note_records(
        "everything", f"CarePlan/{plan}", [row for row in judged if f"{row[0].type}/{row[0].id}" in kept]
    )
    found = [each for key, each in texts.items() if key in kept]
    found.sort(key=lambda each: each.key != f"CarePlan/{plan}")
    return mask.shown(desk, [*found, *_reference_data(desk, whom, care, kept, named)])


def _around(plan: str, named: Mapping[str, Keys]) -> Keys:
    """The plan, what it names, and what names any of these; the patient is named by all, so she counts for nothing."""
    parts = {plan} | {key for key in named[plan] if key in named}
    whole = {key for key in parts if not key.startswith("Patient/")}
    return frozenset(parts | {key for key, told in named.items() if told & whole})


def _reference_data(
    desk: Desk, patient: str, care: Mapping[str, Restriction], kept: Iterable[str], named: Mapping[str, Keys]
) -> list[Stored]:
    """What the kept parts name, and whom and what the roles among it name."""
    rows = archive.referred_from(desk.tx, patient, rights_to(desk, REFERENCE_TYPES), care)
    known = {each.key: each for each in map(stored, rows)}
    wanted = {key for each in kept for key in named[each]}
    roles = (known[key] for key in wanted & known.keys() if known[key].type == "PractitionerRole")
    wanted = wanted.union(*map(_named, roles))
    return [each for key, each in known.items() if key in wanted]


def _named(resource: Stored) -> Keys:
    """The keys of what a resource refers to, whatever the version."""
    keys = (each.reference.key for each in references(resource.body()))
    return frozenset(str(key) for key in keys if key)

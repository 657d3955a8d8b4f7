"""One transaction of an import: each resource created, updated, or left as it is because nothing has changed."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass, field

from patientkontrakt.fhir.outcome import Conflict, Invalid, Issue, Refusal
from patientkontrakt.fhir.types import TYPES
from patientkontrakt.records import writer
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.importing.answering import Answering, Register
from patientkontrakt.records.importing.existing import is_same, require_same_thing, visibility_of
from patientkontrakt.records.importing.explaining import explained
from patientkontrakt.records.importing.linking import Linked
from patientkontrakt.records.importing.overlay import laid_over
from patientkontrakt.records.importing.relation import establish
from patientkontrakt.records.ownership import Owner
from patientkontrakt.records.stored import body_of
from patientkontrakt.records.transaction import announce
from patientkontrakt.store import resources
from patientkontrakt.store.record import Record


@dataclass
class Tally:
    """How many resources were created, updated and left as they were, and how many care relations came of it."""

    made: int = 0
    changed: int = 0
    same: int = 0
    relations: int = 0

    def __iadd__(self, other: "Tally") -> "Tally":
        self.made, self.changed, self.same, self.relations = map(
            sum, zip(astuple(self), astuple(other), strict=True)
        )
        return self


@dataclass
class Batch:
    """What goes into one transaction at ``desk``."""

    desk: Desk
    answering: Answering
    tally: Tally = field(default_factory=Tally)
    _register: Register = field(init=False)

    def __post_init__(self) -> None:
        self._register = Register(self.desk)

    def announce(self, members: Iterable[Linked]) -> None:
        """Lock the patients, in id order, and let references between the members be found."""
        announce(self.desk, [(item.key, item.resource) for item in members])

    def file(self, item: Linked) -> tuple[Issue, ...]:
        """Store one resource; the issues that forbid it, none when it is in."""
        try:
            self._file(item)
        except Refusal as refusal:
            return tuple(explained(self.desk, item, refusal.issues))
        return ()

    def relate(self) -> None:
        """Give the unit of ``--unit`` a care relation with the patients that were imported."""
        if self.answering.unit:
            patients = {patient for patient in self.desk.coming.values() if patient}
            self.tally.relations += establish(self.desk, self.answering.unit, patients)

    def _file(self, item: Linked) -> None:
        owner = self._owner(item)
        trust = writer.Trust("import", owner=owner, visibility=visibility_of(item.resource))
        current = resources.current(self.desk.tx, item.key.type, item.key.id)
        if current is None:
            if owner is None and _is_answered_for(item):
                raise Invalid(_NOBODY_ANSWERS)
            writer.create(self.desk, item.resource, id=item.key.id, trust=trust)
            self.tally.made += 1
            return
        before = body_of(current.body)
        after = laid_over(before, item.resource, item.row) if item.row else item.resource
        self._require_same_patient(item, current)
        require_same_thing(current, before, after, owner)
        if is_same(before, after) and trust.visibility in (None, current.visibility):
            self.tally.same += 1
        else:
            writer.update(self.desk, item.key.type, item.key.id, after, None, trust=trust)
            self.tally.changed += 1

    def _owner(self, item: Linked) -> Owner | None:
        at = self._register.of_unit(_unit_of(item, item.row.unit)) if item.row and item.row.unit else None
        if not _is_answered_for(item):
            return None
        owner = at or self.answering.of(item.key)
        if owner is not None:
            self._register.require(owner)
        return owner

    def _require_same_patient(self, item: Linked, current: Record) -> None:
        """A resource that names no patient, or two, is refused by the writer with its own words."""
        key = item.key.type, item.key.id
        if key in self.desk.coming and self.desk.coming[key] != current.patient:
            raise Conflict(_OTHER_PATIENT)


def _unit_of(item: Linked, element: str) -> str:
    """The id of the Organization that a row names, linked by now."""
    return str(item.resource[element]["reference"]).removeprefix("Organization/")


def _is_answered_for(item: Linked) -> bool:
    """Patients and reference data are nobody's entry (model.md D3)."""
    return TYPES[item.key.type].kind == "care" and item.key.type != "Patient"


_NOBODY_ANSWERS = Issue(
    "required",
    "Ingen svarar för posten. Ange enheten med --unit, eller ha med en Provenance med agent av typen custodian.",
    "Nobody answers for the resource. Name the unit with --unit, or bring a Provenance with an agent of type custodian.",
)
_OTHER_PATIENT = Issue(
    "conflict",
    "Typ och id finns redan här och hör till en annan patient.",
    "The type and id exist here already and belong to another patient.",
    ("id",),
)

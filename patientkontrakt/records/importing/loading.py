"""Linked items into the archive: what hangs together in one commit, what is needed first before what needs it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from patientkontrakt.fhir.outcome import Invalid, Issue, Refusal
from patientkontrakt.fhir.resource import Key
from patientkontrakt.fhir.text import render
from patientkontrakt.fhir.types import TYPES
from patientkontrakt.policy.actor import Actor
from patientkontrakt.records import writer
from patientkontrakt.records.counter import Counter
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.importing.answering import owners
from patientkontrakt.records.importing.components import components
from patientkontrakt.records.importing.files import Fault
from patientkontrakt.records.importing.linking import Linked
from patientkontrakt.records.importing.relation import establish
from patientkontrakt.records.ownership import Owner
from patientkontrakt.records.stored import body_of
from patientkontrakt.records.transaction import announce
from patientkontrakt.store import resources

Progress = Callable[[int, int], None]  # how many more are done, of how many in all


@dataclass
class Loaded:
    """How it went: how many were made, changed and left as they were, and what was refused."""

    made: int = 0
    changed: int = 0
    same: int = 0
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True)
class Load:
    """One import: the counter, who imports, when, for which unit, and whether each entry stands alone."""

    counter: Counter
    actor: Actor
    now: datetime
    unit: Owner | None
    keep_going: bool

    def run(self, items: list[Linked], faults: list[Fault], progress: Progress) -> Loaded:
        """Store what can be stored. A file with a fault is refused whole, and with it every file that needs it;
        with ``keep_going`` the same holds for each entry."""
        report = Loaded(faults=list(faults))
        by_key = {item.key: item for item in items}
        answer = owners(items)
        parcels = self._parcels(items)
        refused = set() if self.keep_going else {fault.place.file for fault in faults}
        for group in components(self._needs(parcels, by_key)):
            members = [item for name in group for item in parcels[name]]
            blocked = self._blocked(group, members, by_key, refused)
            if blocked or not self._commit(members, answer, report):
                refused.update(group)
                report.faults += [Fault(item.place, (_needs_refused(),)) for item in members[:1] if blocked]
            progress(len(members), len(items))
        return report

    def _parcels(self, items: Iterable[Linked]) -> dict[str, list[Linked]]:
        parcels: dict[str, list[Linked]] = {}
        for item in items:
            parcels.setdefault(self._parcel(item), []).append(item)
        return parcels

    def _parcel(self, item: Linked) -> str:
        return str(item.key) if self.keep_going else item.place.file

    def _needs(self, parcels: dict[str, list[Linked]], by_key: dict[Key, Linked]) -> dict[str, set[str]]:
        return {
            name: {self._parcel(by_key[key]) for item in members for key in item.needs if key in by_key}
            - {name}
            for name, members in parcels.items()
        }

    def _blocked(
        self, group: list[str], members: list[Linked], by_key: dict[Key, Linked], refused: set[str]
    ) -> bool:
        if refused & set(group):
            return True
        return any(
            self._parcel(by_key[key]) in refused for item in members for key in item.needs if key in by_key
        )

    def _commit(self, members: list[Linked], answer: dict[Key, Owner], report: Loaded) -> bool:
        """All of ``members`` in one transaction, or none and every fault of the first that failed."""
        tally = Loaded()
        at = members[0]
        try:
            with self.counter.writing(self.actor, self.now) as desk:
                announce(desk, [(item.key, item.resource) for item in members])
                for item in in_order(members):
                    at = item
                    _file(desk, item, answer.get(item.key, self.unit), tally)
                if self.unit:
                    establish(desk, self.unit, {patient for patient in desk.coming.values() if patient})
        except Refusal as refusal:
            report.faults.append(Fault(at.place, refusal.issues))
            return False
        report.made, report.changed, report.same = (
            report.made + tally.made,
            report.changed + tally.changed,
            report.same + tally.same,
        )
        return True


def in_order(members: list[Linked]) -> list[Linked]:
    """Patients and reference data first, then what is needed before what needs it: facts before what rests on them."""
    by_key = {item.key: item for item in members}
    needs = {item.key: set(item.needs) for item in members}
    ordered = [by_key[key] for group in components(needs) for key in group]
    return sorted(
        ordered, key=lambda item: (item.key.type != "Patient", TYPES[item.key.type].kind != "reference")
    )


def _file(desk: Desk, item: Linked, owner: Owner | None, tally: Loaded) -> None:
    if owner is None and TYPES[item.key.type].kind == "care" and item.key.type != "Patient":
        raise Invalid(_nobody_answers())
    trust = writer.Trust("import", owner=owner)
    current = resources.current(desk.tx, item.key.type, item.key.id)
    if current is None:
        writer.create(desk, item.resource, id=item.key.id, trust=trust)
        tally.made += 1
    elif _content(body_of(current.body)) == _content(item.resource):
        tally.same += 1
    else:
        writer.update(desk, item.key.type, item.key.id, item.resource, None, trust=trust)
        tally.changed += 1


def _content(resource: dict[str, object]) -> str:
    """The text of a resource without what the service stamps on it."""
    meta = resource.get("meta")
    known = meta if isinstance(meta, dict) else {}
    kept = {name: known[name] for name in sorted(known) if name not in ("versionId", "lastUpdated")}
    return render({**{name: resource[name] for name in sorted(resource)}, "meta": kept})


def _needs_refused() -> Issue:
    return Issue(
        "not-found",
        "Refererar till något som inte kunde läsas in, och lästes därför inte heller in.",
        "Refers to something that could not be imported, and was therefore not imported either.",
    )


def _nobody_answers() -> Issue:
    return Issue(
        "required",
        "Ingen svarar för posten. Ange enheten med --unit, eller ha med en Provenance med agent av typen custodian.",
        "Nobody answers for the resource. Name the unit with --unit, or bring a Provenance with an agent of type custodian.",
    )

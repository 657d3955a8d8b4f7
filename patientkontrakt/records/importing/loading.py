"""Linked items into the archive: what hangs together in one commit, what is needed first before what needs it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from patientkontrakt.fhir.outcome import Invalid, Issue, Refusal
from patientkontrakt.fhir.resource import Key
from patientkontrakt.fhir.types import TYPES
from patientkontrakt.records.importing.answering import Answering
from patientkontrakt.records.importing.components import components
from patientkontrakt.records.importing.files import Fault, Place
from patientkontrakt.records.importing.filing import Batch, Tally
from patientkontrakt.records.importing.linking import Linked
from patientkontrakt.records.importing.rehearsal import Opening

Progress = Callable[[int, int], None]  # how many more are done, of how many in all
Parcel = str  # what is stored together or not at all: a file, or with --keep-going one resource


@dataclass
class Loaded:
    """How it went: the tally of what was stored, and what was refused."""

    tally: Tally = field(default_factory=Tally)
    faults: list[Fault] = field(default_factory=list)


@dataclass
class Load:
    """One import: a desk for each commit, where everything named stands, and whether each resource stands alone."""

    opening: Opening
    answering: Answering
    homes: dict[Key, Place]
    keep_going: bool
    progress: Progress
    loaded: Loaded = field(default_factory=Loaded)
    _refused: set[Parcel] = field(default_factory=set)
    _faulty: set[Parcel] = field(default_factory=set)  # refused for a reason of its own, which has been told

    def run(self, items: list[Linked], faults: list[Fault]) -> Loaded:
        """Store what can be stored. A file with a fault is refused whole, and with it every file that needs it;
        with ``keep_going`` the same holds for each resource."""
        for fault in faults:
            self._told(fault)
        parcels = self._parcels(items)
        for group in components({name: sorted(self._needs(members)) for name, members in parcels.items()}):
            members = [item for name in group for item in parcels[name]]
            if self._needs(members) & self._refused:
                self.progress(len(members), len(items))
                self._refuse(group, parcels)
            elif not self._commit(members, len(items)):
                self._refuse(group, parcels)
        return self.loaded

    def _parcels(self, items: Iterable[Linked]) -> dict[Parcel, list[Linked]]:
        parcels: dict[Parcel, list[Linked]] = {}
        for item in items:
            parcels.setdefault(self._parcel(item.key), []).append(item)
        return parcels

    def _parcel(self, key: Key) -> Parcel:
        return str(key) if self.keep_going else self.homes[key].file

    def _needs(self, members: Iterable[Linked]) -> set[Parcel]:
        """The parcels that ``members`` are in or point into; what is not in the files may be stored already."""
        keys = {key for item in members for key in (item.key, *item.needs)}
        return {self._parcel(key) for key in keys if key in self.homes}

    def _commit(self, members: list[Linked], of: int) -> bool:
        """All of ``members`` in one transaction, or none and every fault there is."""
        faults: list[Fault] = []
        try:
            with self.opening() as desk:
                batch = Batch(desk, self.answering)
                batch.announce(members)
                for item in in_order(members):
                    if issues := batch.file(item):
                        faults.append(Fault(item.place, issues, item.key))
                    self.progress(1, of)
                if faults:
                    raise Invalid(*(issue for fault in faults for issue in fault.issues))
                batch.relate()
        except Refusal as refusal:
            for fault in faults or [Fault(members[0].place, refusal.issues, members[0].key)]:
                self._told(fault)
            return False
        self.loaded.tally += batch.tally
        return True

    def _told(self, fault: Fault) -> None:
        self.loaded.faults.append(fault.in_columns())
        if not self.keep_going:
            self._faulty.add(fault.place.file)
        elif fault.key:
            self._faulty.add(str(fault.key))
        self._refused |= self._faulty

    def _refuse(self, group: list[Parcel], parcels: dict[Parcel, list[Linked]]) -> None:
        """What has no fault of its own is told which of its references draws it along."""
        self._refused.update(group)
        for name in group:
            if name not in self._faulty:
                self.loaded.faults += self._drawn_along(name, parcels[name])

    def _drawn_along(self, name: Parcel, members: list[Linked]) -> Iterator[Fault]:
        for item in members:
            for key in sorted(item.needs & self.homes.keys(), key=str):
                if self._parcel(key) != name and self._parcel(key) in self._refused:
                    yield Fault(item.place, (_drawn_by(self.homes[key], self.keep_going),), item.key)
                    return


def in_order(members: list[Linked]) -> list[Linked]:
    """Patients and reference data first, then what is needed before what needs it: facts before what rests on them."""
    by_key = {item.key: item for item in members}
    needs = {item.key: sorted(item.needs, key=str) for item in members}
    ordered = [by_key[key] for group in components(needs) for key in group]
    return sorted(
        ordered, key=lambda item: (item.key.type != "Patient", TYPES[item.key.type].kind != "reference")
    )


def _drawn_by(home: Place, exactly: bool) -> Issue:
    where = str(home) if exactly else home.file
    return Issue(
        "not-found",
        f"Refererar till något i {where} som inte kunde läsas in, och lästes därför inte heller in.",
        f"Refers to something in {where} that could not be imported, and was therefore not imported either.",
    )

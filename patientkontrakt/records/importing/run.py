"""An import from files to report: read, named, linked over all files together, loaded."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from patientkontrakt import clock
from patientkontrakt.db import Tx
from patientkontrakt.fhir.outcome import Invalid, Issue
from patientkontrakt.fhir.resource import Key
from patientkontrakt.policy.actor import Actor
from patientkontrakt.policy.scopes import Scopes
from patientkontrakt.records.counter import Counter
from patientkontrakt.records.importing import tables
from patientkontrakt.records.importing.answering import Answering, told_by_provenance
from patientkontrakt.records.importing.files import Fault, Item, Triple, read
from patientkontrakt.records.importing.filing import Tally
from patientkontrakt.records.importing.leaving import LeftOut
from patientkontrakt.records.importing.linking import Linker
from patientkontrakt.records.importing.loading import Load, Progress
from patientkontrakt.records.importing.naming import Lookup, Names, name_all
from patientkontrakt.records.importing.rehearsal import Opening, rehearsal
from patientkontrakt.records.organisations import custodian_of
from patientkontrakt.records.ownership import Owner
from patientkontrakt.store import directory


@dataclass(frozen=True)
class Report:
    """What an import did: how many were stored, what was refused, what of each type was left out, links loosened."""

    tally: Tally
    faults: tuple[Fault, ...]
    left_out: dict[str, int]
    loosened: int


def operator() -> Actor:
    """Who imports: whoever may run commands on this machine, in the name of the operation (logged so)."""
    return Actor(
        kind="system", account="operator", who="client:import", scopes=Scopes.parse(""), client="import"
    )


def import_files(
    counter: Counter,
    paths: Iterable[Path],
    now: datetime,
    *,
    unit: str | None = None,
    keep_going: bool = False,
    skip_unsupported: bool = False,
    dry_run: bool = False,
    progress: Progress = lambda done, total: None,
) -> Report:
    """Load every file. Raises Invalid when ``unit`` is unknown or belongs to no vårdgivare; else nothing: see the report.

    ``progress(done, total)`` is told how many more resources are done. All files are held in memory together. A ``dry_run``
    reports the same, and stores nothing.
    """
    owner = _owner(counter, now, unit) if unit else None
    found = [each for path in paths for each in _read(path, now)]
    faults = [each for each in found if isinstance(each, Fault)]
    left_out = LeftOut(skip_unsupported)
    items, unsupported = left_out.take(each for each in found if isinstance(each, Item))
    with counter.database.glance() as tx:
        names = Names(_lookup(tx))
        named, badly_named, already = name_all(items, names)
        linked, badly_linked = Linker(names, left_out, counter.base).link_all(named)
    answering = Answering(told_by_provenance(linked), owner)
    with _openings(counter, now, dry_run) as opening:
        load = Load(opening, answering, names.homes, keep_going, progress)
        loaded = load.run(linked, [*faults, *unsupported, *badly_named, *badly_linked])
    loaded.tally.same += already
    return Report(loaded.tally, tuple(loaded.faults), dict(left_out.types), left_out.loosened)


def _read(path: Path, now: datetime) -> Iterator[Item | Fault]:
    if path.suffix.lower() == tables.SUFFIX:
        return tables.read(path, clock.today(now))
    return read(path)


def _openings(counter: Counter, now: datetime, dry_run: bool) -> AbstractContextManager[Opening]:
    if dry_run:
        return rehearsal(counter, operator(), now)
    return nullcontext(lambda: counter.writing(operator(), now))


def _lookup(tx: Tx) -> Lookup:
    def stored(triple: Triple) -> set[Key]:
        type, system, value = triple
        return {Key(type, id) for id in directory.ids_by_identifier(tx, type, (system,), value)}

    return stored


def _owner(counter: Counter, now: datetime, unit: str) -> Owner:
    with counter.reading(operator(), now) as desk:
        custodian = custodian_of(desk, unit)
        desk.note("import", f"Organization/{unit}", "permitted", "import")
    if custodian is None:
        raise Invalid(
            Issue(
                "not-found",
                "Enheten i --unit finns inte, eller hör inte till någon vårdgivare eller omsorgsgivare.",
                "The unit in --unit does not exist, or belongs to no care provider.",
            )
        )
    return Owner(custodian, unit)

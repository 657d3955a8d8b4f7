"""An import from files to report: read, linked over all files together, loaded."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from patientkontrakt.fhir.outcome import Invalid, Issue
from patientkontrakt.fhir.resource import Key
from patientkontrakt.policy.actor import Actor
from patientkontrakt.policy.scopes import Scopes
from patientkontrakt.records.counter import Counter
from patientkontrakt.records.importing.files import Fault, Item, read
from patientkontrakt.records.importing.linking import Lookup, link
from patientkontrakt.records.importing.loading import Load, Loaded, Progress
from patientkontrakt.records.organisations import custodian_of
from patientkontrakt.records.ownership import Owner
from patientkontrakt.store import directory


@dataclass(frozen=True)
class Report:
    """What an import did: the tally of the load, and how many of each left-out type there were."""

    loaded: Loaded
    left_out: dict[str, int]


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
    progress: Progress = lambda done, total: None,
) -> Report:
    """Load every file. Raises Invalid when ``unit`` is unknown or belongs to no vårdgivare; else nothing: see the report."""
    read_items = [each for path in paths for each in read(path)]
    items = [each for each in read_items if isinstance(each, Item)]
    faults = [each for each in read_items if isinstance(each, Fault)]
    linked, more, left_out = link(items, _lookup(counter), skip_unsupported=skip_unsupported)
    owner = _owner(counter, now, unit) if unit else None
    load = Load(counter, operator(), now, owner, keep_going)
    return Report(load.run(linked, faults + more, progress), left_out)


def _lookup(counter: Counter) -> Lookup:
    def stored(type: str, system: str, value: str) -> Key | None:
        with counter.database.read() as tx:
            found = directory.ids_by_identifier(tx, type, (system,), value)
        return Key(type, found[0]) if len(found) == 1 else None

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

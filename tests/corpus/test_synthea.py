"""Synthea's bundles come in: staff and hospitals first or together, a patient's bundle in one transaction, or not at all."""

import json
from pathlib import Path
from typing import Any

import pytest

from patientkontrakt.db import Database, Tx
from patientkontrakt.records.counter import Counter
from patientkontrakt.records.importing.run import Report, import_files
from patientkontrakt.records.reindex import check
from tests.cast import NOW
from tests.corpus.account import settled
from tests.corpus.synthea import Synthea
from tests.records.importing.folder import keys, nothing_stored, reasons

Body = dict[str, Any]
LEFT_OUT = ("Claim", "DiagnosticReport", "MedicationRequest")


@pytest.fixture
def counter(database: Database, tmp_path: Path) -> Counter:
    return settled(database, tmp_path)


def write(folder: Path, name: str, bundle: Body) -> Path:
    file = folder / name
    file.write_text(json.dumps(bundle, indent=2), "utf-8")
    return file


@pytest.fixture
def run(tmp_path: Path) -> tuple[Path, Path, Path]:
    """hospitalInformation, practitionerInformation, and one patient with a bundle of some three hundred entries."""
    synthea = Synthea(1)
    return (
        write(tmp_path, "hospitalInformation1.json", synthea.hospitals()),
        write(tmp_path, "practitionerInformation1.json", synthea.practitioners()),
        write(tmp_path, "Abe604_Runolfsdottir785.json", synthea.patient("Runolfsdottir785", 22)),
    )


def load(counter: Counter, *files: Path, skip_unsupported: bool = True) -> Report:
    return import_files(counter, files, NOW, unit="linden", skip_unsupported=skip_unsupported)


def body(counter: Counter, type: str) -> Body:
    with counter.database.read() as tx:
        row = tx.row("SELECT body FROM resource WHERE type = :type AND custodian IS NOT NULL", {"type": type})
    assert row is not None
    found: Body = json.loads(row[0])
    return found


def test_types_that_are_not_here_refuse_the_bundle_unless_they_may_be_left_out(
    counter: Counter, run: tuple[Path, ...]
) -> None:
    load(counter, *run[:2])
    with nothing_stored(counter):
        report = load(counter, run[2], skip_unsupported=False)
    assert set(reasons(report)) == {
        "The resource type does not exist here. Import with --skip-unsupported to leave it out."
    }
    assert len(report.faults) == 22 * len(LEFT_OUT)


def test_a_patient_before_the_hospitals_is_refused_by_the_references_that_lead_nowhere(
    counter: Counter, run: tuple[Path, ...]
) -> None:
    with nothing_stored(counter):
        report = load(counter, run[2])
    assert {issue.expression[0].split(".", 1)[0] for fault in report.faults for issue in fault.issues} == {
        "CareTeam", "DocumentReference", "Encounter", "Provenance",
    }  # fmt: skip
    assert all("conditional reference" in reason for reason in reasons(report))


def test_a_whole_run_comes_in_whatever_the_order(counter: Counter, run: tuple[Path, ...]) -> None:
    report = load(counter, *reversed(run))
    assert report.faults == ()
    assert report.left_out == dict.fromkeys(LEFT_OUT, 22)
    assert report.loosened == 22 * len(LEFT_OUT), "targets of the Provenance"
    # 310 entries without those left out; Organization, Location, Practitioner and PractitionerRole beside them
    assert (report.tally.made, report.tally.relations) == (310 - 66 + 4, 1)


def test_every_reference_has_become_type_and_id(counter: Counter, run: tuple[Path, ...]) -> None:
    load(counter, *run)
    plan, encounter, provenance = (body(counter, type) for type in ("CarePlan", "Encounter", "Provenance"))
    stored = keys(counter)
    named = [
        *plan["careTeam"],
        *plan["addresses"],
        plan["subject"],
        encounter["participant"][0]["individual"],
        encounter["serviceProvider"],
        encounter["location"][0]["location"],
        *provenance["target"],
        *(agent["who"] for agent in provenance["agent"]),
    ]
    assert {each["reference"] for each in named} <= stored
    assert len(provenance["target"]) == 310 - 66 - 1
    assert encounter["serviceProvider"]["display"] == "HEALTHALLIANCE"


def test_the_same_run_again_changes_nothing(counter: Counter, run: tuple[Path, ...]) -> None:
    made = load(counter, *run).tally.made
    with nothing_stored(counter):
        again = load(counter, *run)
    assert (again.tally.same, again.faults) == (made, ())
    assert check(counter.database, counter.number_key, lambda done: None).wrong == []


def test_the_next_run_finds_the_hospitals_of_the_first(
    counter: Counter, run: tuple[Path, ...], tmp_path: Path
) -> None:
    """Other ids, the same identifiers: ifNoneExist leaves what is there, and the new patient's bundle finds it."""
    load(counter, *run[:2])
    hospitals = json.loads(run[0].read_text())
    for entry in hospitals["entry"]:
        entry["resource"]["id"] = f"other-{entry['resource']['id']}"
    before = keys(counter)
    report = load(counter, write(tmp_path, "again.json", hospitals), run[2])
    assert (report.faults, report.tally.same) == ((), 2)
    assert {key for key in keys(counter) - before if key.startswith(("Organization", "Location"))} == set()


def test_each_entry_costs_the_same_number_of_statements_however_many_there_are(
    counter: Counter, run: tuple[Path, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(counter, *run[:2])
    synthea = Synthea(1)
    asked: list[str] = []
    for name in ("_execute", "many"):
        plain = getattr(Tx, name)
        monkeypatch.setattr(
            Tx, name, lambda tx, sql, *rest, plain=plain: asked.append(sql) or plain(tx, sql, *rest)
        )

    def cost(visits: int) -> int:
        asked.clear()
        assert load(counter, write(tmp_path, f"{visits}.json", synthea.patient("X", visits))).faults == ()
        return len(asked)

    two, four, twenty = (cost(visits) for visits in (2, 4, 20))
    assert twenty - four == 8 * (four - two)

"""CSV: all faults at once with line and column and never with a number; the same file again changes nothing."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from patientkontrakt.fhir import systems
from patientkontrakt.records.counter import Counter
from patientkontrakt.records.importing.run import Report
from tests.cast import PATIENTS
from tests.records.importing.folder import Folder, keys, load, nothing_stored, reasons, told
from tests.records.region import patient_body

GUIDE = Path(__file__).parents[3] / "docs" / "import.md"
EXAMPLES = dict(
    zip(
        ("units", "staff", "people", "listings"),
        re.findall(r"```csv\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL),
        strict=True,
    )
)
GUNNEL, ASTA = PATIENTS["gunnel"].number, PATIENTS["asta"].number
LINDEN = "SE2321009991-L001"
Body = dict[str, Any]
Logged = Callable[[], list[tuple[str, str, str, str | None, str]]]


def table(folder: Folder, name: str, text: str, encoding: str = "utf-8") -> Path:
    file = folder.path / f"{name}.csv"
    file.write_bytes(text.encode(encoding))
    return file


def examples(folder: Folder) -> list[Path]:
    """The tables of the guide, in an order in which none finds what it needs before it."""
    return [table(folder, name, EXAMPLES[name]) for name in ("listings", "people", "staff", "units")]


def bring(counter: Counter, *files: Path, **flags: Any) -> Report:
    return load(counter, *files, unit=None, **flags)


def bodies(counter: Counter, type: str) -> list[Body]:
    with counter.database.read() as tx:
        return [
            json.loads(row[0])
            for row in tx.rows("SELECT body FROM resource WHERE type = :type", {"type": type})
        ]


def patient(counter: Counter, number: str) -> Body:
    return next(each for each in bodies(counter, "Patient") if each["identifier"][0]["value"] == number)


def test_who_was_known_in_small_letters_is_nobody_new(counter: Counter, folder: Folder) -> None:
    """An HSA-id is compared without case: the tables write capitals, a FHIR file may not."""
    known = {
        "resourceType": "Practitioner",
        "id": "dag",
        "identifier": [{"system": systems.HSA_ID, "value": "SE2321009991-p002"}],
        "name": [{"text": "Dag Sund"}],
    }
    assert bring(counter, folder.bundle("known.json", known)).faults == ()
    bring(counter, *examples(folder))
    staff = (
        "person;given;family;unit;role;start;end\n"
        "SE2321009991-P002;Dag;Sund;SE2321009991-L001;lakare;2026-01-01;\n"
    )
    assert bring(counter, table(folder, "staff", staff)).faults == ()
    found = [each["id"] for each in bodies(counter, "Practitioner") if "p002" in str(each).lower()]
    assert found == ["dag"]


def test_every_fault_of_every_row_is_told_at_once_with_line_and_column(
    counter: Counter, folder: Folder
) -> None:
    staff = (
        "person;given;family;unit;role;start;end\n"
        "P1;Maria;;SE2321009991-L001;chef;2026-13-01;\n"
        "\n"
        'SE2321009991-P002;"Jo\nhan";Ek;SE2321009991-L001;lakare;2026-01-01;2025-01-01\n'
        "SE2321009991-P002;Johan\n"
        "SE2321009991-P003;Maria;Ek;SE2321009991-L001;lakare;2026-01-01;\n"
        "SE2321009991-P003;Sara;Ek;SE2321009991-L001;sjukskoterska;2026-01-01;\n"
    )  # fmt: skip
    people = f"number,given,family,protected\n{GUNNEL[:-1]}0,Gunnel,,hemlig\n"
    with nothing_stored(counter):
        report = bring(counter, table(folder, "staff", staff), table(folder, "people", people))
    assert [line for line in told(report) if "not-found" not in line] == [
        "staff.csv, line 2: value person",
        "staff.csv, line 2: required family",
        "staff.csv, line 2: code-invalid role",
        "staff.csv, line 2: value start",
        "staff.csv, line 4: value end",
        "staff.csv, line 6: structure",
        "staff.csv, line 8: conflict family",
        "people.csv, line 2: value number",
        "people.csv, line 2: required family",
        "people.csv, line 2: code-invalid protected",
    ]
    assert GUNNEL[:-1] not in "".join(reasons(report))


@pytest.mark.parametrize(
    ("text", "encoding", "fault"),
    [
        ("", "utf-8", "line 1: structure"),
        ("a,b\n1,2\n", "utf-8", "line 1: structure"),
        ("number,given\n", "utf-8", "line 1: structure family"),
        ("number,given,family,shoe,number\n", "utf-8", "line 1: structure column 4 | structure number"),
        ("number,given,family\n1,Åsa,Öberg\n", "latin-1", "line 2: structure"),
        ('number,given,family\n1,"Asta"x,Lund\n', "utf-8", "line 2: structure"),
        (f'number,given,family\n{ASTA},"Asta,Lund\n', "utf-8", "line 2: structure"),
    ],
    ids=["empty", "no table", "column missing", "unknown and twice", "not UTF-8", "badly quoted", "never ends"],
)  # fmt: skip
def test_what_is_no_table_is_refused_with_its_line(
    counter: Counter, folder: Folder, text: str, encoding: str, fault: str
) -> None:
    with nothing_stored(counter):
        report = bring(counter, table(folder, "people", text, encoding))
    place, first, *more = re.split(r": | \| ", fault)
    assert told(report) == [f"people.csv, {place}: {each}" for each in (first, *more)]
    assert ASTA not in "".join(reasons(report))


def test_one_bad_row_refuses_its_file_and_those_that_need_it(counter: Counter, folder: Folder) -> None:
    files = examples(folder)
    table(folder, "people", EXAMPLES["people"] + "1,Noel,Nilsson,,\n")
    with nothing_stored(counter):
        report = bring(counter, *files[:2])
    assert {line.split(",")[0] for line in told(report)} == {"people.csv", "listings.csv"}


def test_a_unit_that_is_not_there_is_told_by_its_column(counter: Counter, folder: Folder) -> None:
    listing = table(
        folder, "listings", f"number,unit,start\n{GUNNEL},{LINDEN},2026-01-01\n{ASTA},{LINDEN},2026-01-01\n"
    )
    with nothing_stored(counter):
        report = bring(counter, listing)
    assert told(report) == [
        "listings.csv, line 2: not-found unit",
        "listings.csv, line 3: not-found number",
        "listings.csv, line 3: not-found unit",
    ]
    assert GUNNEL not in "".join(reasons(report))


@pytest.mark.parametrize("name", ["staff", "listings"])
def test_a_unit_without_a_care_provider_is_refused(counter: Counter, folder: Folder, name: str) -> None:
    """A municipality is no care provider; what is below it directly belongs to none."""
    units = EXAMPLES["units"].replace("vardgivare region", "kommun")
    files = [table(folder, "units", units), table(folder, "people", EXAMPLES["people"])]
    bring(counter, *files)
    with nothing_stored(counter):
        report = bring(counter, table(folder, name, EXAMPLES[name]))
    assert told(report) == [f"{name}.csv, line {line}: business-rule unit" for line in (2, 3)]


def test_the_same_person_twice_in_a_file_is_refused(counter: Counter, folder: Folder) -> None:
    twice = f"number,given,family\n{ASTA},Asta,Lund\n{ASTA[2:8]}-{ASTA[8:]},Asta,Lund\n"
    with nothing_stored(counter):
        report = bring(counter, table(folder, "people", twice))
    assert told(report) == ["people.csv, line 3: duplicate number"]
    assert "line 2" in reasons(report)[0]


def test_no_number_is_in_the_log_or_in_an_id(counter: Counter, folder: Folder, logged: Logged) -> None:
    bring(counter, *examples(folder))
    assert ASTA not in repr(logged()) + repr(keys(counter))


def test_the_tables_of_the_guide_come_in_and_again_change_nothing(counter: Counter, folder: Folder) -> None:
    files = examples(folder)
    with nothing_stored(counter):
        dry = bring(counter, *files, dry_run=True)
    first = bring(counter, *files)
    assert (first.tally.made, first.faults) == (10, ())
    assert dry.tally == first.tally
    with nothing_stored(counter):
        again = bring(counter, *files)
    assert (again.tally.made, again.tally.changed, again.tally.same) == (0, 0, 10)
    linden = next(
        each["id"] for each in bodies(counter, "Organization") if each["name"] == "Vårdcentralen Linden"
    )
    with counter.database.read() as tx:
        told_by = tx.rows(
            "SELECT id FROM resource WHERE type = 'EpisodeOfCare' AND unit = :unit", {"unit": linden}
        )
    assert len(told_by) == 2


@pytest.mark.parametrize(("mark", "newline"), [("\ufeff", "\r\n"), ("", "\n")])
def test_a_bom_and_semicolons_make_no_difference(
    counter: Counter, folder: Folder, mark: str, newline: str
) -> None:
    text = EXAMPLES["people"].replace(",", ";").replace("\n", newline)
    assert bring(counter, table(folder, "people", mark + text)).tally.made == 2
    assert patient(counter, ASTA)["birthDate"] == "1968-05-20"


def test_what_a_table_does_not_tell_of_stays(counter: Counter, folder: Folder) -> None:
    label = {"system": "http://example.org", "code": "kept"}
    phone = [{"system": "phone", "value": "070-174 06 05"}]
    load(
        counter,
        folder.json(
            "a.json", {**patient_body("asta"), "id": "asta", "telecom": phone, "meta": {"security": [label]}}
        ),
    )
    guarded = f"number,given,family,protected\n{ASTA},Asta,Ek,sekretessmarkering\n"
    assert bring(counter, table(folder, "people", guarded)).tally.changed == 1
    mark = {"system": systems.SECURITY_LABEL, "code": "sekretessmarkering"}
    now = patient(counter, ASTA)
    assert (now["id"], now["telecom"], now["name"][0]["family"]) == ("asta", phone, "Ek")
    assert now["meta"]["security"] == [label, mark]
    silent = f"number,given,family\n{ASTA},Asta,Ek\n"
    assert bring(counter, table(folder, "people", silent)).tally.same == 1
    assert (
        bring(counter, table(folder, "people", guarded.replace("sekretessmarkering", ""))).tally.changed == 1
    )
    assert patient(counter, ASTA)["meta"]["security"] == [label]


def test_a_listing_that_ends_and_a_death_are_changes_of_what_is_there(
    counter: Counter, folder: Folder
) -> None:
    bring(counter, *examples(folder))
    ended = EXAMPLES["listings"].replace("2026-02-01,", "2026-02-01,2026-10-31")
    died = EXAMPLES["people"].replace("Lund,,", "Lund,,2026-10-31")
    report = bring(counter, table(folder, "listings", ended), table(folder, "people", died))
    assert (report.tally.made, report.tally.changed, report.tally.same) == (0, 2, 2)
    ends = {each["period"]["end"] for each in bodies(counter, "EpisodeOfCare") if "end" in each["period"]}
    assert ends >= {"2026-10-31", "2026-06-30"}
    assert patient(counter, ASTA)["deceasedDateTime"] == "2026-10-31"


def test_with_keep_going_the_good_rows_come_in(counter: Counter, folder: Folder) -> None:
    bad = EXAMPLES["people"].replace("197901309828", "197901309820")
    report = bring(counter, table(folder, "people", bad), keep_going=True)
    assert (report.tally.made, told(report)) == (1, ["people.csv, line 3: value number"])

"""R-6: `patientkontrakt export`: private files, a row in the log and an entry in the record for everybody who is in them."""

import json
import stat
from pathlib import Path
from typing import Any

from patientkontrakt import clock
from patientkontrakt.accesslog import AccessLog
from patientkontrakt.care import codes
from patientkontrakt.db import Database
from patientkontrakt.fhir import systems
from patientkontrakt.records import writer
from patientkontrakt.records.counter import Counter
from patientkontrakt.records.exporting import operator as somebody
from patientkontrakt.records.hooks import Hooks
from patientkontrakt.records.ownership import Owner
from patientkontrakt.records.writer import Trust
from tests.cast import STAFF
from tests.cli.conftest import Operator
from tests.records.protected import LABEL, OWN_PHONE, fixed_contact, giving, person
from tests.records.region import goal

Body = dict[str, Any]


def wrote(database: Database, tmp_path: Path, who: str, text: str, visibility: str) -> None:
    """Something in the record of somebody, with this visibility."""
    counter = Counter(database, AccessLog(database, b"k" * 32, tmp_path), Hooks(), b"n" * 32, "http://x/fhir")
    trust = Trust("command", Owner("region-exempel", "linden"), visibility)
    with counter.writing(somebody(), clock.now()) as desk:
        writer.create(desk, goal(who, text), trust=trust)


def logged(database: Database) -> dict[str, int]:
    """Whose exports are in the log, and how many of each."""
    with database.read() as tx:
        rows = tx.rows("SELECT patient, count(*) FROM access_log WHERE action = 'export' GROUP BY patient")
    return dict(tuple(row) for row in rows)


def told(database: Database, who: str) -> list[Body]:
    """The copies that the record tells of."""
    with database.read() as tx:
        rows = tx.rows(
            "SELECT body FROM resource WHERE type = 'Communication' AND patient = :who", {"who": who}
        )
    bodies = [json.loads(row[0]) for row in rows]
    return [each for each in bodies if systems.has_coding(each["category"], *codes.DISCLOSURE)]


def test_r_6_nobody_is_exported_who_is_not_there(
    operator: Operator, database: Database, tmp_path: Path
) -> None:
    result = operator("export", "--out", tmp_path / "out", "--patient", "finns-inte")
    assert (result.exit_code, "There is no such patient." in result.stderr) == (1, True)
    assert list((tmp_path / "out").iterdir()) == []


def test_r_6_a_file_that_is_there_is_not_written_over(operator: Operator, tmp_path: Path) -> None:
    assert operator("export", "--out", tmp_path / "out", "--patient", "gunnel").exit_code == 0
    before = (tmp_path / "out" / "gunnel.json").read_text()
    again = operator("export", "--out", tmp_path / "out", "--patient", "gunnel")
    assert again.exit_code == 1
    assert (tmp_path / "out" / "gunnel.json").read_text() == before


def test_r_6_p_5_what_is_withheld_or_staffs_or_hers_alone_is_not_in_her_file(
    operator: Operator, database: Database, tmp_path: Path
) -> None:
    for visibility in ("alla", "ej-patient", "personal", "utkast", "egen"):
        wrote(database, tmp_path, "gunnel", f"Mål {visibility}", visibility)
    assert operator("export", "--out", tmp_path / "out", "--patient", "gunnel").exit_code == 0
    bundle = json.loads((tmp_path / "out" / "gunnel.json").read_text())
    found = [each["resource"] for each in bundle["entry"]]
    assert bundle["type"] == "collection"
    assert {each["id"] for each in found if each["resourceType"] == "Patient"} == {"gunnel"}
    goals = [each["description"]["text"] for each in found if each["resourceType"] == "Goal"]
    assert goals == ["Mål alla"]


def test_r_6_one_patient_is_logged_and_told_in_her_record(
    operator: Operator, database: Database, tmp_path: Path
) -> None:
    said = ("--to", "Gunnel Andersson", "--reason", "Begäran den 21 november.")
    assert operator("export", "--out", tmp_path / "out", "--patient", "gunnel", *said).exit_code == 0
    assert logged(database) == {"gunnel": 1}
    (copy,) = told(database, "gunnel")
    values = {each["url"].rsplit("/", 1)[1]: each for each in copy["extension"]}
    assert values["pk-utlamnad-till"]["valueString"] == "Gunnel Andersson"
    assert (copy["payload"][0]["contentString"], bool(copy["sent"])) == ("Begäran den 21 november.", True)


def test_r_6_everybody_is_logged_and_told_and_the_files_are_private(
    operator: Operator, database: Database, tmp_path: Path
) -> None:
    wrote(database, tmp_path, "gunnel", "Mål egen", "egen")
    result = operator("export", "--out", tmp_path / "out")
    assert result.exit_code == 0
    files = {path.name: path for path in (tmp_path / "out").iterdir()}
    assert {"Patient.ndjson", "Organization.ndjson"} <= set(files)
    assert {stat.S_IMODE(path.stat().st_mode) for path in files.values()} == {0o600}
    out = [json.loads(line)["id"] for line in files["Patient.ndjson"].read_text().splitlines()]
    assert len(out) == len(set(out))
    assert set(logged(database)) == set(out)
    assert "Goal.ndjson" not in files
    assert len(told(database, "birger")) == 1


def test_r_6_a_protected_identity_is_left_out_and_counted(
    operator: Operator, database: Database, tmp_path: Path
) -> None:
    with database.write() as tx:
        tx.run(
            "INSERT INTO fact_protection (patient, kind, source_type, source_id)"
            " VALUES ('birger', 'sekretessmarkering', 'Patient', 'birger')"
        )
        protected = {row[0] for row in tx.rows("SELECT DISTINCT patient FROM fact_protection")}
    result = operator("export", "--out", tmp_path / "out")
    out = (tmp_path / "out" / "Patient.ndjson").read_text()
    assert not [who for who in protected if f'"id":"{who}"' in out.replace(": ", ":")]
    assert f"Left out: {len(protected)} patients" in result.stdout


def test_skydd_s_6_staff_with_a_protected_identity_leave_without_their_names(
    operator: Operator, database: Database, tmp_path: Path
) -> None:
    """S-2, S-6: in a patient's own file and in the file of everybody."""
    counter = Counter(database, AccessLog(database, b"k" * 32, tmp_path), Hooks(), b"n" * 32, "http://x/fhir")
    given = giving(counter)
    person(given, "maria", LABEL)
    given(fixed_contact("maria", "gunnel"))
    assert operator("export", "--out", tmp_path / "hers", "--patient", "gunnel").exit_code == 0
    assert operator("export", "--out", tmp_path / "all").exit_code == 0
    files = [*(tmp_path / "hers").iterdir(), *(tmp_path / "all").iterdir()]
    told = "".join(each.read_text() for each in files)
    assert (STAFF["maria"].name in told, OWN_PHONE in told, "Skyddad uppgift" in told) == (False, False, True)

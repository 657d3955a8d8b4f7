"""The patient's log at the door: in words, by days and by whom, as an extract, and ordered when it is old (L-5, S-157)."""

import csv
import io
from datetime import timedelta
from typing import Any

from patientkontrakt import clock
from patientkontrakt.accesslog.append import append
from patientkontrakt.accesslog.entry import Entry
from patientkontrakt.care.mylog.extract import Extract, as_csv
from tests.accesslog.hand import access
from tests.api.fhir.house import House
from tests.api.v1.people import Person, patient, published, staff
from tests.records.region import plan

DAY = 24 * 60 * 60 * 1000
FIELDS = {
    "careProvider", "careUnit", "accessDate", "title", "purpose", "resourceType", "activity", "outcome", "reason",
}  # fmt: skip


def now() -> int:
    return clock.millis(clock.now())


def note(house: House, *entries: Entry) -> None:
    key = house.app.extensions["patientkontrakt"].settings.key("access-log")
    with house.database.write() as tx:
        append(tx, entries, key)


def day(days_ago: int) -> str:
    return clock.today(clock.now() - timedelta(days=days_ago)).isoformat()


def rows(person: Person, query: str = "") -> list[dict[str, Any]]:
    return list(person.done("GET", f"/my/log{query}")["log"])


def test_l_5_nobody_elses_log_is_shown_extracted_or_ordered(house: House) -> None:
    body = {"from": "2020-01-01", "to": "2020-02-01"}
    for person in (staff(house, "maria"), staff(house, "lars"), patient(house, "noel")):
        for path in ("/my/log", "/my/log/extract", "/my/log/extract.csv", "/my/log/orders"):
            assert person.get(path).status_code == 404
        assert person.post("/my/log/order", body).status_code == 404


def test_l_5_days_that_cannot_be_are_refused(house: House) -> None:
    gunnel = patient(house, "gunnel")
    for path in ("/my/log", "/my/log/extract"):
        assert gunnel.get(f"{path}?from={day(1)}&to={day(2)}").status_code == 422
        assert gunnel.get(f"{path}?from=i+dag").status_code == 422
        older = gunnel.get(f"{path}?from={day(600)}")
        assert older.status_code == 422
        assert "18 månader" in older.text
    assert gunnel.get("/my/log?who=grannen").status_code == 422


def test_l_5_more_than_ten_thousand_rows_are_refused_with_what_to_do_and_the_page_is_not(
    house: House,
) -> None:
    ingrid = patient(house, "ingrid")
    note(house, *(access(patient="ingrid", at=now() - 2 * DAY + n) for n in range(10_001)))
    for path in ("/my/log/extract", "/my/log/extract.csv"):
        answer = ingrid.get(path)
        assert answer.status_code == 400
        assert "Välj en kortare tid" in answer.text
    assert len(rows(ingrid)) == 100
    asked = ingrid.done("GET", "/my/log")
    assert len(ingrid.done("GET", f"/my/log?page={asked['next']}")["log"]) == 100
    assert len(ingrid.done("GET", f"/my/log/extract?from={day(1)}")["log"]) < 100


def test_n_4_emergency_and_refused_access_are_marked_and_can_be_chosen(house: House) -> None:
    asta = patient(house, "asta")
    note(
        house,
        access(patient="asta", at=now() - 5000, who="PractitionerRole/frida", reason="emergency"),
        access(patient="asta", at=now() - 4000, action="emergency", reason="emergency"),
        access(patient="asta", at=now() - 3000, outcome="refused", reason="no_ground"),
        access(patient="asta", at=now() - 2000, outcome="failed", reason="OperationalError"),
        access(patient="asta", at=now() - 1000),
    )
    emergency = rows(asta, "?only=nod")
    assert [row["activity"] for row in emergency] == ["Nödöppning", "Nödöppning"]
    assert all(row["emergency"] for row in emergency)
    refused = rows(asta, "?only=nekade")
    assert [row["reason"] for row in refused] == [
        "Det gick inte att genomföra",
        "Ingen rätt till uppgifterna",
    ]
    assert not any(row["emergency"] for row in refused)


def test_s_157_guardians_staff_and_her_own_are_told_apart(house: House) -> None:
    sara = patient(house, "sara")
    who = {
        "kind": "guardian",
        "who": "RelatedPerson/sara-alva",
        "unit": None,
        "custodian": None,
        "role": None,
    }
    note(
        house,
        access(patient="sara", at=now() - 3000, **who),
        access(patient="sara", at=now() - 2000),
        access(patient="sara", at=now() - 1000, kind="system", who="client:demo-integrator"),
    )
    sara.get("/my/sharing")
    for group in ("egen", "vardnadshavare", "vard", "system"):
        found = rows(sara, f"?who={group}")
        assert found
        assert {row["group"] for row in found} == {group}
    assert all(row["own"] for row in rows(sara, "?who=egen"))


def test_s_157_a_read_by_staff_is_in_her_log_at_the_next_load(house: House) -> None:
    rut, maria = patient(house, "rut"), staff(house, "maria")
    before = len(rows(rut, "?who=vard"))
    assert maria.fhir.get("/Patient/rut").status_code == 200
    found = rows(rut, "?who=vard")
    assert len(found) == before + 1
    assert (found[0]["unit"], found[0]["action"]) == ("Vårdcentralen Linden", "Läste")


def test_s_045_an_attempt_without_a_relation_is_in_her_log_whichever_door(house: House) -> None:
    birger, dag = patient(house, "birger"), staff(house, "dag")
    plan = published(staff(house, "petra"), "birger")
    before = len(rows(birger, "?only=nekade"))
    assert dag.get(f"/contracts/{plan}").status_code == 404
    assert dag.get("/contracts/ghost").status_code == 404
    assert dag.fhir.get(f"/CarePlan/{plan}").status_code == 404
    refused = rows(birger, "?only=nekade")
    assert len(refused) == before + 2
    assert {row["reason"] for row in refused[:2]} == {"Ingen rätt till uppgifterna"}
    assert {row["unit"] for row in refused[:2]} == {"Vårdcentralen Eken"}


def test_days_are_whole_days(house: House) -> None:
    hassan = patient(house, "hassan")
    note(house, access(patient="hassan", at=now() - 10 * DAY), access(patient="hassan", at=now() - 3 * DAY))
    assert len(rows(hassan, f"?from={day(10)}&to={day(10)}")) == 1
    assert len(rows(hassan, f"?from={day(10)}&to={day(3)}")) == 2
    assert rows(hassan, f"?from={day(9)}&to={day(4)}") == []


def test_l_5_the_extract_has_the_contracts_fields_and_no_names(house: House) -> None:
    maja = patient(house, "maja")
    staff(house, "maria").fhir.get("/Patient/maja")
    answer = maja.get("/my/log/extract")
    found = answer.get_json()["log"]
    assert {frozenset(row) for row in found} == {frozenset(FIELDS)}
    assert "Maria" not in answer.text
    assert any(row["careProvider"] == "Region Exempel" and row["activity"] == "Läsa" for row in found)
    written = maja.get("/my/log/extract.csv")
    assert written.content_type == "text/csv; charset=utf-8"
    table = list(csv.DictReader(io.StringIO(written.text)))
    assert set(table[0]) == FIELDS
    assert len(table) >= len(found)


def test_s_118_no_cell_is_a_formula() -> None:
    for start in ("=", "+", "-", "@", "\t", "\r"):
        row = Extract(
            None,
            f"{start}1+1",
            clock.now(),
            f"{start}x",
            None,
            "",
            "Läsa",
            "permitted",
            f"{start}HYPERLINK()",
        )
        _, cells = csv.reader(io.StringIO(as_csv([row])))
        assert [cell for cell in cells if cell.startswith(start)] == []
        assert cells[1] == f"'{start}1+1"


def test_l_5_older_than_eighteen_months_is_ordered_and_there_when_it_is_handed_out(house: House) -> None:
    samir, lars, petra = patient(house, "samir"), staff(house, "lars"), staff(house, "petra")
    note(house, access(patient="samir", at=now() - 700 * DAY))
    old = {"from": day(720), "to": day(690)}
    assert samir.post("/my/log/order", {"from": day(20), "to": day(10)}).status_code == 422
    assert samir.post("/my/log/order", {"from": day(900), "to": day(890)}).status_code == 422
    (order,) = samir.done("POST", "/my/log/order", old)["orders"]
    assert order["custodian"] == "region-exempel"
    assert samir.get(f"/my/log/extract?from={old['from']}&to={old['to']}").status_code == 422
    assert [each["done_at"] for each in samir.done("GET", "/my/log/orders")["orders"]] == [None]
    assert petra.get("/review/orders").status_code == 403
    assert petra.post(f"/review/orders/{order['id']}/done").status_code == 403
    assert order["id"] in {each["id"] for each in lars.done("GET", "/review/orders")["orders"]}
    lars.done("POST", f"/review/orders/{order['id']}/done")
    assert lars.post(f"/review/orders/{order['id']}/done").status_code == 404
    found = samir.done("GET", f"/my/log/extract?from={old['from']}&to={old['to']}")["log"]
    assert [row["careUnit"] for row in found] == ["Vårdcentralen Linden"]
    assert samir.get(f"/my/log/extract?from={day(730)}&to={old['to']}").status_code == 422


def test_r2_what_was_refused_to_her_does_not_tell_her_that_it_is_there(house: House) -> None:
    sara = house.patient("sara")
    hidden = house.given(plan("sara"))
    house.change("UPDATE resource SET visibility = 'utkast' WHERE id = :id", id=hidden.partition("/")[2])
    assert sara.get(f"/{hidden}").status_code == 404
    kept = house.rows(
        "SELECT count(*) FROM access_log WHERE who = 'Patient/sara' AND outcome = 'refused' AND subject = :s",
        s=hidden,
    )
    assert kept == [(1,)]
    told = rows(patient(house, "sara"))
    assert not [row for row in told if row["own"] and row["outcome"] == "refused"]
    events = sara.get("/AuditEvent?outcome=4").json
    assert not [each for each in events.get("entry", []) if hidden in str(each)]

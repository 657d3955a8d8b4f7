"""Derived rows that a hand has changed in SQL are found, named and mended, while others write."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from patientkontrakt.fhir.outcome import Invalid
from patientkontrakt.fhir.search.question import Clause, Condition, SearchQuery
from patientkontrakt.fhir.search.values import Token
from patientkontrakt.records import reader, writer
from patientkontrakt.records.counter import Counter
from patientkontrakt.records.reindex import check, rebuild
from patientkontrakt.records.writer import COMMAND
from patientkontrakt.store import batches
from tests.cast import NOW, staff
from tests.records.region import goal, plan, relation
from tests.records.snapshot import contents

MARIA = staff("maria")


def ignore(done: int) -> None:
    pass


def by_hand(counter: Counter, sql: str) -> None:
    with counter.database.write() as tx:
        assert tx.run(sql), "the hand must have changed something"


def made(counter: Counter, resource: dict[str, Any]) -> str:
    with counter.writing(MARIA, NOW) as desk:
        return writer.create(desk, resource).key


@pytest.fixture
def written(counter: Counter) -> Counter:
    """With a plan and a goal that have an index of every kind but one."""
    made(counter, goal("gunnel"))
    made(counter, plan("gunnel", period={"start": "2026-01-01"}, instantiatesUri=["http://plan.example/a"]))
    return counter


HANDS = {
    "a value removed": "DELETE FROM ix_token WHERE type = 'CarePlan' AND param = 'status'",
    "a value changed": "UPDATE ix_string SET norm = 'nobody' WHERE type = 'Patient'",
    "a value doubled": "INSERT INTO ix_date SELECT * FROM ix_date WHERE type = 'CarePlan'",
    "a value of another patient": "UPDATE ix_ref SET patient = 'birger' WHERE type = 'Goal'",
    "a value of a resource that is not there": (
        "INSERT INTO ix_uri (patient, type, id, param, value) VALUES ('', 'Questionnaire', 'ghost', 'url', 'x')"
    ),
    "a relation removed": "DELETE FROM fact_relation WHERE patient = 'gunnel'",
    "a relation doubled": "INSERT INTO fact_relation SELECT * FROM fact_relation WHERE patient = 'gunnel'",
    "a relation prolonged": "UPDATE fact_relation SET ends = 4102444800000 WHERE patient = 'birger'",
    "a relation given to another patient": "UPDATE fact_relation SET patient = 'birger' WHERE unit = 'hemsjukvarden-ekby'",
    "a relation that a plan is said to state": (
        "INSERT INTO fact_relation (patient, unit, kind, starts, ends, source_type, source_id)"
        " SELECT 'gunnel', 'eken', 'vardrelation', 0, NULL, type, id FROM resource WHERE type = 'CarePlan'"
    ),
}


@pytest.mark.parametrize("sql", HANDS.values(), ids=HANDS.keys())
def test_what_a_hand_has_done_is_found_and_mended(written: Counter, sql: str) -> None:
    before = contents(written.database)
    by_hand(written, sql)
    found = check(written.database, written.number_key, ignore)
    assert found.wrong, "check finds it"
    mended = rebuild(written.database, written.number_key, ignore)
    assert mended.wrong == found.wrong
    assert contents(written.database) == before
    assert check(written.database, written.number_key, ignore).wrong == []


def test_what_a_resource_states_twice_is_no_fault(counter: Counter) -> None:
    with counter.writing(MARIA, NOW) as desk:
        [(id,)] = desk.tx.rows(
            "SELECT source_id FROM fact_relation WHERE patient = 'gunnel' AND unit = 'linden'"
        )
        body = relation("gunnel", "linden") | {"id": id}
        for types in ([*body["type"], *body["type"]], body["type"], [*body["type"], *body["type"]]):
            writer.update(desk, "EpisodeOfCare", id, body | {"type": types}, None, trust=COMMAND)
    assert check(counter.database, counter.number_key, ignore).wrong == []


def test_a_check_changes_nothing(written: Counter) -> None:
    by_hand(written, "DELETE FROM ix_token")
    by_hand(written, "DELETE FROM fact_relation")
    before = contents(written.database)
    report = check(written.database, written.number_key, ignore)
    assert len(report.wrong) == report.looked_at
    assert contents(written.database) == before


def test_a_sound_archive_is_told_so(written: Counter) -> None:
    seen: list[int] = []
    before = contents(written.database)
    report = rebuild(written.database, written.number_key, seen.append)
    assert (report.wrong, report.unreadable) == ([], [])
    assert report.looked_at == sum(seen) == len(before["resource"])
    assert contents(written.database) == before


def test_a_stored_text_that_cannot_be_read_any_more_is_named_and_left_alone(written: Counter) -> None:
    by_hand(
        written,
        "UPDATE resource SET body = replace(body, '2026-01-01', '2026-99-99') WHERE type = 'CarePlan'",
    )
    report = rebuild(written.database, written.number_key, ignore)
    assert [key.partition("/")[0] for key in report.unreadable] == ["CarePlan"]
    assert report.wrong == []


def test_a_search_and_the_law_are_right_again_after_mending(written: Counter) -> None:
    by_hand(written, "DELETE FROM ix_token")
    by_hand(written, "DELETE FROM fact_relation")
    active = SearchQuery(
        "CarePlan", (Clause("status", "token", None, (Condition("eq", Token(None, "active")),)),)
    )

    def found() -> int:
        with written.reading(MARIA, NOW) as desk:
            return len(reader.search(desk, active).matches)

    assert found() == 0
    rebuild(written.database, written.number_key, ignore)
    assert found() == 1


@pytest.mark.parametrize("work", [check, rebuild])
def test_a_write_between_two_looks_is_no_fault_and_is_not_undone(
    written: Counter, work: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The texts have been read; before the index is, somebody changes the plan."""
    every = batches.batches

    def interrupted(database: Any) -> Any:
        for records in every(database):
            for record in (each for each in records if each.type == "CarePlan"):
                body = plan("gunnel", id=record.id, status="on-hold")
                with written.writing(MARIA, NOW + timedelta(minutes=1)) as desk:
                    writer.update(desk, "CarePlan", record.id, body, record.version)
            yield records

    monkeypatch.setattr(batches, "batches", interrupted)
    assert work(written.database, written.number_key, ignore).wrong == []
    monkeypatch.undo()
    assert check(written.database, written.number_key, ignore).wrong == []


def test_without_the_facts_nobody_is_let_in(written: Counter) -> None:
    by_hand(written, "DELETE FROM fact_relation")
    with pytest.raises(Invalid), written.writing(MARIA, NOW) as desk:
        writer.create(desk, goal("gunnel"))
    rebuild(written.database, written.number_key, ignore)
    assert made(written, goal("gunnel"))

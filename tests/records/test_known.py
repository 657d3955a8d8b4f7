"""What is asked once in a transaction is asked anew as soon as something it depends on has been written."""

from collections.abc import Callable
from typing import Any

import pytest

from patientkontrakt.db import Tx
from patientkontrakt.fhir.outcome import Invalid
from patientkontrakt.policy.decision import AccessRefused
from patientkontrakt.policy.facts import Facts
from patientkontrakt.policy.row import Row
from patientkontrakt.records import writer
from patientkontrakt.records.counter import Counter
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.known import Known
from patientkontrakt.records.writer import COMMAND
from patientkontrakt.store.filed import Filed
from tests.cast import NOW, staff
from tests.records.region import goal, plan, relation
from tests.store.archive import record_of

MARIA = staff("maria")


def end_relation(desk: Desk, unit: str) -> None:
    """As a command would, in the caller's transaction."""
    sql = "SELECT source_id FROM fact_relation WHERE patient = 'gunnel' AND unit = :unit"
    [(id,)] = desk.tx.rows(sql, {"unit": unit})
    body = relation("gunnel", unit) | {"id": id, "status": "finished"}
    writer.update(desk, "EpisodeOfCare", id, body, None, trust=COMMAND)


def test_a_relation_that_ends_in_the_same_transaction_opens_nothing_more(counter: Counter) -> None:
    with counter.writing(MARIA, NOW) as desk:
        writer.create(desk, goal("gunnel"))
        end_relation(desk, "linden")
        with pytest.raises(Invalid):
            writer.create(desk, goal("gunnel", "Efteråt"))


def test_facts_and_references_close_each_by_themselves(counter: Counter) -> None:
    """What is put back by hand is as if it alone had not been forgotten: the other still refuses."""
    with counter.writing(MARIA, NOW) as desk:
        writer.create(desk, goal("gunnel"))
        facts, seen = dict(desk.known.facts), dict(desk.known.seen)
        assert facts
        assert seen[MARIA] == {("Patient", "gunnel"): "gunnel"}
        end_relation(desk, "linden")
        desk.known.facts |= facts
        with pytest.raises(Invalid):
            writer.create(desk, goal("gunnel"))
        desk.known.facts.clear()
        desk.known.seen |= seen
        with pytest.raises((AccessRefused, Invalid)):
            writer.create(desk, goal("gunnel"))
        desk.known.facts |= facts
        assert writer.create(desk, goal("gunnel"))


def test_a_relation_that_begins_in_the_same_transaction_is_seen(counter: Counter) -> None:
    with counter.writing(MARIA, NOW) as desk:
        with pytest.raises(Invalid):
            writer.create(desk, goal("birger"))
        writer.create(desk, relation("birger", "linden"), trust=COMMAND)
        assert writer.create(desk, goal("birger")).patient == "birger"


@pytest.mark.parametrize("type", ["Goal", "Patient", "Consent", "Group", "Organization"])
@pytest.mark.parametrize("is_new", [True, False])
@pytest.mark.parametrize("states", [True, False])
def test_only_a_new_entry_that_states_no_fact_leaves_what_is_known(
    type: str, is_new: bool, states: bool
) -> None:
    known = Known({"gunnel": Facts()}, {None: {("Goal", "x"): "gunnel"}})
    patient = None if type in ("Group", "Organization") else "gunnel"
    stated = [("fact_consent", {})] if states else []
    record = record_of(Row(type=type, id="x", patient=patient))
    known.forget_after(Filed(record, "POST", "tests", [], stated), is_new=is_new)
    stays = is_new and not states and patient is not None
    assert (bool(known.facts), bool(known.seen)) == (stays, stays)


def test_what_was_not_there_is_asked_for_again(counter: Counter) -> None:
    with counter.writing(MARIA, NOW) as desk:
        with pytest.raises(Invalid):
            writer.create(desk, plan("gunnel", goal=[{"reference": "Goal/senare"}]))
        writer.create(desk, goal("gunnel"), id="senare", trust=COMMAND)
        assert writer.create(desk, plan("gunnel", goal=[{"reference": "Goal/senare"}]))


def test_facts_and_references_are_asked_for_once(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    heard = listening(monkeypatch)
    with counter.writing(MARIA, NOW) as desk:
        writer.create(desk, goal("gunnel"))
        assert [sql for sql in heard if sql.startswith("SELECT") and "fact_relation" in sql]
        heard.clear()
        writer.create(desk, goal("gunnel", "Ett till"))
        assert [sql for sql in heard if sql.startswith("SELECT")] == []


def listening(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    heard: list[str] = []
    execute: Callable[..., Any] = Tx._execute
    monkeypatch.setattr(Tx, "_execute", lambda tx, sql, params: heard.append(sql) or execute(tx, sql, params))
    return heard

"""What changes while an export is made (BD-22), and who is asked about how (policy/settled.py)."""

import json
from typing import Any

import pytest

from patientkontrakt.store import exporting_rows, exporting_whom
from tests.bulk.integrator import Integrator
from tests.bulk.test_contents import ASTAS, HERS, changed, keys
from tests.records.region import goal
from tests.refusals.test_suppressed import sparr


def test_bd_22_the_cut_holds_while_others_write(alone: Integrator) -> None:
    """What is written after the export has begun does not come; what is changed comes as it was."""
    house = alone.house
    status = alone.begun()

    def write() -> None:
        if house.rows("SELECT 1 FROM resource WHERE id = 'mal-sent'"):
            return
        house.given(goal("gunnel"), id="mal-sent")
        changed(house, "CarePlan", "plan-gunnel", lambda body: body.update(title="Ändrad efteråt"))
        changed(house, "Patient", "asta", lambda body: body.update(gender="female"))

    alone.work(write, patients=1, kept_bytes=1)
    export = alone.told(status)
    assert "Goal/mal-sent" not in keys(export)
    assert "Ändrad efteråt" not in json.dumps(export.lines(type="CarePlan"), ensure_ascii=False)
    assert {"CarePlan/plan-gunnel", "Patient/asta"} <= keys(export)
    assert all("gender" not in each for each in export.lines(type="Patient"))
    again = alone.exported(f"/Patient/$export?_since={export.manifest['transactionTime']}")
    assert {"Goal/mal-sent", "CarePlan/plan-gunnel", "Patient/asta"} <= keys(again)


def test_bd_22_what_is_changed_while_a_page_is_read_comes_too(
    alone: Integrator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look for changes and the reading: a page sees one moment, else the resource would be in neither."""
    house, look = alone.house, exporting_rows.have_changed

    def looked(*asked: Any) -> bool:
        found = look(*asked)
        changed(house, "CarePlan", "plan-gunnel", lambda body: body.update(title="Ändrad därefter"))
        return found

    monkeypatch.setattr(exporting_rows, "have_changed", looked)
    export = alone.exported("/Patient/$export?_type=CarePlan")
    assert keys(export) == {"CarePlan/plan-gunnel", "CarePlan/plan-asta"}
    assert "Ändrad därefter" not in json.dumps(export.lines(), ensure_ascii=False)


def test_who_leaves_the_group_after_she_was_listed_is_not_in_it(
    alone: Integrator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page is told whom it is of; that they are still members is asked when it is read."""
    monkeypatch.setattr(exporting_whom, "members", lambda *_: ["asta", "birger", "gunnel"])
    found = keys(alone.exported())
    assert not [each for each in found if "birger" in each]
    assert found >= HERS | ASTAS


def test_a_member_with_facts_is_judged_row_by_row(alone: Integrator) -> None:
    """A block that is not about what is exported, so that nothing drops out and her rows are asked of her facts."""
    alone.house.given(sparr("sparr-inre", "hemsjukvarden-ekby"))
    assert keys(alone.exported()) >= HERS | ASTAS

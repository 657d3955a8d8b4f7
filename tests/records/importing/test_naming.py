"""Every resource gets its key: its own id, one from its address, or one from its content; never one given before."""

from typing import Any

import pytest

from patientkontrakt.db import Database
from patientkontrakt.records.counter import Counter
from tests.records.importing.folder import Folder, keys, load, nothing_stored, stored, told
from tests.records.region import goal

Body = dict[str, Any]
UUID = "urn:uuid:0C1D7F6E-0000-4000-8000-00000000000a"
NPI = "http://hl7.org/fhir/sid/us-npi"


def practitioner(id: str, text: str = "Maria") -> Body:
    names = [{"text": text}]
    return {
        "resourceType": "Practitioner",
        "id": id,
        "identifier": [{"system": NPI, "value": "1"}],
        "name": names,
    }


def on_condition(resource: Body, full_url: str, condition: str = f"identifier={NPI}|1") -> Body:
    request = {"method": "POST", "url": resource["resourceType"], "ifNoneExist": condition}
    return {"fullUrl": full_url, "resource": resource, "request": request}


def test_the_same_key_twice_is_refused_in_one_file_and_over_two(counter: Counter, folder: Folder) -> None:
    one, two = {**goal("gunnel"), "id": "g1"}, {**goal("gunnel", "Annat"), "id": "g1"}
    with nothing_stored(counter):
        report = load(counter, folder.bundle("a.json", one, two))
        assert told(report) == ["a.json, entry[1]: duplicate id"]
    report = load(counter, folder.bundle("b.json", one), folder.bundle("c.json", two))
    assert told(report) == ["c.json, entry[0]: duplicate id"]
    assert stored(counter, "Goal", "g1")["description"] == one["description"]


def test_an_id_that_fhir_does_not_allow_is_refused_and_not_replaced(counter: Counter, folder: Folder) -> None:
    ids: tuple[object, ...] = ("", "a b", "å", "x" * 65, 7, ["a"], {"a": 1})
    with nothing_stored(counter):
        report = load(counter, folder.bundle("a.json", *({**goal("gunnel"), "id": id} for id in ids)))
    assert told(report) == [f"a.json, entry[{place}]: value Goal.id" for place in range(len(ids))]


def test_a_resource_without_an_id_is_named_by_its_address_or_its_content(
    counter: Counter, folder: Folder
) -> None:
    file = folder.bundle(
        "a.json",
        {"fullUrl": UUID, "resource": goal("gunnel")},
        {"fullUrl": "https://other.example/fhir/Goal/77", "resource": goal("gunnel")},
        {"fullUrl": "https://other.example/fhir/Task/88", "resource": goal("gunnel")},
        goal("gunnel"),
    )
    before = keys(counter)
    assert load(counter, file).tally.made == 4
    new = keys(counter) - before
    assert {"Goal/0c1d7f6e-0000-4000-8000-00000000000a", "Goal/77"} < new
    assert "Goal/88" not in new
    assert load(counter, file).tally.same == 4
    assert keys(counter) - before == new


def test_a_conditional_create_uses_what_is_there(counter: Counter, folder: Folder) -> None:
    load(counter, folder.bundle("a.json", practitioner("first")))
    goals = [
        {**goal("gunnel"), "id": "by-url", "expressedBy": {"reference": UUID}},
        {**goal("gunnel"), "id": "by-id", "expressedBy": {"reference": "Practitioner/second"}},
    ]
    report = load(
        counter, folder.bundle("b.json", on_condition(practitioner("second", "Johan"), UUID), *goals)
    )
    assert (report.faults, report.tally.made, report.tally.same) == ((), 2, 1)
    assert "Practitioner/second" not in keys(counter)
    assert stored(counter, "Practitioner", "first")["name"] == [{"text": "Maria"}]
    for id in ("by-url", "by-id"):
        assert stored(counter, "Goal", id)["expressedBy"] == {"reference": "Practitioner/first"}


def test_a_conditional_create_finds_its_twin_in_the_files(counter: Counter, folder: Folder) -> None:
    twins = [on_condition(practitioner(id), f"urn:uuid:{id}") for id in ("one", "two")]
    needing = {**goal("gunnel"), "id": "g1", "expressedBy": {"reference": "urn:uuid:two"}}
    report = load(counter, folder.bundle("a.json", twins[0]), folder.bundle("b.json", twins[1], needing))
    assert (report.faults, report.tally.made, report.tally.same) == ((), 2, 1)
    assert stored(counter, "Goal", "g1")["expressedBy"] == {"reference": "Practitioner/one"}


def test_a_condition_of_another_form_is_refused(counter: Counter, folder: Folder) -> None:
    for condition in ("name=Maria", f"identifier={NPI}|1&active=true", "identifier=1"):
        report = load(counter, folder.bundle("a.json", on_condition(practitioner("p1"), UUID, condition)))
        assert told(report) == ["a.json, entry[0]: not-supported Bundle.entry.request.ifNoneExist"]


def test_a_condition_that_matches_several_is_refused(counter: Counter, folder: Folder) -> None:
    load(counter, folder.bundle("a.json", practitioner("first"), practitioner("second")))
    report = load(counter, folder.bundle("b.json", on_condition(practitioner("third"), UUID)))
    assert told(report) == ["b.json, entry[0]: multiple-matches"]


def test_what_is_stored_is_looked_up_in_one_transaction(
    counter: Counter, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many identifiers the files name."""
    opened = 0
    glance = Database.glance

    def counting(self: Database) -> Any:
        nonlocal opened
        opened += 1
        return glance(self)

    def opened_for(many: int) -> int:
        nonlocal opened
        opened = 0
        named = [f"identifier={NPI}|{number}" for number in range(many)]
        file = folder.bundle(
            f"{many}.json", *(on_condition(practitioner(f"p{each}"), UUID, each) for each in named)
        )
        load(counter, file, dry_run=True)
        return opened

    monkeypatch.setattr(Database, "glance", counting)
    assert opened_for(7) == opened_for(1) > 0

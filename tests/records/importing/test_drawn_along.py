"""A file that refers to a refused file is refused with it, over chains and circles; with --keep-going each resource."""

from typing import Any

import pytest

from patientkontrakt.records.counter import Counter
from tests.records.importing.folder import Folder, keys, load, nothing_stored, reasons, told
from tests.records.region import goal, plan

Body = dict[str, Any]


def bad(id: str) -> Body:
    return {**goal("gunnel"), "id": id, "lifecycleStatus": "banana"}


def good(id: str) -> Body:
    return {**goal("gunnel"), "id": id}


def pointing(id: str, *goals: str) -> Body:
    return {**plan("gunnel"), "id": id, "goal": [{"reference": f"Goal/{each}"} for each in goals]}


def addressing(id: str, plan_id: str) -> Body:
    """A Goal that needs a plan, so that plans and goals can stand in circles."""
    link = {"url": "http://example.org/of", "valueReference": {"reference": f"CarePlan/{plan_id}"}}
    return {**good(id), "extension": [link]}


def test_a_file_is_refused_with_the_file_it_refers_to(counter: Counter, folder: Folder) -> None:
    first = folder.bundle("a.json", good("g1"), pointing("p1", "bad"))
    second = folder.bundle("b.json", bad("bad"))
    with nothing_stored(counter):
        report = load(counter, first, second)
    assert told(report) == [
        "b.json, entry[0]: code-invalid Goal.lifecycleStatus",
        "a.json, entry[1]: not-found",
    ]
    assert "b.json" in reasons(report)[1]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_refusals_run_along_a_chain_of_files(
    counter: Counter, folder: Folder, order: tuple[int, ...]
) -> None:
    files = (
        folder.bundle("a.json", addressing("ga", "pb")),
        folder.bundle("b.json", pointing("pb", "gc")),
        folder.bundle("c.json", good("gc"), bad("bad")),
    )
    with nothing_stored(counter):
        report = load(counter, *(files[place] for place in order))
    assert [line.split(",")[0] for line in told(report)] == ["c.json", "b.json", "a.json"]


def test_refusals_run_around_a_circle_of_files(counter: Counter, folder: Folder) -> None:
    files = (
        folder.bundle("a.json", pointing("pa", "gb")),
        folder.bundle("b.json", addressing("gb", "pc"), bad("bad")),
        folder.bundle("c.json", pointing("pc", "gd")),
        folder.bundle("d.json", addressing("gd", "pa")),
    )
    with nothing_stored(counter):
        report = load(counter, *files)
    assert sorted(line.split(",")[0] for line in told(report)) == ["a.json", "b.json", "c.json", "d.json"]
    assert told(report)[0] == "b.json, entry[1]: code-invalid Goal.lifecycleStatus"


def test_a_circle_of_sound_files_is_stored_in_one_go(counter: Counter, folder: Folder) -> None:
    report = load(
        counter,
        folder.bundle("a.json", pointing("pa", "gb")),
        folder.bundle("b.json", addressing("gb", "pa")),
    )
    assert report.faults == ()
    assert {"CarePlan/pa", "Goal/gb"} <= keys(counter)


def test_files_that_do_not_need_the_refused_one_come_in(counter: Counter, folder: Folder) -> None:
    report = load(
        counter,
        folder.bundle("bad.json", bad("bad"), good("g1")),
        folder.bundle("good.json", good("g2"), pointing("p2", "g2")),
    )
    assert len(report.faults) == 1
    assert {"Goal/g2", "CarePlan/p2"} <= keys(counter)
    assert "Goal/g1" not in keys(counter)


def test_a_file_whose_only_fault_is_a_link_draws_others_along(counter: Counter, folder: Folder) -> None:
    lost = {**good("lost"), "expressedBy": {"reference": "Practitioner?identifier=a|b"}}
    with nothing_stored(counter):
        report = load(counter, folder.bundle("a.json", pointing("pa", "lost")), folder.bundle("b.json", lost))
    assert told(report) == [
        "b.json, entry[0]: not-found Goal.expressedBy.reference",
        "a.json, entry[0]: not-found",
    ]


def test_an_older_version_in_the_archive_does_not_stand_in_for_a_refused_one(
    counter: Counter, folder: Folder
) -> None:
    load(counter, folder.bundle("first.json", good("g1")))
    files = folder.bundle("a.json", pointing("pa", "g1")), folder.bundle("b.json", bad("g1"))
    with nothing_stored(counter):
        report = load(counter, *files)
    assert [line.split(",")[0] for line in told(report)] == ["b.json", "a.json"]


def test_with_keep_going_only_what_needs_the_refused_one_is_refused(counter: Counter, folder: Folder) -> None:
    file = folder.bundle(
        "all.json",
        bad("bad"),
        pointing("p1", "bad"),
        addressing("g1", "p1"),
        good("g2"),
        pointing("p2", "g2"),
    )
    report = load(counter, file, keep_going=True)
    assert told(report) == [
        "all.json, entry[0]: code-invalid Goal.lifecycleStatus",
        "all.json, entry[1]: not-found",
        "all.json, entry[2]: not-found",
    ]
    assert "all.json, entry[1]" in reasons(report)[2]
    assert {"Goal/g2", "CarePlan/p2"} <= keys(counter)
    assert report.tally.made == 2


def test_with_keep_going_a_circle_stands_or_falls_together(counter: Counter, folder: Folder) -> None:
    sound = pointing("pa", "ga"), addressing("ga", "pa")
    broken = pointing("pb", "gb"), {**addressing("gb", "pb"), "lifecycleStatus": "banana"}
    report = load(counter, folder.bundle("all.json", *sound, *broken), keep_going=True)
    assert sorted(told(report)) == [
        "all.json, entry[2]: not-found",
        "all.json, entry[3]: code-invalid Goal.lifecycleStatus",
    ]
    assert {"CarePlan/pa", "Goal/ga"} <= keys(counter)


def test_all_that_is_read_is_told_as_done_also_when_refused(counter: Counter, folder: Folder) -> None:
    done: list[int] = []
    load(
        counter,
        folder.bundle("a.json", pointing("pa", "bad"), good("g1")),
        folder.bundle("b.json", bad("bad"), good("g2")),
        folder.bundle("c.json", good("g3")),
        progress=lambda more, total: done.append(more) or (total == 5) or pytest.fail("five in all"),
    )
    assert sum(done) == 5

"""What `make bench` asks and of whom, and the file the load generator reads."""

from pathlib import Path

import pytest

from bench.operations import OPERATIONS, READS
from bench.people import FIRST, PATIENTS, SAMPLE, at_linden
from bench.requests import Request, shuffled, write
from patientkontrakt.demo.many import synthetic


def test_only_patients_of_the_unit_are_asked_about_and_they_are_spread_evenly() -> None:
    listed = {each.person.id for each in synthetic(2000) if each.person.listed == "linden"}
    assert len(at_linden(2000)) == SAMPLE
    assert set(at_linden(2000)) <= listed
    assert at_linden(20_000)[-1] > "p019900"


def test_there_are_enough_patients_or_nothing_begins() -> None:
    with pytest.raises(ValueError, match="patients, not 7"):
        at_linden(7)


def test_a_copy_is_listed_where_its_original_is() -> None:
    """Which is why the number of originals is even."""
    people = [each.person for each in synthetic(2 * FIRST)]
    assert all(
        first.listed == copy.listed for first, copy in zip(people[:FIRST], people[FIRST:], strict=True)
    )


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.name)
def test_no_question_has_a_hole_in_it(operation) -> None:
    requests = list(operation.requests(PATIENTS))
    assert requests
    assert not [each for each in requests if "{" in each.path or "{" in each.who]


def test_reads_come_before_what_is_written() -> None:
    assert OPERATIONS[: len(READS)] == READS
    assert {each.kind for each in OPERATIONS[len(READS) :]} == {"create", "update"}


def test_the_file_has_the_headers_of_who_asks_and_a_line_a_request(tmp_path: Path) -> None:
    asked = [Request("/a", "maria"), Request("/b", "maria", "PUT", '{"x":1}', 3)]
    write(tmp_path / "file", asked, {"maria": {"Accept": "x"}, "nobody": {"Accept": "y"}})
    assert (tmp_path / "file").read_text().splitlines() == [
        "H\tmaria\tAccept\tx",
        "R\tmaria\tGET\t/a\t-\t",
        'R\tmaria\tPUT\t/b\t3\t{"x":1}',
    ]


def test_what_would_break_the_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="a tab or a new line"):
        write(tmp_path / "file", [Request("/a", "maria", "POST", "{\n}")], {"maria": {}})


def test_the_same_order_every_time() -> None:
    requests = [Request(f"/{number}", "maria") for number in range(20)]
    assert shuffled(requests) == shuffled(requests) != requests

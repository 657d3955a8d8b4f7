"""What a walk remembers of the rows it has met."""

import os
import sqlite3
from contextlib import suppress
from pathlib import Path

import pytest

from patientkontrakt.accesslog import verify as verifying
from patientkontrakt.accesslog.seen import Seen
from tests.accesslog.hand import Hand, access


def test_what_was_met_is_not_new() -> None:
    with Seen() as seen:
        assert [seen.add(uid) for uid in ("a", "b", "a", "A", "", "", "b")] == [
            True,
            True,
            False,
            True,
            True,
            False,
            False,
        ]


def test_two_walks_at_once_know_nothing_of_each_other() -> None:
    with Seen() as one, Seen() as other:
        assert one.add("a")
        assert other.add("a")


def test_many_are_remembered_in_a_file_that_nobody_else_can_open() -> None:
    before = _open_files()
    with Seen() as seen:
        assert all(seen.add(f"{n:022x}") for n in range(150_000))
        assert not seen.add(f"{0:022x}")
        [own] = _open_files() - before
        assert own.endswith(" (deleted)")
    assert _open_files() == before


@pytest.mark.parametrize("whole", [True, False])
def test_a_walk_lets_go_of_it_whatever_it_found(
    hand: Hand, monkeypatch: pytest.MonkeyPatch, whole: bool
) -> None:
    made: list[Seen] = []

    class Known(Seen):
        def __init__(self) -> None:
            super().__init__()
            made.append(self)

    monkeypatch.setattr(verifying, "Seen", Known)
    hand.note(access(1))
    if not whole:
        hand.run("UPDATE access_log SET who = 'PractitionerRole/johan'")
    assert hand.verify().ok is whole
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        made[0].add("a")


def _open_files() -> set[str]:
    """What this process has open on disk, files without a name too."""
    found = set()
    for each in Path("/proc/self/fd").iterdir():
        with suppress(FileNotFoundError):  # the list's own
            found.add(os.readlink(each))
    return {name for name in found if name.startswith("/") and not name.startswith("/proc/")}

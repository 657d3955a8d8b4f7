"""Reading ahead: in order, no further than asked for, and ended when the taker ends."""

from collections.abc import Iterator
from contextlib import closing
from threading import Barrier, Event

import pytest

from patientkontrakt.records.bulk.ahead import ahead


@pytest.mark.parametrize("most", [0, 1, 3])
def test_in_order_whichever_is_read_first(most: int) -> None:
    assert list(ahead(str, range(9), most)) == [(each, str(each)) for each in range(9)]


def test_two_are_read_at_once() -> None:
    both = Barrier(2, timeout=10)
    assert [found for _, found in ahead(lambda _: both.wait() < 2, range(4), 2)] == [True] * 4


def test_no_more_than_so_many_are_begun() -> None:
    begun = list[int]()

    def asked() -> Iterator[int]:
        for each in range(100):
            begun.append(each)
            yield each

    with closing(ahead(str, asked(), 2)) as found:
        next(found)
        assert begun == [0, 1, 2]


def test_what_a_reader_raises_comes_in_its_turn() -> None:
    def read(each: int) -> int:
        return 1 // (2 - each)

    found = ahead(read, range(9), 2)
    assert [next(found), next(found)] == [(0, 0), (1, 1)]
    with pytest.raises(ZeroDivisionError):
        next(found)


def test_ended_early_nothing_more_is_read() -> None:
    read, go_on = list[int](), Event()

    def reading(each: int) -> int:
        read.append(each)
        if each:
            go_on.wait(10)
        return each

    found = ahead(reading, range(9), 1)
    next(found)
    go_on.set()
    found.close()
    assert set(read) <= {0, 1}

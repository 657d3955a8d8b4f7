"""`--patients N`: further synthetic patients, each with a listing and an agreed contract, for load tests.

The same number gives the same patient every time, so loading again, or more, adds nobody twice.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, islice

from patientkontrakt.demo.days import Days
from patientkontrakt.demo.many_words import contract
from patientkontrakt.demo.people import PEOPLE, Person
from patientkontrakt.demo.stories.table import agree
from patientkontrakt.demo.stories.teller import Teller
from patientkontrakt.identifiers.luhn import control_digit
from patientkontrakt.records.desk import Desk

FIRST_BORN, DAYS_OF_BIRTH = date(1926, 1, 1), 30_000
"""Grown up all of them: they answer their plans themselves."""
STRIDE = 7919
"""Prime to the number of days: consecutive patients are born far apart, and no day twice before all are used."""
BIRTH_NUMBERS = (980, 981, 982)
"""The serials that are synthetic by agreement (cast.md); the even ones are women's."""
MOST = DAYS_OF_BIRTH * len(BIRTH_NUMBERS) - len(PEOPLE)

UNITS = (("linden", "maria"), ("eken", "dag"))


@dataclass(frozen=True)
class Synthetic:
    """One synthetic patient: the person, and the number in the row."""

    number: int
    person: Person


def synthetic(amount: int) -> Iterator[Synthetic]:
    """The first `amount` synthetic patients; at most MOST."""
    taken = {each.number for each in PEOPLE}
    fresh = (digits for digits in _numbers() if digits not in taken)
    return (
        Synthetic(number, _person(number, digits)) for number, digits in islice(zip(count(1), fresh), amount)
    )


def _numbers() -> Iterator[str]:
    for place in range(DAYS_OF_BIRTH):
        born = FIRST_BORN + timedelta(days=place * STRIDE % DAYS_OF_BIRTH)
        for serial in BIRTH_NUMBERS:
            digits = f"{born:%Y%m%d}{serial}"
            yield f"{digits}{control_digit(digits[2:])}"


def _person(number: int, digits: str) -> Person:
    gender = "male" if int(digits[10]) % 2 else "female"
    unit, _ = UNITS[number % len(UNITS)]
    return Person(f"p{number:06}", "Person", f"Exempel {number}", gender, digits, unit)


def tell(desk: Desk, each: Synthetic, days: Days) -> None:
    """The contract of one synthetic patient, agreed by herself."""
    _, by = UNITS[each.number % len(UNITS)]
    agree(contract(each.number, by), True, Teller(desk, days, each.person))

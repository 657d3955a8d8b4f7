"""`--patients N`: synthetic, alike every time, whole contracts, and on the list that the integrator reads."""

from itertools import islice

from patientkontrakt import clock
from patientkontrakt.demo.many import MOST, synthetic
from patientkontrakt.identifiers import personnummer
from tests import cast
from tests.demo.region import NOW, Region


def test_the_numbers_are_valid_synthetic_and_nobodys_twice() -> None:
    people = [each.person for each in synthetic(MOST)]
    numbers = {person.number for person in people}
    assert len(people) == len(numbers) == len({person.id for person in people}) == MOST
    assert not numbers & {one.number for one in cast.PATIENTS.values()}
    assert {number[8:11] for number in numbers} == {"980", "981", "982"}
    for person in islice(people, 0, MOST, 997):
        assert personnummer.parse(person.number, clock.today(NOW)).birth_date == person.born
        assert person.born.year < 2010


def test_the_first_are_the_same_however_many_are_asked_for() -> None:
    assert list(synthetic(3)) == list(synthetic(10))[:3]


def test_more_are_added_to_those_that_are_there(empty: Region) -> None:
    done: list[int] = []
    loading = empty.loading()
    loading.cast(only_people=True)
    first = loading.many(2, lambda: done.append(1))
    second = loading.many(4, lambda: done.append(1))
    assert first.people == ["p000001", "p000002"]
    assert (second.people, second.there) == (["p000003", "p000004"], ["p000001", "p000002"])
    assert len(done) == 6

    before = empty.everything()
    assert loading.many(4, lambda: None).people == []
    assert empty.everything() == before
    members = empty.body("Group/region-exempel-kontrakt")["member"]
    assert [each["entity"]["reference"] for each in members[7:]] == [
        f"Patient/p00000{n}" for n in (1, 2, 3, 4)
    ]


def test_each_has_an_agreed_contract_of_an_ordinary_size(empty: Region) -> None:
    empty.loading().cast(only_people=True)
    empty.loading().many(4, lambda: None)
    for number in (1, 2, 3, 4):
        kinds = empty.rows("SELECT type, body FROM resource WHERE patient = :p", p=f"p00000{number}")
        assert 9 <= len(kinds) <= 15
        plan = next(body for kind, body in kinds if kind == "CarePlan")
        assert 1_500 < len(plan.encode()) < 2_600
        assert empty.body(f"CarePlan/p00000{number}-kontrakt")["status"] == "active"
    assert empty.sees(cast.client("demo-integrator"), "CarePlan", "p000002") == {"p000002-kontrakt"}

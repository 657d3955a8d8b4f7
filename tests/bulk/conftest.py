"""A house with a Group and its integrator, on each kind of database."""

import pytest

from tests.api.fhir.conftest import house, house_of_its_own, kind, logged, maria, settled, signing_key
from tests.api.fhir.house import House
from tests.bulk.integrator import GROUP, Integrator
from tests.records.region import goal, patient_body, plan

__all__ = ["house", "house_of_its_own", "kind", "logged", "maria", "settled", "signing_key"]


def furnish(house: House) -> None:
    """Gunnel, Birger and Asta have something of the region's; Gunnel and Asta are in the Group."""
    for id in ("asta",):
        house.given(patient_body(id), id=id)
    house.given(
        {
            "resourceType": "Group",
            "type": "person",
            "actual": True,
            "member": [{"entity": {"reference": f"Patient/{id}"}} for id in ("gunnel", "asta")],
        },
        id=GROUP,
    )
    for id in ("gunnel", "birger", "asta"):
        house.given(goal(id), id=f"mal-{id}")
        house.given(plan(id), id=f"plan-{id}")


@pytest.fixture(scope="module")
def furnished(settled: House) -> House:
    """The file's house, with a Group."""
    furnish(settled)
    return settled


@pytest.fixture
def integrator(furnished: House, house: House) -> Integrator:
    """The Group's integrator."""
    found = Integrator(house, house.system("demo-integrator"))
    for status in [row[0] for row in house.rows("SELECT id FROM job WHERE state IN ('queued', 'running')")]:
        house.change("UPDATE job SET state = 'cancelled' WHERE id = :id", id=status)
    return found


@pytest.fixture
def alone(house_of_its_own: House) -> Integrator:
    """An integrator in a house that its test may spoil."""
    furnish(house_of_its_own)
    return Integrator(house_of_its_own, house_of_its_own.system("demo-integrator"))

"""Why staff open a patient stands on each row of the log, looked up with what is read (records/reasons.py)."""

import pytest
from sqlalchemy import event

from patientkontrakt import clock
from patientkontrakt.fhir.resource import new_id
from patientkontrakt.policy.actor import CARE
from tests.api.fhir.house import Caller, House
from tests.records.region import goal, relation

HOUR = 60 * 60 * 1000


def tell(
    house: House,
    why: str,
    *,
    patient: str = "gunnel",
    account: str = "Practitioner/maria",
    unit: str = "linden",
    ago: int = HOUR,
    ends_in: int = HOUR,
) -> None:
    now = clock.millis(clock.now())
    house.change(
        "INSERT INTO reason (id, account, unit, patient, reason, at, until)"
        " VALUES (:id, :account, :unit, :patient, :why, :at, :until)",
        id=new_id(),
        account=account,
        unit=unit,
        patient=patient,
        why=why,
        at=now - ago,
        until=now + ends_in,
    )


@pytest.fixture(autouse=True)
def nothing_told(house: House) -> None:
    house.change("DELETE FROM reason")


def purposes(house: House, caller: Caller, path: str) -> dict[str | None, str]:
    """Patient and purpose of the rows that a request leaves in the log."""
    [(before,)] = house.rows("SELECT coalesce(max(id), 0) FROM access_log")
    assert caller.get(path).status_code == 200
    return dict(house.rows("SELECT patient, purpose FROM access_log WHERE id > :before", before=before))


def test_a_read_carries_what_was_told_last(house: House, maria: Caller) -> None:
    key = house.given(goal("gunnel"))
    tell(house, "Ringer i dag", ago=2 * HOUR)
    tell(house, "Hembesök")
    assert purposes(house, maria, f"/{key}") == {"gunnel": f"{CARE}: Hembesök"}
    assert purposes(house, maria, f"/{key}/_history/1") == {"gunnel": f"{CARE}: Hembesök"}


@pytest.mark.parametrize(
    "else_",
    [
        {"patient": "birger"},
        {"account": "Practitioner/dag"},
        {"unit": "ekby"},
        {"ago": -HOUR, "ends_in": 2 * HOUR},
        {"ago": 2 * HOUR, "ends_in": -HOUR},
    ],
    ids=["another patient", "another person", "another unit", "not yet", "no more"],
)
def test_what_was_told_of_something_else_stays_there(
    house: House, maria: Caller, else_: dict[str, object]
) -> None:
    key = house.given(goal("gunnel"))
    tell(house, "Hembesök", **else_)  # type: ignore[arg-type]
    assert purposes(house, maria, f"/{key}") == {"gunnel": CARE}
    assert purposes(house, maria, "/Goal?patient=gunnel") == {"gunnel": CARE}


def test_each_patient_of_a_search_has_her_own(house: House, maria: Caller) -> None:
    house.given(goal("gunnel"))
    house.given(relation("birger", "linden"))
    house.given(goal("birger"))
    tell(house, "Hembesök")
    told = purposes(house, maria, "/Goal")
    assert told["gunnel"] == f"{CARE}: Hembesök"
    assert told["birger"] == CARE


def test_what_is_not_there_is_asked_for_and_noted_as_ever(house: House, maria: Caller) -> None:
    tell(house, "Hembesök")
    assert maria.get("/Goal/nobody").status_code == 404
    [(patient, purpose)] = house.rows("SELECT patient, purpose FROM access_log ORDER BY id DESC LIMIT 1")
    assert (patient, purpose) == (None, CARE)


@pytest.mark.parametrize("kind", ["postgresql"], indirect=True, scope="module")
def test_a_read_asks_the_database_three_times_by_one_connection(house: House, maria: Caller) -> None:
    """How the token stands; the row, its verdict and why she reads; the row of the log."""
    key = house.given(goal("gunnel"))
    assert maria.get(f"/{key}").status_code == 200
    taken: list[object] = []
    event.listen(house.database.engine, "checkout", lambda *_: taken.append(1))
    with house.statements() as said:
        assert maria.get(f"/{key}").status_code == 200
    assert (len(said), len(taken)) == (3, 1)

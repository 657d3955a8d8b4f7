"""A patient's first page in one question: what its parts say by themselves, and nothing that she would be refused."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

import pytest

from patientkontrakt import clock
from patientkontrakt.accesslog.entry import Entry
from patientkontrakt.accesslog.newest import LOOKED_THROUGH
from patientkontrakt.accesslog.reading import of_patient
from tests.accesslog.hand import access
from tests.api.fhir.house import House
from tests.api.v1.people import Person, guardian, patient, published, staff
from tests.api.v1.test_my_log import DAY, note, now

PLAN_ONLY = "patient/CarePlan.rs patient/Goal.rs patient/Task.rs patient/CareTeam.rs patient/Appointment.rs patient/Patient.rs"
HER_OWN: dict[str, Any] = {"kind": "patient", "unit": None, "custodian": None, "role": None}


def reads(person: Person) -> list[tuple[str, str | None]]:
    return [(each["role"], each["unit"]) for each in person.done("GET", "/my/log/latest")["reads"]]


def rows(house: House, whose: str) -> list[Entry]:
    """Her log, newest first."""
    with house.database.read() as tx:
        return [each.entry for each in of_patient(tx, whose)]


def items(entries: Iterable[Entry]) -> set[str]:
    """Everything that these rows say was shown."""
    return {item for each in entries for item in each.items}


@pytest.mark.parametrize("path", ["/my/first-page", "/my/log/latest"])
def test_nobody_else_has_a_first_page_or_is_told_who_has_read(house: House, path: str) -> None:
    published(staff(house, "maria"), "rut")
    for person in (staff(house, "maria"), staff(house, "lars"), patient(house, "noel")):
        assert person.get(path).status_code in (403, 404)
    assert house.app.test_client().get(f"/api/v1{path}").status_code == 401


def test_who_has_no_plan_has_no_first_page(house: House) -> None:
    assert patient(house, "ingrid").get("/my/first-page").status_code == 404


def test_a_moment_that_cannot_be_is_refused(house: House) -> None:
    published(staff(house, "maria"), "rut")
    assert patient(house, "rut").get("/my/first-page?since=i+dag").status_code == 422


def test_what_the_token_does_not_cover_is_null_and_its_refusal_is_logged(house: House) -> None:
    published(staff(house, "maria"), "rut")
    narrow = Person(house.patient("rut", PLAN_ONLY))
    before = refused_for_scope(house)
    told = narrow.done("GET", "/my/first-page")
    assert told["plan"]["patient"] == "rut"
    assert (told["sharing"], told["reads"]) == (None, None)
    assert refused_for_scope(house) > before


def test_a_guardians_has_nothing_of_the_log_and_no_refusal_of_her_is_written(house: House) -> None:
    """The log is the child's own: at each view the child's log told of an attempt to read it."""
    published(staff(house, "maria"), "alva")
    told = guardian(house, "sara", "alva").done("GET", "/my/first-page")
    assert told["plan"]["patient"] == "alva"
    assert told["sharing"] is not None
    assert told["reads"] is None
    assert [each for each in rows(house, "alva") if each.outcome == "refused"] == []


def refused_for_scope(house: House) -> int:
    with house.database.read() as tx:
        return len(tx.rows("SELECT id FROM access_log WHERE outcome = 'refused' AND reason = 'scope'", {}))


def test_each_part_is_what_it_is_by_itself_and_the_log_says_the_same(house: House) -> None:
    maria, rut = staff(house, "maria"), patient(house, "rut")
    published(maria, "rut")
    rut.done("POST", "/my/sharing", {"unit": "hemsjukvarden-ekby"})
    since = clock.iso(clock.now() - timedelta(days=7)).replace("+00:00", "Z")
    before = len(rows(house, "rut"))
    parts = {
        "plan": rut.done("GET", "/my/plan"),
        "changes": rut.done("GET", f"/my/changes?since={since}"),
        "events": rut.done("GET", "/my/events"),
        "sharing": rut.done("GET", "/my/sharing"),
        "reads": rut.done("GET", "/my/log/latest"),
    }
    by_parts = rows(house, "rut")
    assert rut.done("GET", f"/my/first-page?since={since}") == parts
    assert parts["changes"]["changes"]
    assert parts["sharing"]["sharing"]
    in_one = rows(house, "rut")
    told = items(in_one[: len(in_one) - len(by_parts)])
    assert told == items(by_parts[: len(by_parts) - before])
    assert told


def test_who_has_read_is_told_once_a_day_newest_first_and_never_herself(house: House) -> None:
    asta = patient(house, "asta")
    note(
        house,
        access(patient="asta", at=now() - 3 * DAY, role="lakare", who=None),
        *(access(patient="asta", at=now() - 2 * DAY + n) for n in range(3)),
        access(patient="asta", at=now() - 5, kind="system", role=None, who="client:demo-integrator"),
        access(patient="asta", at=now() - 4, who="Patient/asta", **HER_OWN),
        access(patient="asta", at=now() - 3, outcome="refused", reason="no_ground", unit="eken", who=None),
    )
    assert reads(asta) == [
        ("vardsamordnare", "Vårdcentralen Eken"),
        (_word(asta), "Vårdcentralen Linden"),
        ("lakare", "Vårdcentralen Linden"),
    ]


def _word(person: Person) -> str:
    """What Maria's role is called in the log's own rows."""
    rows: Sequence[dict[str, Any]] = person.done("GET", "/my/log?who=vard")["log"]
    return next(str(row["role"]) for row in rows if row["name"])


def test_a_log_that_is_full_of_her_own_visits_is_looked_through_but_not_from_end_to_end(house: House) -> None:
    hassan = patient(house, "hassan")
    mine = {"who": "Patient/hassan", "patient": "hassan"} | HER_OWN
    note(house, access(patient="hassan", at=now() - 2 * DAY))
    note(house, *(access(at=now() - DAY + n, **mine) for n in range(300)))
    assert len(reads(hassan)) == 1
    note(house, *(access(at=now() - DAY + n, **mine) for n in range(LOOKED_THROUGH)))
    assert reads(hassan) == []

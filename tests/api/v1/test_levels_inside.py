"""Less for a unit of the same custodian: what she leaves out is told there by no door, and the rest still is."""

from typing import Any

from patientkontrakt import clock
from patientkontrakt.care.sharing_door import LEVEL
from patientkontrakt.demo import consents
from patientkontrakt.demo.days import Days
from tests.api.fhir.house import House
from tests.api.v1.people import Person, agreed, patient, staff
from tests.api.v1.test_who_sees_lists import _relation


def narrowed(house: House, who: str, closed: tuple[str, ...], level: str | None = None) -> tuple[str, Person]:
    """A contract at Linden, and Dag at Eken, whom the patient lets see less of it."""
    plan = agreed(staff(house, "maria"), patient(house, who), who)
    house.given(_relation(who), "eken")
    dag = staff(house, "dag")
    assert "torget" in dag.get(f"/contracts/{plan}").get_data(as_text=True)
    said: dict[str, Any] = consents.delning_inom(who, "region-exempel", "eken", closed, Days(clock.now()))
    if not closed:
        del said["provision"]["class"]
    if level:
        said["extension"] = [{"url": LEVEL, "valueCode": level}]
    house.given(said, "linden")
    return plan, dag


def test_the_type_she_closes_is_told_nowhere(house: House) -> None:
    plan, dag = narrowed(house, "sara", ("QuestionnaireResponse",))
    for path in (f"/contracts/{plan}", f"/contracts/{plan}/utgavor/1", f"/contracts/{plan}/changes"):
        told = dag.get(path)
        assert told.status_code == 200, path
        assert "torget" not in told.get_data(as_text=True), path
    assert dag.done("GET", f"/contracts/{plan}")["promises"]["mine"][0]["text"] == "Jag går en runda."


def test_a_level_without_types_leaves_times_and_contacts(house: House) -> None:
    plan, dag = narrowed(house, "hassan", (), "tider-kontakter")
    assert dag.get(f"/contracts/{plan}").status_code == 404
    told = dag.done("GET", "/patients/hassan/times")
    assert [each["member"] for each in told["contacts"]] == ["PractitionerRole/maria"]


def test_a_narrowing_that_says_nothing_closes_everything(house: House) -> None:
    plan, dag = narrowed(house, "maja", ())
    assert dag.get(f"/contracts/{plan}").status_code == 404
    assert dag.done("GET", "/patients/maja/times")["contacts"] == []

"""What one has let apps do, at the API: an app sees and ends only its own access, the portal all."""

import pytest

from patientkontrakt import clock
from patientkontrakt.fhir.resource import new_id
from tests import cast
from tests.api.fhir.house import House
from tests.api.v1.people import Person, patient, staff


def approved(house: House, client: str, account: str, whose: str | None, relative: str | None = None) -> str:
    """A remembered approval; its id."""
    id, at = new_id(), clock.millis(clock.now())
    with house.database.write() as tx:
        tx.run(
            """INSERT INTO approval (id, account, client, scope, patient, relative, at, seen, kept)
               VALUES (:id, :account, :client, 'patient/Goal.rs', :patient, :relative, :at, :at, 1)""",
            {
                "id": id,
                "account": account,
                "client": client,
                "patient": whose,
                "relative": relative,
                "at": at,
            },
        )
    return id


def is_kept(house: House, id: str) -> bool:
    with house.database.read() as tx:
        return tx.row("SELECT ended FROM approval WHERE id = :id", {"id": id}) == (None,)


def portal(house: House, who: str) -> Person:
    """A patient at the portal, which is trusted."""
    with house.database.write() as tx:
        tx.run("UPDATE client SET trusted = 1 WHERE id = 'demo-staff-app'")
    scope = cast.CLIENTS["demo-app"].scope
    return Person(house._caller("demo-staff-app", f"Patient/{who}", scope, patient=who))


@pytest.fixture(autouse=True)
def _no_portal_afterwards(house: House) -> None:
    with house.database.write() as tx:
        tx.run("UPDATE client SET trusted = 0 WHERE id = 'demo-staff-app'")


def test_an_app_neither_sees_nor_ends_the_access_of_another(house: House) -> None:
    other = approved(house, "demo-integrator", "Patient/birger", "birger")
    birger = patient(house, "birger")
    assert other not in [each["id"] for each in birger.done("GET", "/my/apps")["apps"]]
    assert birger.delete(f"/my/apps/{other}").status_code == 404
    assert is_kept(house, other)


def test_nobody_ends_what_another_has_given(house: House) -> None:
    hers = approved(house, "demo-app", "Patient/gunnel", "gunnel")
    assert patient(house, "birger").delete(f"/my/apps/{hers}").status_code == 404
    assert staff(house, "maria").delete(f"/my/apps/{hers}").status_code == 404
    assert is_kept(house, hers)


def test_the_portal_sees_them_all_in_words(house: House) -> None:
    mine = approved(house, "demo-integrator", "Patient/asta", "asta")
    shown = {each["id"]: each for each in portal(house, "asta").done("GET", "/my/apps")["apps"]}
    assert shown[mine]["may"] == ["Läsa mål"]
    assert (shown[mine]["remembered"], shown[mine]["for_child"], shown[mine]["child"]) == (True, False, None)
    assert portal(house, "asta").delete(f"/my/apps/{mine}").status_code == 200
    assert not is_kept(house, mine)
    assert portal(house, "asta").delete(f"/my/apps/{mine}").status_code == 404


def test_one_for_each_child_and_only_that_child_is_taken_back(house: House) -> None:
    for_alva = approved(house, "demo-app", "Patient/sara", "alva", "sara-alva")
    for_noel = approved(house, "demo-app", "Patient/sara", "noel", "sara-noel")
    sara = patient(house, "sara")
    assert [each["for_child"] for each in sara.done("GET", "/my/apps")["apps"]] == [True, True]
    assert sara.delete(f"/my/apps/{for_alva}").status_code == 200
    assert is_kept(house, for_noel)


def test_her_children_are_asked_for_once_however_many_apps(house: House) -> None:
    sara = portal(house, "sara")
    approved(house, "demo-app", "Patient/sara", "alva", "sara-alva")
    asked_for = []
    for client in ("demo-integrator", "demo-feed"):
        approved(house, client, "Patient/sara", "alva", "sara-alva")
        with house.statements() as run:
            shown = sara.done("GET", "/my/apps")["apps"]
        assert "Alva Nilsson" in {each["child"] for each in shown}
        asked_for.append(len(run))
    assert asked_for[0] == asked_for[1]


def test_of_staff_one_for_each_app_whomever_it_was_about(house: House) -> None:
    ids = [
        approved(house, "demo-staff-app", "Practitioner/maria", whose) for whose in ("gunnel", "sara", None)
    ]
    maria = staff(house, "maria")
    assert len(maria.done("GET", "/my/apps")["apps"]) == 1
    assert maria.delete(f"/my/apps/{maria.done('GET', '/my/apps')['apps'][0]['id']}").status_code == 200
    assert [is_kept(house, id) for id in ids] == [False, False, False]

"""Rights end at their moment, with the same token, however old the question: nothing is baked into it (R4)."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from patientkontrakt import clock
from patientkontrakt.demo.consents import svod
from patientkontrakt.demo.days import Days
from patientkontrakt.fhir.outcome import NotFound
from patientkontrakt.records import reader
from tests import cast
from tests.api.fhir.house import Body, Caller, House
from tests.records.region import goal, patient_body, relation

STOCKHOLM = ZoneInfo("Europe/Stockholm")
Wait = Callable[[datetime], None]


@pytest.fixture
def until(monkeypatch: pytest.MonkeyPatch) -> Wait:
    """Let time pass until this moment."""

    def pass_until(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    return pass_until


def given_sharing(house: House, ends: datetime) -> None:
    """Gunnel shares all between Linden and Hemsjukvården until this moment."""
    consent = svod("gunnel", "linden", "hemsjukvarden-ekby", Days(clock.now()))
    consent["provision"]["period"] = {"start": "2026-01-01", "end": ends.isoformat()}
    consent["extension"][1]["extension"][1]["valueReference"] = {"reference": "Organization/linden"}
    house.given(consent, "linden", id=consent.pop("id"))


def finished(house: House, key: str, who: str) -> Any:
    """The region's own system tells that the relation has ended."""
    feed, id = house.system("demo-feed"), key.split("/")[1]
    today = clock.today(clock.now()).isoformat()
    body: Body = relation("gunnel", who) | {"id": id, "status": "finished"}
    body["period"] = {"start": "2026-01-01", "end": today}
    return feed.put(f"/EpisodeOfCare/{id}", body, If_Match='W/"1"')


def ways(caller: Caller, key: str) -> set[int]:
    """How every way to one resource and its old versions answers."""
    return {
        caller.get(f"/{key}{more}").status_code for more in ("", "/_history", "/_history/1", "/_history/2")
    }


def test_s_038_who_has_moved_is_read_no_more_and_neither_are_old_versions(house_of_its_own: House) -> None:
    house = house_of_its_own
    listed = house.given(relation("gunnel", "eken"), "eken")
    key = house.given(goal("gunnel", "Ekens mål"), "eken")
    dag = house.staff("dag")
    changed = dag.put(
        f"/{key}", {**goal("gunnel", "Ekens mål, ändrat"), "id": key.split("/")[1]}, If_Match='W/"1"'
    )
    assert changed.status_code == 200, changed.text
    assert ways(dag, key) == {200}
    ended = finished(house, listed, "eken")
    assert ended.status_code == 200, ended.text
    assert ways(dag, key) == {404}
    assert "Ekens mål" not in dag.get("/Goal?patient=gunnel").text
    assert dag.get("/Patient/gunnel/$everything").status_code == 404


ALVA_TURNS_13 = datetime(2030, 9, 2, tzinfo=STOCKHOLM).astimezone(UTC)


@pytest.fixture
def family(house_of_its_own: House) -> House:
    """Alva, who turns 13 on 2 September 2030, and Sara who is registered as her guardian."""
    house = house_of_its_own
    house.given(patient_body("alva") | {"birthDate": "2017-09-02"}, id="alva")
    house.given(relation("alva", "linden"))
    guardian = {
        "resourceType": "RelatedPerson",
        "identifier": [{"system": "http://electronichealth.se/identifier/personnummer",
                        "value": cast.PATIENTS["sara"].number}],
        "patient": {"reference": "Patient/alva"},
        "relationship": [{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-RoleCode", "code": "GUARD"}]}],
    }  # fmt: skip
    house.given(guardian, id="sara-alva")
    return house


def read_by(house: House, actor: Any, key: str, now: datetime) -> str:
    with house.counter.reading(actor, now) as desk:
        return reader.read(desk, *key.split("/")).text


def test_s_039_a_guardian_reads_until_the_midnight_of_the_thirteenth_birthday(family: House) -> None:
    sara, key = cast.guardian("sara", "alva"), family.given(goal("alva", "Cykla till skolan"))
    assert cast.PATIENTS["alva"].born == date(2017, 9, 2)
    before = ALVA_TURNS_13 - timedelta(seconds=1)
    assert "Cykla" in read_by(family, sara, key, before)
    for now in (ALVA_TURNS_13, ALVA_TURNS_13 + timedelta(hours=2), ALVA_TURNS_13 + timedelta(days=2000)):
        with pytest.raises(NotFound):
            read_by(family, sara, key, now)


def test_s_039_the_midnight_is_stockholms(family: House) -> None:
    sara, key = cast.guardian("sara", "alva"), family.given(goal("alva"))
    assert datetime(2030, 9, 1, 22, tzinfo=UTC) == ALVA_TURNS_13
    assert read_by(family, sara, key, datetime(2030, 9, 1, 21, 59, 59, tzinfo=UTC))
    with pytest.raises(NotFound):
        read_by(family, sara, key, datetime(2030, 9, 1, 22, tzinfo=UTC))


def test_s_039_custody_that_has_ended_ends_at_its_moment(family: House) -> None:
    sara, key, now = cast.guardian("sara", "alva"), family.given(goal("alva")), clock.now()
    assert read_by(family, sara, key, now)
    family.change("UPDATE fact_guardian SET ends = :at", at=clock.millis(now))
    with pytest.raises(NotFound):
        read_by(family, sara, key, now)


def test_s_042_a_consent_ends_at_its_moment_with_the_same_token(house_of_its_own: House, until: Wait) -> None:
    house, ends = house_of_its_own, clock.now().replace(microsecond=0) + timedelta(minutes=5)
    given_sharing(house, ends)
    key, ahmed = house.given(goal("gunnel", "Delat mål")), house.staff("ahmed")
    for moment in (ends - timedelta(seconds=1), ends):  # FHIR: the end is inclusive, to its second
        until(moment)
        assert ahmed.get(f"/{key}").status_code == 200
    assert "Delat mål" in ahmed.get("/Goal?patient=gunnel").text
    for moment in (ends + timedelta(seconds=1), ends + timedelta(seconds=2)):
        until(moment)
        assert ahmed.get(f"/{key}").status_code == 404
        assert ahmed.get(f"/{key}/_history/1").status_code == 404
        assert "Delat mål" not in ahmed.get("/Goal?patient=gunnel").text


def sparr(kind: str, whose: str) -> Body:
    """What Gunnel's app sends to block a unit's data, or a custodian's."""
    return {
        "resourceType": "Consent",
        "status": "active",
        "scope": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "patient-privacy"}]},
        "category": [{"coding": [{"system": "https://patientkontrakt.example/fhir/CodeSystem/pk-consent-purpose",
                                  "code": kind}]}],
        "patient": {"reference": "Patient/gunnel"},
        "dateTime": "2026-10-01T10:00:00+02:00",
        "performer": [{"reference": "Patient/gunnel"}],
        "organization": [{"reference": f"Organization/{whose}"}],
        "policyRule": {"text": "PDL 4 kap. 4 §"},
        "provision": {"type": "deny", "period": {"start": "2026-10-01"}},
    }  # fmt: skip


def test_s_043_a_block_holds_at_the_next_request_and_the_own_unit_sees_on(house_of_its_own: House) -> None:
    house = house_of_its_own
    house.given(relation("gunnel", "eken"), "eken")
    key = house.given(goal("gunnel", "Lindens mål"))
    dag, maria, gunnel = house.staff("dag"), house.staff("maria"), house.patient("gunnel")
    assert dag.get(f"/{key}").status_code == 200
    made = gunnel.post("/Consent", sparr("sparr-inre", "linden"))
    assert made.status_code == 201, made.text
    assert ways(dag, key) == {404}
    assert "Lindens mål" not in dag.get("/Goal?patient=gunnel").text
    assert maria.get(f"/{key}").status_code == 200
    assert gunnel.get(f"/{key}").status_code == 200

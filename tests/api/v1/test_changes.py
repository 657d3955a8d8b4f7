"""What is new, an utgåva as it was given out, and what has happened: for whom, and only what the law lets through."""

import re
from typing import Any
from urllib.parse import quote

import pytest

from patientkontrakt import clock
from patientkontrakt.fhir import systems
from tests.api.fhir.house import House
from tests.api.v1.people import Person, agreed, opened, patient, published, sections, staff

NEVER = "åtgärd|aktör|insats|status|huvudman|samtyck|avtal|signera"
ADDRESSES = ("/changes", "/utgavor/1", "/utgavor/1/changes/2", "/events")


def since(moment: Any) -> str:
    return f"?since={quote(clock.iso(moment))}"


def told(person: Person, address: str) -> list[str]:
    return [each["sv"] for each in person.done("GET", address)["changes"]]


def edited(coordinator: Person, plan: str, section: str, **changes: Any) -> None:
    """Save a section with these changes, and give it out."""
    read = coordinator.done("GET", f"/contracts/{plan}")["sections"][section]
    said = read["data"] | changes | {"version": read["version"]}
    coordinator.done("PATCH", f"/contracts/{plan}/sections/{section}", said)
    coordinator.done("POST", f"/contracts/{plan}/publish")


@pytest.mark.parametrize("address", ADDRESSES)
def test_who_may_not_read_the_contract_meets_the_same_as_for_one_that_is_not_there(
    house: House, address: str
) -> None:
    maria, petra = staff(house, "maria"), staff(house, "petra")
    plan = published(maria, "sara")
    known, ghost = petra.get(f"/contracts/{plan}{address}"), petra.get(f"/contracts/finns-inte{address}")
    assert known.status_code == ghost.status_code == 404
    assert known.get_json() == ghost.get_json()


@pytest.mark.parametrize("address", ADDRESSES)
def test_who_has_no_plan_of_her_own_has_none_of_this_either(house: House, address: str) -> None:
    assert patient(house, "ingrid").get(f"/my{address}").status_code == 404
    assert staff(house, "maria").get(f"/my{address}").status_code == 403


def test_an_utkast_is_nothing_to_the_patient_at_any_of_these_doors(house: House) -> None:
    maria, hassan = staff(house, "maria"), patient(house, "hassan")
    opened(maria, "hassan")
    assert {hassan.get(f"/my{address}").status_code for address in ADDRESSES} == {404}


@pytest.mark.parametrize("number", ["0", "3", "x", "-1", "1.5", "١", "9" * 30])
def test_an_utgava_that_is_not_there_is_404(house: House, number: str) -> None:
    maria = staff(house, "maria")
    plan = published(maria, "sara")
    assert maria.get(f"/contracts/{plan}/utgavor/{number}").status_code == 404
    assert maria.get(f"/contracts/{plan}/utgavor/1/changes/{number}").status_code == 404


@pytest.mark.parametrize(
    "moment", ["i går", "2026-11-21", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-12:00"]
)
def test_a_moment_that_is_none_is_refused_with_its_place(house: House, moment: str) -> None:
    maria = staff(house, "maria")
    plan = published(maria, "sara")
    for address in ("changes", "events"):
        refused = maria.get(f"/contracts/{plan}/{address}?since={quote(moment)}")
        assert refused.status_code == 422
        assert refused.get_json()["errors"][0]["where"] == ["since"]


def test_what_is_being_written_is_no_news(house: House) -> None:
    maria, rut = staff(house, "maria"), patient(house, "rut")
    plan = published(maria, "rut")
    now = clock.now()
    secret = {"version": 0, "coordination": "Inte än"}
    maria.done("PATCH", f"/contracts/{plan}/sections/samordning", secret)
    assert told(rut, f"/my/changes{since(now)}") == []
    assert told(maria, f"/contracts/{plan}/changes{since(now)}") == []


def test_each_change_is_told_once_with_who_when_and_in_which_utgava(house: House) -> None:
    maria, rut = staff(house, "maria"), patient(house, "rut")
    plan = agreed(maria, rut, "rut")
    visited = clock.now()
    edited(maria, plan, "samordning", coordination="Maria håller ihop det")
    found = rut.done("GET", f"/my/changes{since(visited)}")
    first, second = sorted(found["changes"], key=lambda each: each["kind"])
    assert (first["kind"], first["part"], first["by"], first["utgava"]) == (
        "andrat", "samordning", "PractitionerRole/maria", 2,
    )  # fmt: skip
    assert first["sv"] == "Så samordnas din vård: ”Maria håller ihop det”."
    assert first["en"] == "This is how your care is coordinated: “Maria håller ihop det”."
    assert second["sv"] == "Utgåva 2 av planen kom."
    assert found["people"]["PractitionerRole/maria"]["name"]
    assert [
        each["sv"] for each in maria.done("GET", f"/contracts/{plan}/changes{since(visited)}")["changes"]
    ] == [each["sv"] for each in found["changes"]]


def test_what_was_changed_and_changed_back_is_no_news(house: House) -> None:
    maria, rut = staff(house, "maria"), patient(house, "rut")
    plan = published(maria, "rut")
    visited = clock.now()
    edited(maria, plan, "samordning", title="Något annat")
    edited(maria, plan, "samordning", title="Min planering")
    found = rut.done("GET", f"/my/changes{since(visited)}")["changes"]
    assert {each["kind"] for each in found} == {"utgava"}


def test_answers_times_sharing_and_promises_kept_are_news_too(house: House) -> None:
    maria, maja = staff(house, "maria"), patient(house, "maja")
    plan = agreed(maria, maja, "maja")
    visited = clock.now()
    mine = maja.done("GET", "/my/plan")["promises"]["mine"][0]["id"]
    maja.done("POST", f"/my/promises/{mine}/done")
    maja.done("POST", "/my/sharing", {"unit": "hemsjukvarden-ekby"})
    maja.done("POST", "/my/questions", {"text": "När ringer du?", "about": "plan"})
    times = maria.done("GET", f"/contracts/{plan}")["sections"]["tider"]
    said = times["data"] | {"times": [{"what": "Blodprov", "start": "2026-11-30T07:10:00Z"}]}
    maria.done("PATCH", f"/contracts/{plan}/sections/tider", said | {"version": times["version"]})
    edited(maria, plan, "samordning", relatives="ja")
    maja.done("POST", "/my/plan/answer", {"utgava": 2, "answer": "andra", "text": "Fler tider."})
    news = " ".join(told(maja, f"/my/changes{since(visited)}"))
    for sentence in (
        "Löftet ”Jag går en runda” är klart.",
        "Du delar planen med Hemsjukvården Ekby till",
        "Du frågade: ”När ringer du?”",
        "Ny tid: Blodprov måndag 30 november",
        "klockan 8.10.",
        "Närstående är med.",
        "Du svarade att du vill ändra något: ”Fler tider”.",
    ):
        assert sentence in news
    assert not re.search(NEVER, news, re.IGNORECASE)


def test_whoever_comes_for_the_first_time_is_told_all_of_it(house: House) -> None:
    maria, noel = staff(house, "maria"), patient(house, "noel")
    begun = clock.now()
    opened(maria, "noel")
    plan = published(maria, "noel")
    news = told(maria, f"/contracts/{plan}/changes{since(begun)}")
    assert "Nytt löfte från dig: Jag går en runda, varje dag." in news
    assert "Nytt löfte från vården: Vi ringer dig, en gång i månaden." in news
    assert noel.get("/my/changes").status_code in (403, 404)


def test_an_utgava_is_read_back_as_it_was_given_out(house: House) -> None:
    maria, sara = staff(house, "maria"), patient(house, "sara")
    plan = agreed(maria, sara, "sara")
    edited(maria, plan, "viktigt", text="Att kunna dansa.")
    edited(maria, plan, "samordning", title="En ny titel")
    then, now = (sara.done("GET", f"/my/utgavor/{number}") for number in (1, 3))
    assert (then["title"], then["utgava"], then["status"]) == ("Min planering", 1, "galler")
    assert then["story"]["text"] == sections("sara")["viktigt"]["text"]
    assert (now["title"], now["utgava"], now["status"]) == ("En ny titel", 3, "vantar")
    assert sara.done("GET", "/my/utgavor/2")["status"] == "ersatt"
    assert then["given_out_by"] == "PractitionerRole/maria"
    assert then["given_out_at"] < now["given_out_at"]
    assert maria.done("GET", f"/contracts/{plan}/utgavor/1")["title"] == "Min planering"


def test_an_older_utgava_shows_no_part_that_the_reader_may_not_read_now(house: House) -> None:
    maria, sara = staff(house, "maria"), patient(house, "sara")
    plan = published(maria, "sara")
    story = sara.done("GET", "/my/utgavor/1")["story"]["id"]
    house.change("UPDATE version SET visibility = 'personal' WHERE id = :story", story=story)
    assert sara.done("GET", "/my/utgavor/1")["story"] is None
    assert maria.done("GET", f"/contracts/{plan}/utgavor/1")["story"] is not None
    house.change("UPDATE version SET visibility = 'alla' WHERE id = :story", story=story)


def test_the_difference_between_two_utgavor_is_told_place_by_place(house: House) -> None:
    maria, samir = staff(house, "maria"), patient(house, "samir")
    plan = published(maria, "samir")
    edited(maria, plan, "samordning", title="En ny titel")
    (change,) = samir.done("GET", "/my/utgavor/1/changes/2")["changes"]
    assert change | {"en": ""} == {
        "part": "samordning", "item": None, "field": "title", "sv": "Planen heter nu ”En ny titel”.", "en": "",
        "before": "Min planering", "after": "En ny titel",
    }  # fmt: skip
    assert samir.done("GET", "/my/utgavor/1/changes/1")["changes"] == []
    (back,) = samir.done("GET", "/my/utgavor/2/changes/1")["changes"]
    assert back["after"] == "Min planering"


def visit(who: str, kind: str, unit: str) -> dict[str, Any]:
    now = clock.now()
    return {
        "resourceType": "Encounter",
        "status": "finished",
        "class": {"system": systems.ACT_CODE, "code": kind},
        "subject": {"reference": f"Patient/{who}"},
        "period": {"start": clock.iso(now), "end": clock.iso(now)},
        "reasonCode": [{"text": "andfåddhet"}],
        "serviceProvider": {"reference": f"Organization/{unit}"},
    }


def test_what_has_happened_is_only_what_the_reader_may_read(house: House) -> None:
    maria, gunnel = staff(house, "maria"), patient(house, "gunnel")
    plan = published(maria, "gunnel")
    house.given(visit("gunnel", "EMER", "ekby-sjukhus-akut"), unit="ekby-sjukhus-akut")
    house.given(visit("gunnel", "HH", "hemsjukvarden-ekby"), unit="hemsjukvarden-ekby")
    hers = {each["sv"]: each for each in gunnel.done("GET", "/my/events")["events"]}
    theirs = {each["sv"] for each in maria.done("GET", f"/contracts/{plan}/events")["events"]}
    akut = hers["Akut besök, Ekby sjukhus, akutmottagningen: ”andfåddhet”."]
    assert (akut["lane"], akut["kind"], akut["where"]) == (
        "sjukhus", "akut", "Ekby sjukhus, akutmottagningen",
    )  # fmt: skip
    home = "Besök, Hemsjukvården Ekby: ”andfåddhet”."
    assert hers[home]["lane"] == "kommun"
    assert home not in theirs, "another custodian's, not shared"
    assert "Utgåva 1 av planen." in theirs
    assert list(hers) == sorted(hers, key=lambda each: hers[each]["start"])


def test_what_happened_is_from_a_moment_and_half_a_year_at_most(house: House) -> None:
    maria, rut = staff(house, "maria"), patient(house, "rut")
    published(maria, "rut")
    old = visit("rut", "EMER", "ekby-sjukhus-akut")
    old["period"] = {"start": "2025-01-01T10:00:00Z", "end": "2025-01-01T11:00:00Z"}
    house.given(old, unit="ekby-sjukhus-akut")
    shown = rut.done("GET", "/my/events?since=2024-01-01T00:00:00Z")["events"]
    assert shown
    assert min(each["end"] or each["start"] for each in shown) > "2026"
    assert rut.done("GET", f"/my/events{since(clock.now())}")["events"] == []

"""What a patient does on her pages, without JavaScript: refused first, then done, and seen in her plan."""

import pytest
from flask import Flask

from patientkontrakt.portal.mitt.log import gathered
from tests.journeys.people import patient, staff
from tests.portal.conftest import Visit

FOREIGN = (
    "/min/mal/birger-mal-1",
    "/min/ansvar/birger-ansvar-1",
    "/min/ansvar/birger-ansvar-1/hjalp",
    "/min/tider/birger-tid-1",
    "/min/delning/finns-inte",
)


@pytest.mark.parametrize("path", FOREIGN)
def test_what_is_somebody_elses_is_a_page_that_does_not_exist(visit: Visit, path: str) -> None:
    gunnel = visit("gunnel")
    gunnel.get(path)
    assert gunnel.status == 404
    assert gunnel.page.h1 == "Sidan finns inte"


def test_check_21_an_answer_needs_a_choice(visit: Visit) -> None:
    gunnel = visit("gunnel")
    form = gunnel.get("/min/planering/svar").form("/min/planering/svar")
    assert sorted(form.choices["svar"]) == ["andra", "ja", "prata"]
    assert "svar" not in dict(form.fields)
    gunnel.send("/min/planering/svar", text="Jag undrar en sak")
    assert gunnel.status == 422
    assert gunnel.page.title.startswith("Fel:")
    assert "#svar-1" in gunnel.page.links
    assert ("text", "Jag undrar en sak") in gunnel.page.form("/min/planering/svar").fields


def test_to_change_something_one_says_what(visit: Visit) -> None:
    gunnel = visit("gunnel")
    gunnel.get("/min/planering/svar")
    gunnel.send("/min/planering/svar", svar="andra")
    assert gunnel.status == 422
    assert "#s-text" in gunnel.page.links
    gunnel.send("/min/planering/svar", svar="andra", text="Jag vill gå kortare rundor")
    assert gunnel.path == "/min/planering"
    assert "hör av oss senast" in gunnel.page.words


def test_check_22_an_answer_to_an_older_utgava_is_no_answer(visit: Visit, region: Flask) -> None:
    gunnel = visit("gunnel")
    gunnel.get("/min/planering/svar")
    maria = staff(region, "maria")
    read = maria.get("/api/v1/contracts/gunnel-kontrakt").json
    section = read["sections"]["samordning"]
    data = section["data"] | {
        "coordination": "Maria ringer till hjärtmottagningen.",
        "version": section["version"],
    }
    assert maria.patch("/api/v1/contracts/gunnel-kontrakt/sections/samordning", data).status_code == 200
    assert maria.post("/api/v1/contracts/gunnel-kontrakt/publish").status_code == 200
    gunnel.send("/min/planering/svar", svar="ja", text="Tack")
    assert gunnel.status == 409
    assert "ändrades medan du läste" in gunnel.page.words
    assert ("text", "Tack") in gunnel.page.form("/min/planering/svar").fields
    assert patient(region, "gunnel").get("/api/v1/my/plan").json["asked"]["answer"] is None


def test_a_yes_is_thanked_for_and_may_be_taken_back(visit: Visit) -> None:
    gunnel = visit("gunnel")
    gunnel.get("/min/planering/svar")
    gunnel.send("/min/planering/svar", svar="ja")
    assert "Tack! Du är med på planen. Nästa steg är blodprov" in gunnel.page.words
    gunnel.get("/min/planering/svar/andrat-mig")
    gunnel.send("/min/planering/svar/andrat-mig")
    assert "Utgåva 3 gäller så länge" in gunnel.page.words


def test_check_24_a_form_sent_twice_is_carried_out_once(visit: Visit, region: Flask) -> None:
    gunnel = visit("gunnel")
    form = gunnel.get("/min/mal/nytt").form("/min/mal/nytt")
    fields = gunnel.filled(form, text="Kunna cykla till kolonilotten")
    for _ in range(2):
        gunnel.post("/min/mal/nytt", fields)
        assert gunnel.path == "/min/planering"
    plan = patient(region, "gunnel").get("/api/v1/my/plan").json
    assert [each["text"] for each in plan["wishes"]].count("Kunna cykla till kolonilotten") == 1


def test_a_goal_needs_words_and_is_changed_and_ended(visit: Visit, region: Flask) -> None:
    gunnel = visit("gunnel")
    gunnel.get("/min/mal/nytt")
    gunnel.send("/min/mal/nytt", nu="Inte alls")
    assert gunnel.status == 422
    assert "#m-text" in gunnel.page.links
    gunnel.send("/min/mal/nytt", text="Sova hela natten", lasare="egen")
    wish = _wish(region, "Sova hela natten")
    assert wish["audience"] == "egen"
    gunnel.get(f"/min/mal/{wish['id']}")
    gunnel.send(f"/min/mal/{wish['id']}", text="Sova sex timmar")
    assert _wish(region, "Sova sex timmar")["id"] == wish["id"]
    gunnel.get(f"/min/mal/{wish['id']}")
    gunnel.send(f"/min/mal/{wish['id']}/avsluta")
    assert "avslutat" in gunnel.page.words


def _wish(region: Flask, text: str) -> dict[str, str]:
    wishes = patient(region, "gunnel").get("/api/v1/my/plan").json["wishes"]
    return next(each for each in wishes if each["text"] == text)


def test_a_duty_is_added_done_undone_and_helped_with(visit: Visit, region: Flask) -> None:
    gunnel = visit("gunnel")
    gunnel.get("/min/ansvar/nytt")
    gunnel.send("/min/ansvar/nytt", dag="inte ett datum")
    assert gunnel.status == 422
    assert {"#a-vad", "#a-dag"} <= set(gunnel.page.links)
    gunnel.send("/min/ansvar/nytt", vad="Jag vattnar blommorna", nar="varje lördag", dag="")
    assert "Tillagt" in gunnel.page.words
    form = [("csrf_token", gunnel.page.form("/lamna").fields[0][1])]
    gunnel.post("/min/ansvar/gunnel-ansvar-1/gjort", [*form, ("once", "a")])
    assert "markerat som gjort" in gunnel.page.words
    gunnel.post("/min/ansvar/gunnel-ansvar-1/angra", [*form, ("once", "b")])
    assert "Ångrat" in gunnel.page.words
    gunnel.get("/min/ansvar/gunnel-ansvar-1/hjalp")
    gunnel.send("/min/ansvar/gunnel-ansvar-1/hjalp", text="Jag hittar inte listan")
    assert "hör av sig" in gunnel.page.words


def test_her_story_is_hers_and_nothing_is_lost_when_two_windows_write(visit: Visit) -> None:
    gunnel = visit("gunnel")
    gunnel.get("/min/berattelse")
    gunnel.send("/min/berattelse", text="")
    assert gunnel.status == 422
    gunnel.get("/min/berattelse")
    older = gunnel.page.form("/min/berattelse")
    gunnel.get("/min/berattelse")
    gunnel.send("/min/berattelse", text="Det första jag skrev")
    assert gunnel.path == "/min/planering"
    gunnel.post("/min/berattelse", gunnel.filled(older, text="Det jag skrev i ett annat fönster"))
    assert gunnel.status == 422
    assert "Det första jag skrev" in gunnel.page.words
    assert ("text", "Det jag skrev i ett annat fönster") in gunnel.page.form("/min/berattelse").fields
    gunnel.send("/min/berattelse")
    assert gunnel.path == "/min/planering"


def test_notes_are_hers_alone_unless_she_says_otherwise(visit: Visit) -> None:
    gunnel = visit("gunnel")
    gunnel.get("/min/anteckning")
    gunnel.send("/min/anteckning")
    assert gunnel.status == 422
    gunnel.send("/min/anteckning", text="Fråga om vattentabletten")
    assert "Fråga om vattentabletten" in gunnel.page.words
    assert "Bara jag" in gunnel.page.words
    remove = next(each.action for each in gunnel.page.forms if each.action.endswith("/ta-bort"))
    gunnel.send(remove)
    assert "Fråga om vattentabletten" not in gunnel.page.words


def test_sharing_is_stopped_in_three_presses_and_holds_at_once(visit: Visit, region: Flask) -> None:
    """Check 30: the next request of that unit is refused."""
    ahmed = staff(region, "ahmed")
    assert ahmed.get("/api/v1/contracts/gunnel-kontrakt").status_code == 200
    gunnel = visit("gunnel")
    page = gunnel.get("/min/delning")
    one = next(link for link in page.links if link.startswith("/min/delning/") and link != "/min/delning/ny")
    gunnel.get(one)
    gunnel.send(one, button=("gor", "sluta"))
    assert "Du har slutat dela" in gunnel.page.words
    assert ahmed.get("/api/v1/contracts/gunnel-kontrakt").status_code == 404


def test_sharing_anew_needs_a_unit_and_a_day_within_a_year(visit: Visit) -> None:
    gunnel = visit("gunnel")
    gunnel.get("/min/delning/ny")
    gunnel.send("/min/delning/ny")
    assert gunnel.status == 422
    assert "#d-enhet" in gunnel.page.links
    gunnel.send("/min/delning/ny", enhet="rydhalsan-vc", till="2099-01-01")
    assert gunnel.status == 422
    gunnel.send("/min/delning/ny", enhet="rydhalsan-vc", till="")
    assert gunnel.path == "/min/delning"
    assert "Rydhälsan vårdcentral" in gunnel.page.words


def test_check_31_a_read_by_staff_is_in_her_log_at_the_next_page(visit: Visit, region: Flask) -> None:
    maria = staff(region, "maria")
    assert maria.get("/api/v1/contracts/gunnel-kontrakt").status_code == 200
    gunnel = visit("gunnel")
    page = gunnel.get("/min/logg")
    assert "Vårdsamordnare, sjuksköterska, Vårdcentralen Linden" in page.words
    asked = next(link for link in page.links if link.startswith("/min/fragor?om=logg"))
    gunnel.get(asked)
    assert "Vad är det du inte känner igen?" in gunnel.page.words
    gunnel.send("/min/fragor", text="Vem var det som läste?")
    assert "Du får svar senast" in gunnel.page.words
    assert "Vem var det som läste?" in gunnel.page.words


def test_the_log_tells_what_one_did_in_one_go_once_and_loses_no_row() -> None:
    row = {"own": False, "at": "2026-11-20T10:00:00Z", "role": "läkare", "unit": "Linden", "action": "Läste"}
    row |= {"reason": "Vård", "outcome": "permitted"}
    rows = [
        row,
        row,
        row | {"outcome": "refused"},
        row | {"own": True},
        row | {"own": True, "action": "Ändrade"},
    ]
    assert [each["times"] for each in gathered(rows)] == [2, 1, 2]


def test_settings_tell_what_the_registers_know_and_mask_the_number(visit: Visit) -> None:
    page = visit("gunnel").get("/min/installningar")
    assert "19440312-XXXX" in page.words
    assert "9804" not in page.words

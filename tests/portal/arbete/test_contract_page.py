"""The contract page: what the mock promises, with words made from what is true."""

from flask import Flask

from tests.journeys.people import staff
from tests.portal.conftest import Visit

CONTRACT = "/arbete/kontrakt/gunnel-kontrakt"


def test_the_patients_own_words_and_who_she_is_stand_first(visit: Visit) -> None:
    page = visit("maria").get(CONTRACT)
    assert page.h1 == "Gunnel Andersson, 82 år"
    assert "Gunnel" not in page.title
    for said in (
        "19440312-XXXX",
        "Fast läkarkontaktJohan Ek",
        "TolkNej",
        "Viktigt för Gunnel:",
        "köpa blommor",
    ):
        assert said in page.words
    assert page.words.index("köpa blommor") < page.words.index("Att göra nu")


def test_the_stations_say_where_the_utgava_is(visit: Visit) -> None:
    page = visit("maria").get(CONTRACT)
    for said in ("Skickad till Gunnel", "Väntar på svar", "Utgåva 3 gäller så länge"):
        assert said in page.words
    assert "Skrivs nu" in visit("maria").get("/arbete/kontrakt/samir-kontrakt").words


def test_check_26_a_late_promise_says_since_when_and_who_sees_it(visit: Visit) -> None:
    page = visit("maria").get(CONTRACT)
    assert "Försenat" in page.words
    assert "skulle ha gjort det senast" in page.words
    assert "Gunnel ser att det är försenat." in page.words
    page.form("/arbete/lofte/gunnel-kontrakt/gunnel-ansvar-8/paminn")


def test_everything_to_do_leads_to_where_it_is_done(visit: Visit) -> None:
    maria = visit("maria")
    page = maria.get(CONTRACT)
    for link in (
        "andra",
        "som-patient",
        "skriv-ut",
        "svar",
        "bjud-in",
        "samtycke",
        "folja-upp",
        "avsluta",
        "pausa",
    ):
        assert f"{CONTRACT}/{link}" in page.links
    page.form(f"{CONTRACT}/bjud-in/ekby-sjukhus-hjarta/paminn")
    assert any(link.startswith("/arbete/fragor#q-") for link in page.links)


def test_who_does_what_has_owner_when_and_how_it_goes(visit: Visit) -> None:
    words = visit("maria").get(CONTRACT).words
    for said in ("Ahmed Yusuf, Hemsjukvården Ekby", "Varje dag", "När det behövs", "Pågår", "Inte börjat"):
        assert said in words


def test_goals_have_steps_and_the_level_for_staff_only(visit: Visit) -> None:
    maria = visit("maria")
    assert "(GAS −1)" in maria.get(CONTRACT).words
    assert "GAS" not in maria.get(f"{CONTRACT}/som-patient").words


def test_check_36_the_half_year_is_a_picture_with_its_table(visit: Visit) -> None:
    maria = visit("maria")
    page = maria.get(CONTRACT)
    assert maria.at is not None
    assert maria.at.text.count('role="img"') == 2
    assert "Händelser det senaste halvåret" in page.words
    assert "Akut besök" in page.words


def test_who_else_writes_now_is_told(visit: Visit, region: Flask) -> None:
    johan = staff(region, "johan")
    section = johan.get("/api/v1/contracts/gunnel-kontrakt").json["sections"]["ansvar"]
    body = section["data"] | {"version": section["version"]}
    assert johan.patch("/api/v1/contracts/gunnel-kontrakt/sections/ansvar", body).status_code == 200
    page = visit("maria").get(CONTRACT)
    assert "Johan Ek skriver i ”Vem gör vad” just nu." in page.words
    assert "skriver i ”Vem gör vad” just nu" not in visit("johan").get(CONTRACT).words


def test_a_plan_that_has_ended_is_read_and_nothing_more(visit: Visit) -> None:
    maria, sara = visit("maria"), "/arbete/kontrakt/sara-kontrakt"
    maria.get(f"{sara}/avsluta")
    goals = [name for name in maria.page.form(f"{sara}/avsluta").choices if name.startswith("mal-")]
    maria.send(f"{sara}/avsluta", skal="flyttat")
    assert maria.status == 422
    assert {f"#{each}" for each in goals} <= set(maria.page.links)
    maria.send(f"{sara}/avsluta", skal="flyttat", **dict.fromkeys(goals, "in-progress"))
    assert maria.path == sara
    assert "Planen är avslutad. Den finns kvar att läsa." in maria.page.words
    assert "Patienten har flyttat." in maria.page.words
    for link in ("andra", "bjud-in", "avsluta", "pausa"):
        assert f"{sara}/{link}" not in maria.page.links


def test_the_patients_view_names_everybody_and_acts_in_nothing(visit: Visit) -> None:
    maria = visit("maria")
    for path in ("som-patient", "som-patient?text=stor", "skriv-ut"):
        page = maria.get(f"{CONTRACT}/{path}")
        assert maria.status == 200
        assert [form.action for form in page.forms] == ["/arbete/sok", "/lamna"]
        assert "Maria Lindqvist bevakar det." in page.words
    assert "Planen kan ha ändrats sedan dess." in page.words


def test_a_draft_has_no_patients_view_yet(visit: Visit) -> None:
    maria = visit("maria")
    for path in ("som-patient", "skriv-ut", "utgavor"):
        maria.get(f"/arbete/kontrakt/samir-kontrakt/{path}")
        assert maria.status == 404


def test_what_an_utgava_changed_is_told(visit: Visit) -> None:
    maria = visit("maria")
    page = maria.get(f"{CONTRACT}/utgavor")
    assert page.h1 == "Vad utgåva 4 ändrade"
    assert "läkemedelslista" in page.words
    assert "den första utgåvan" in maria.get(f"{CONTRACT}/utgavor/1").words
    maria.get(f"{CONTRACT}/utgavor/5")
    assert maria.status == 404

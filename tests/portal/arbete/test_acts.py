"""What the coordinator does around a contract: refused first with the text kept, then done, and seen by the patient."""

from datetime import timedelta

from flask import Flask

from patientkontrakt import clock
from tests.journeys.people import patient, staff
from tests.portal.conftest import Visit

CONTRACT = "/arbete/kontrakt/gunnel-kontrakt"
API = "/api/v1/contracts/gunnel-kontrakt"


def test_an_answer_needs_a_choice_and_how_it_was_said(visit: Visit) -> None:
    maria = visit("maria")
    form = maria.get(f"{CONTRACT}/svar").form(f"{CONTRACT}/svar")
    assert "svar" not in dict(form.fields)
    maria.send(f"{CONTRACT}/svar", text="Hon vill vänta")
    assert maria.status == 422
    assert {"#svar-1", "#satt-1"} <= set(maria.page.links)
    assert ("text", "Hon vill vänta") in maria.page.form(f"{CONTRACT}/svar").fields
    maria.send(f"{CONTRACT}/svar", svar="andra", satt="telefon", text="")
    assert "#s-text" in maria.page.links


def test_an_answer_to_an_older_utgava_is_not_taken(visit: Visit) -> None:
    maria = visit("maria")
    maria.get(f"{CONTRACT}/svar")
    maria.send(f"{CONTRACT}/svar", utgava="3", svar="ja", satt="telefon")
    assert maria.status == 409
    assert "Planen ändrades medan du skrev" in maria.page.words


def test_a_yes_by_telephone_is_recorded_and_taken_back(visit: Visit, region: Flask) -> None:
    maria = visit("maria")
    maria.get(f"{CONTRACT}/svar")
    maria.send(f"{CONTRACT}/svar", svar="ja", satt="telefon")
    assert "Ni är överens om utgåva 4." in maria.page.words
    newest = patient(region, "gunnel").get("/api/v1/my/plan").json["utgavor"][0]
    assert newest["method"] == "telefon"
    maria.get(f"{CONTRACT}/svar/tillbaka")
    maria.send(f"{CONTRACT}/svar/tillbaka")
    assert maria.status == 422
    maria.send(f"{CONTRACT}/svar/tillbaka", satt="muntligt")
    assert "Svaret är taget tillbaka." in maria.page.words
    assert patient(region, "gunnel").get("/api/v1/my/plan").json["applies"] == 3


def test_a_wish_to_change_gives_a_day_to_get_in_touch(visit: Visit) -> None:
    maria = visit("maria")
    maria.get(f"{CONTRACT}/svar")
    maria.send(f"{CONTRACT}/svar", svar="andra", satt="telefon", text="Kortare rundor")
    assert "Hör av dig senast" in maria.page.words
    assert "Gunnel vill ändra något" in maria.page.words
    item = next(link for link in maria.page.links if link.startswith("/arbete/att-gora/"))
    maria.get(item)
    maria.send(item, text="Ringde henne")
    assert maria.path == "/arbete/folja-upp"
    maria.get(item)
    assert maria.status == 404


def test_an_invitation_needs_a_unit_and_a_reason(visit: Visit) -> None:
    maria = visit("maria")
    units = maria.get(f"{CONTRACT}/bjud-in").form(f"{CONTRACT}/bjud-in").choices["enhet"]
    assert "linden" not in units
    assert "hemsjukvarden-ekby" not in units
    maria.send(f"{CONTRACT}/bjud-in", text="Välkomna")
    assert maria.status == 422
    assert {"#b-enhet", "#skal-1"} <= set(maria.page.links)
    assert ("text", "Välkomna") in maria.page.form(f"{CONTRACT}/bjud-in").fields


def test_an_invited_unit_reads_the_invitation_and_answers(visit: Visit) -> None:
    maria, frida = visit("maria"), visit("frida")
    maria.get(f"{CONTRACT}/bjud-in")
    maria.send(f"{CONTRACT}/bjud-in", enhet="ekby-sjukhus-akut", skal="samordning", text="Vill ni vara med?")
    assert "Inbjudan är skickad" in maria.page.words
    assert "akutmottagningen har inte svarat" in maria.page.words
    page = frida.get("/arbete")
    assert "Ni är inbjudna till en plan." in page.words
    there = next(link for link in frida.get("/arbete/inbjudningar").links if "/inbjudningar/" in link)
    frida.get(there)
    assert "Vill ni vara med?" in frida.page.words
    frida.send(there)
    assert frida.status == 422
    frida.send(there, svar="ja", text="Vi hjälper till.")
    assert "Ni är med i planen." in frida.page.words
    frida.get(there)
    assert frida.status == 404
    assert frida.get(CONTRACT).h1.startswith("Gunnel Andersson")
    assert f"{CONTRACT}/andra" not in frida.page.links


def test_a_reminder_of_an_invitation_is_one_press(visit: Visit) -> None:
    maria, unit = visit("maria"), f"{CONTRACT}/bjud-in/ekby-sjukhus-hjarta/paminn"
    maria.get("/arbete/inbjudningar")
    maria.send(unit)
    assert "Påminnelsen är skickad." in maria.page.words
    assert "Påmind" in maria.get("/arbete/inbjudningar").words


def test_sharing_is_recorded_with_how_much_and_how_it_was_said(visit: Visit, region: Flask) -> None:
    maria, there = visit("maria"), f"{CONTRACT}/samtycke"
    units = maria.get(there).form(there).choices["enhet"]
    assert "hemsjukvarden-ekby" not in units
    assert "eken" not in units
    maria.send(there, enhet="hemtjansten-ekby")
    assert {"#niva-1", "#satt-1"} <= set(maria.page.links)
    maria.send(there, niva="hela", satt="telefon")
    assert "Hemtjänsten Ekby" in maria.page.words
    assert "Enheten saknar vårdrelation och kan inte läsa." in maria.page.words
    shared = patient(region, "gunnel").get("/api/v1/my/sharing").json["sharing"]
    assert any("hemtjansten-ekby" in each["units"] and each["method"] == "telefon" for each in shared)


def test_stopping_is_asked_about_before_it_is_done(visit: Visit) -> None:
    maria, there = visit("maria"), f"{CONTRACT}/samtycke/gunnel-svod-hemsjukvarden-ekby/sluta"
    assert "De ser inte längre planen." in maria.get(there).words
    maria.send(there)
    assert maria.status == 422
    maria.send(there, satt="muntligt")
    assert "Delningen är slut." in maria.page.words
    assert "Ingen annan vårdgivare." in maria.page.words


def test_a_follow_up_says_something(visit: Visit) -> None:
    maria, there = visit("maria"), f"{CONTRACT}/folja-upp"
    maria.get(there)
    maria.send(there)
    assert maria.status == 422
    maria.send(there, text="Hon mår bra", nasta="i morgon")
    assert maria.status == 422
    assert ("text", "Hon mår bra") in maria.page.form(there).fields


def test_a_follow_up_moves_the_goal_and_the_patient_reads_it(visit: Visit, region: Flask) -> None:
    maria, there = visit("maria"), f"{CONTRACT}/folja-upp"
    later = (clock.today(clock.now()) + timedelta(days=60)).isoformat()
    maria.get(there)
    maria.send(there, **{"niva-gunnel-mal-1": "0"}, text="Hon gick till torget", nasta=later)
    assert "Uppföljningen är sparad." in maria.page.words
    assert "gäller när du skickar nästa utgåva" in maria.page.words
    assert "(GAS 0)" in maria.page.words
    goals = patient(region, "gunnel").get("/api/v1/my/plan").json["goals"]
    assert next(each["level"] for each in goals if each["id"] == "gunnel-mal-1") == 0


def test_an_end_needs_its_reason(visit: Visit, region: Flask) -> None:
    maria, there = visit("maria"), f"{CONTRACT}/avsluta"
    maria.get(there)
    maria.send(there, **{"mal-gunnel-mal-1": "achieved"})
    assert maria.status == 422
    assert ("mal-gunnel-mal-1", "achieved") in maria.page.form(there).fields
    assert staff(region, "maria").get(API).json["status"] == "active"


def test_a_plan_ends_with_its_outcomes(visit: Visit, region: Flask) -> None:
    maria, there = visit("maria"), f"{CONTRACT}/avsluta"
    maria.get(there)
    outcomes = {"mal-gunnel-mal-1": "achieved", "mal-gunnel-mal-2": "improving"}
    maria.send(there, skal="mal-uppnadda", **outcomes)
    assert "Målen är nådda." in maria.page.words
    goals = staff(region, "maria").get(API).json["goals"]
    assert {each["achievement"] for each in goals} == {"achieved", "improving"}


def test_a_plan_rests_and_goes_on(visit: Visit) -> None:
    maria, sara = visit("maria"), "/arbete/kontrakt/sara-kontrakt"
    maria.get(f"{sara}/pausa")
    maria.send(f"{sara}/pausa")
    assert "Planen är pausad." in maria.page.words
    assert maria.get(f"{sara}/pausa").h1 == "Starta planen igen"
    maria.send(f"{sara}/pausa")
    assert "Planen gäller igen." in maria.page.words


def test_a_promise_is_reported_in_words(visit: Visit, region: Flask) -> None:
    maria, there = visit("maria"), "/arbete/lofte/gunnel-kontrakt/gunnel-ansvar-8"
    maria.get(there)
    maria.send(f"{there}/status", text="De ringde i dag")
    assert maria.status == 422
    assert "#lage-1" in maria.page.links
    assert ("text", "De ringde i dag") in maria.page.form(f"{there}/status").fields
    maria.send(f"{there}/status", lage="uppfylld")
    assert "Sparat. Patienten ser det." in maria.page.words
    assert "De ringde i dag" in maria.page.words
    care = patient(region, "gunnel").get("/api/v1/my/plan").json["promises"]["care"]
    assert next(each["status"] for each in care if each["id"] == "gunnel-ansvar-8") == "uppfylld"


def test_what_a_patient_does_is_not_reported_by_staff(visit: Visit) -> None:
    maria, there = visit("maria"), "/arbete/lofte/gunnel-kontrakt/gunnel-ansvar-1"
    actions = [form.action for form in maria.get(there).forms]
    assert not [each for each in actions if each.startswith(there)]


def test_a_question_is_answered_and_the_patient_reads_it(visit: Visit, region: Flask) -> None:
    maria = visit("maria")
    page = maria.get("/arbete/fragor")
    assert "vattentablett" in page.words
    there = next(link for link in page.links if link.startswith("/arbete/fragor/"))
    maria.get(there)
    maria.send(there, text=" ")
    assert maria.status == 422
    assert "#f-text" in maria.page.links
    maria.send(there, text="Ja, ta den som vanligt.")
    assert "Alla frågor är besvarade." in maria.page.words
    asked = patient(region, "gunnel").get("/api/v1/my/questions").json["questions"]
    assert asked[0]["answers"][0]["text"] == "Ja, ta den som vanligt."
    maria.get(there)
    assert maria.status == 404

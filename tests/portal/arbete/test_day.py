"""Min dag, what there is to follow up, and the menu's counts."""

from tests.portal.conftest import Visit

CONTRACT = "/arbete/kontrakt/gunnel-kontrakt"


def test_what_is_late_stands_first_and_can_be_acted_on(visit: Visit) -> None:
    page = visit("maria").get("/arbete")
    late = page.words.index("Försenat löfte: Hjärtmottagningen")
    assert late < page.words.index("Den närmaste veckan") < page.words.index("Påbörjat, utan sista dag")
    page.form("/arbete/lofte/gunnel-kontrakt/gunnel-ansvar-8/paminn")
    assert f"{CONTRACT}/svar" in page.links
    assert "/arbete/kontrakt/samir-kontrakt/andra" in page.links


def test_a_day_with_nothing_in_it_says_so(visit: Visit) -> None:
    page = visit("frida").get("/arbete")
    assert "Inget att följa upp i dag." in page.words
    assert "Inget att följa upp i dag." in visit("frida").get("/arbete/folja-upp").words


def test_everything_is_grouped_by_what_it_is(visit: Visit) -> None:
    page = visit("maria").get("/arbete/folja-upp")
    groups = [text for level, text in page.headings if level == 2 and text]
    assert groups == [
        "Försenade löften",
        "Frågor från patienter",
        "Väntar på svar",
        "Fast kontakt saknas",
        "Utkast",
    ]


def test_the_menu_counts_and_counts_anew_when_something_is_done(visit: Visit) -> None:
    maria = visit("maria")
    assert "Att följa upp5 stycken" in maria.get("/arbete").words
    maria.get(f"{CONTRACT}/svar")
    maria.send(f"{CONTRACT}/svar", svar="ja", satt="telefon")
    assert "Att följa upp4 stycken" in maria.page.words


def test_one_press_reminds_a_late_unit_and_it_hears(visit: Visit) -> None:
    maria, unit = visit("maria"), "/arbete/lofte/gunnel-kontrakt/gunnel-ansvar-8"
    maria.get("/arbete")
    maria.send(f"{unit}/paminn")
    assert maria.path == unit
    assert "Påminnelsen är skickad" in maria.page.words
    assert "Gunnel ser att det är försenat" in maria.page.words


def test_the_pages_are_in_english_too(visit: Visit) -> None:
    maria = visit("maria", "en")
    page = maria.get("/arbete")
    assert (page.lang, page.h1) == ("en", "My day")
    assert "Late promise: Hjärtmottagningen" in page.words

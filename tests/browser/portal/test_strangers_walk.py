"""A stranger's walk through the demo with JavaScript off (check 17): everything that is work is done with plain pages.

One region for the walk; the tests are its steps, and each stands by itself.
"""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.portal.survey import context_for, enter
from tests.clients.region import Region

Come = Callable[[str], Page]


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Region]:
    """A region of its own: what is done here must not meet other tests."""
    own = Region(tmp_path_factory.mktemp("walk"))
    own.start()
    yield own
    own.stop()


@pytest.fixture
def come(browser: Browser, region: Region) -> Iterator[Come]:
    """`come("maria")` is her window without JavaScript."""
    contexts = []

    def open_window(person: str) -> Page:
        context = context_for(browser, java_script_enabled=False)
        contexts.append(context)
        page = context.new_page()
        enter(page, region, person)
        return page

    yield open_window
    for context in contexts:
        context.close()


def press(page: Page, name: str) -> None:
    """Press a button, and wait for its page."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def heading(page: Page) -> str:
    """The page's main heading."""
    return " ".join(page.locator("h1").inner_text().split())


def test_check_17_maria_finishes_and_gives_out_samirs_draft(come: Come, region: Region) -> None:
    """He has neither address nor phone."""
    maria = come("maria")
    maria.get_by_role("link", name="Skriv vidare").first.click()
    assert "Samir Haddad" in heading(maria)
    if not maria.locator("#care-0-text").input_value():
        maria.locator("#care-0-text").fill("Vi ringer när provsvaren är här.")
    maria.locator("#nasta-what").fill("Maria bokar ett besök")
    press(maria, "Läs tillsammans")
    assert "Planering för Samir Haddad" in heading(maria)
    assert "Maria bokar ett besök" in maria.locator(".next").inner_text()
    press(maria, "Skicka till Samir")
    assert heading(maria) == "Klart. Planen är skickad."
    samir = come("samir")
    assert heading(samir) == "Min planering"
    assert "Är du med på den?" in samir.locator(".notice").inner_text()


def test_check_17_maria_writes_hassans_contract_from_nothing(come: Come, region: Region) -> None:
    maria = come("maria")
    maria.locator("#q").fill("karimi hassan")
    press(maria, "Sök patient")
    maria.get_by_role("link", name="Nytt patientkontrakt").first.click()
    assert "Hassan Karimi" in heading(maria)
    maria.locator("#paket-val").select_option(index=1)
    press(maria, "Hämta förslag")
    first = maria.locator("#mine-0-text").input_value()
    assert first
    maria.locator("#viktigt-text").fill("Jag vill slippa åka in på natten.")
    press(maria, "Läs tillsammans")
    assert first in maria.locator(".half.mine").inner_text()
    press(maria, "Vi är överens")
    assert heading(maria) == "Klart. Ni är överens."
    hassan = come("hassan")
    assert "slippa åka in på natten" in hassan.locator("#viktigt").inner_text()


def test_check_18_what_is_missing_is_told_with_links_to_the_fields(come: Come, region: Region) -> None:
    maria = come("maria")
    maria.goto(f"{region.base}/arbete/kontrakt/nytt/alva")
    press(maria, "Läs tillsammans")
    told = " ".join(maria.locator("main").inner_text().split())
    assert "saknas" in told
    links = maria.locator(".err-sum a, .alert a[href*='#']")
    assert links.count() >= 1


def test_check_23_two_who_write_the_same_part_meet_and_nothing_is_lost(come: Come, region: Region) -> None:
    maria, johan = come("maria"), come("johan")
    for page in (maria, johan):
        page.goto(f"{region.base}/arbete/kontrakt/gunnel-kontrakt/andra")
    maria.locator("#samordning").fill("Maria håller ihop planen och ringer hjärtmottagningen.")
    johan.locator("#samordning").fill("Johan håller ihop planen när Maria är ledig.")
    press(maria, "Spara utkast")
    press(johan, "Spara utkast")
    assert heading(johan) == "Två har ändrat samtidigt"
    both = johan.locator("main").inner_text()
    assert "ringer hjärtmottagningen" in both
    assert "när Maria är ledig" in both
    johan.locator("input[value=min]").first.check()
    press(johan, "Spara valen")
    johan.goto(f"{region.base}/arbete/kontrakt/gunnel-kontrakt/andra")
    assert johan.locator("#samordning").input_value() == "Johan håller ihop planen när Maria är ledig."


def test_check_23_two_who_write_different_parts_both_get_saved(come: Come, region: Region) -> None:
    maria, johan = come("maria"), come("johan")
    for page in (maria, johan):
        page.goto(f"{region.base}/arbete/kontrakt/sara-kontrakt/andra")
    maria.locator("#samordning").fill("Maria håller ihop planen.")
    johan.locator("#care-0-text").fill("Johan går igenom läkemedlen.")
    press(maria, "Spara utkast")
    press(johan, "Spara utkast")
    maria.goto(f"{region.base}/arbete/kontrakt/sara-kontrakt/andra")
    assert maria.locator("#samordning").input_value() == "Maria håller ihop planen."
    assert maria.locator("#care-0-text").input_value() == "Johan går igenom läkemedlen."


def test_check_25_staff_have_no_control_to_change_her_story(come: Come, region: Region) -> None:
    maria = come("maria")
    maria.goto(f"{region.base}/arbete/kontrakt/gunnel-kontrakt/andra")
    assert "torget" in maria.locator("#viktigt").inner_text()
    assert maria.locator("#viktigt textarea, #viktigt input").count() == 0


def test_check_17_ahmed_reads_adds_and_is_shut_out_when_gunnel_stops(come: Come, region: Region) -> None:
    ahmed, gunnel = come("ahmed"), come("gunnel")
    ahmed.goto(f"{region.base}/arbete/delade")
    ahmed.get_by_role("link", name="Gunnel Andersson").click()
    ahmed.get_by_label("Jag vårdar personen i dag").check()
    press(ahmed, "Öppna planen")
    assert "torget" in ahmed.locator("main").inner_text()
    ahmed.get_by_role("link", name="Lägg till ett löfte").click()
    ahmed.locator("#l-vad").fill("Hemsjukvården mäter blodtrycket")
    ahmed.locator("#l-nar").fill("varje torsdag")
    press(ahmed, "Lägg till")
    assert "Hemsjukvården mäter blodtrycket" in ahmed.locator("main").inner_text()
    gunnel.goto(f"{region.base}/min/planering")
    assert "Hemsjukvården mäter blodtrycket" in gunnel.locator("#vem").inner_text()
    gunnel.goto(f"{region.base}/min/delning")
    gunnel.get_by_role("link", name="Ändra eller sluta").first.click()
    press(gunnel, "Sluta dela")
    ahmed.reload()
    assert "har inte sagt ja till att dela med er" in heading(ahmed)
    assert "torget" not in ahmed.content()
    gunnel.goto(f"{region.base}/min/logg")
    log = gunnel.locator("main").inner_text()
    assert "Hemsjukvården Ekby" in log


def test_check_17_gunnel_changes_her_goal_and_answers(come: Come, region: Region) -> None:
    gunnel = come("gunnel")
    gunnel.locator("#mal").get_by_role("link", name="Ändra").first.click()
    gunnel.locator("#m-text").fill("Gå till torget och tillbaka, en gång i veckan")
    press(gunnel, "Spara")
    gunnel.goto(f"{region.base}/min/planering")
    gunnel.goto(f"{region.base}/min/planering/svar")
    gunnel.get_by_label("Jag vill prata med någon först").check()
    press(gunnel, "Skicka svar")
    assert gunnel.locator(".okbox").inner_text().strip()
    assert "Du har svarat att du vill prata först" in gunnel.locator("main").inner_text()

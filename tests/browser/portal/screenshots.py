"""`make screenshots`: the main pages of a fresh demo region, as JPEG pictures in docs/screens/ (docs/screens.md shows them)."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from playwright.sync_api import Browser, Page

from tests.browser.chromium import chromium
from tests.browser.portal.given import let_read
from tests.browser.portal.survey import context_for, enter, read_for_alva, tell_why
from tests.clients.region import Region

FOLDER: Final = Path(__file__).parents[3] / "docs" / "screens"
QUALITY: Final = 58
DEEPEST: Final = 2_600
"""Pixels of a page that are shown: the whole of a long one is for the browser, not for a document."""
LARGEST: Final = 2_500_000
"""Bytes of all pictures together: they travel with every clone."""

CONTRACT: Final = "/arbete/kontrakt/gunnel-kontrakt"

Act = Callable[[Page, Region], None]


def nothing(page: Page, region: Region) -> None:
    """Nothing has to be done before the page can be seen."""


def two_at_once(page: Page, region: Region) -> None:
    """Johan saves who holds Gunnel's plan together while Maria writes the same; her save leads to the merge page."""
    form = f"{region.base}{CONTRACT}/andra"
    browser = page.context.browser
    assert browser is not None
    page.goto(form)
    johan = context_for(browser, java_script_enabled=False)
    his = johan.new_page()
    enter(his, region, "johan")
    his.goto(form)
    _save(his, "Johan håller ihop planen när Maria är ledig.")
    his.get_by_text("Sparat klockan").first.wait_for()
    johan.close()
    _save(page, "Maria håller ihop planen och ringer hjärtmottagningen.")
    page.wait_for_url("**/slag-ihop")


def let_an_app_read(page: Page, region: Region) -> None:
    """Sara, who has let an app read about herself and Alva, reads for herself."""
    let_read(region)
    page.get_by_role("radio", name="Mig själv").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Fortsätt").click()


def _save(page: Page, words: str) -> None:
    page.locator("#samordning").fill(words)
    page.get_by_role("button", name="Spara utkast").click()


@dataclass(frozen=True)
class Shot:
    """One page of the document: its name, whose page it is, where, at which widths, and what is done before.

    `deepest` is how many pixels from its top are shown.
    """

    name: str
    person: str
    path: str
    widths: tuple[int, ...] = (1280,)
    on_paper: bool = False
    deepest: int = DEEPEST
    before: Act = nothing

    def files(self) -> Iterator[tuple[int, str]]:
        """Each width, and the name of its picture."""
        for width in self.widths:
            yield width, f"{self.name}-{width}.jpg"


SHOTS: Final = (
    Shot("start", "", "/", (1280,)),
    Shot("min-planering", "gunnel", "/min/planering", (1280,), deepest=3_600),
    Shot("min-planering", "gunnel", "/min/planering", (390, 320)),
    Shot("svar", "gunnel", "/min/planering/svar", (390,)),
    Shot("delning", "gunnel", "/min/delning", (1280, 390)),
    Shot("logg", "gunnel", "/min/logg", (1280,), deepest=1_400),
    Shot("skriv-ut", "gunnel", "/min/planering/skriv-ut", (794,), on_paper=True),
    Shot("las-for", "sara", "", (390,)),
    Shot("alvas-planering", "sara", "/min/planering", (1280, 390), before=read_for_alva, deepest=1_200),
    Shot("appar", "sara", "/min/appar", (390,), before=let_an_app_read),
    Shot("min-dag", "maria", "/arbete", (1280, 390)),
    Shot("kontrakt", "maria", CONTRACT, (1280, 390)),
    Shot("nytt-kontrakt", "maria", "/arbete/kontrakt/nytt/hassan", (1280,)),
    Shot("slag-ihop", "maria", "", (1280,), before=two_at_once),
    Shot("delad-plan", "ahmed", "/arbete/delade/gunnel/plan", (1280,), before=tell_why),
    Shot("utan-samtycke", "karin", "/arbete/delade/rut", (1280,)),
    Shot("administrera", "astrid", "/administrera", (1280,)),
    Shot("program", "astrid", "/administrera/program/demo-app", (1280,), deepest=1_800),
    Shot("personal", "astrid", "/administrera/personal/linden", (1280,), deepest=1_400),
    Shot("felsida", "gunnel", "/min/finns-inte", (390,)),
)
"""All of them; an empty path is where `before` ended."""


def picture(browser: Browser, region: Region, shot: Shot, folder: Path) -> None:
    """Take one page at each of its widths, from its top."""
    context = context_for(browser)
    page = context.new_page()
    if shot.person:
        enter(page, region, shot.person)
    shot.before(page, region)
    if shot.path:
        page.goto(region.base + shot.path)
    if shot.on_paper:
        page.emulate_media(media="print", reduced_motion="reduce")
        page.evaluate("document.body.style.padding = '3rem'")  # the printer's margin
    for width, name in shot.files():
        page.set_viewport_size({"width": width, "height": 900})
        deep: int = page.evaluate("document.fonts.ready.then(() => document.body.offsetHeight)")
        page.screenshot(
            path=folder / name,
            type="jpeg",
            quality=QUALITY,
            full_page=True,
            clip={"x": 0, "y": 0, "width": width, "height": min(deep, shot.deepest)},
        )
    context.close()


def main() -> int:
    """Take every picture, and leave no other there; 1 when they have become too heavy."""
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.iterdir():
        old.unlink()
    with TemporaryDirectory() as folder, chromium() as browser:
        region = Region(Path(folder))
        region.start()
        try:
            for shot in SHOTS:
                picture(browser, region, shot, FOLDER)
        finally:
            region.stop()
    weight = sum(file.stat().st_size for file in FOLDER.glob("*.jpg"))
    sys.stdout.write(f"docs/screens/: {weight / 1e6:.1f} MB\n")
    return 1 if weight > LARGEST else 0


if __name__ == "__main__":
    raise SystemExit(main())

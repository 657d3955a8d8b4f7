"""The pages of sign-in as a person comes to them: one function each, named after what the page says."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page

from tests.clients.public_app import STAFF_SCOPE, App
from tests.clients.region import Region

Visit = Callable[[Page, Region], None]


def choose(page: Page, person: str) -> None:
    """Be one of those listed."""
    page.locator(f"#p-{person}").check()
    press(page, "form:has(#p-gunnel) button")


def press(page: Page, button: str) -> None:
    """Press a button and wait until its page is there."""
    with page.expect_navigation():
        page.locator(button).first.click()


def come(page: Page, region: Region, person: str, **app: str) -> None:
    """Come from an app and sign in."""
    page.goto(App(region, **app).address())
    choose(page, person)


def sign_in(page: Page, region: Region) -> None:
    page.goto(App(region).address())


def refused(page: Page, region: Region) -> None:
    come(page, region, "gerd")


def child(page: Page, region: Region) -> None:
    come(page, region, "alva")


def approval(page: Page, region: Region) -> None:
    come(page, region, "gunnel")


def approval_with_names(page: Page, region: Region) -> None:
    come(page, region, "gunnel")
    page.locator("summary").click()


def staff_approval(page: Page, region: Region) -> None:
    come(page, region, "maria", client="demo-staff-app", scope=STAFF_SCOPE)


def picker(page: Page, region: Region) -> None:
    come(page, region, "maria", scope="openid launch/patient")


def approval_of_the_picked(page: Page, region: Region) -> None:
    picker(page, region)
    page.get_by_role("radio").first.check()
    press(page, "form button")


def nobody_to_pick(page: Page, region: Region) -> None:
    come(page, region, "lars", scope="openid launch/patient")


def signed_in(page: Page, region: Region) -> None:
    approval(page, region)
    page.goto(f"{region.base}/logga-in")


def sign_out(page: Page, region: Region) -> None:
    approval(page, region)
    page.goto(f"{region.base}/logga-ut")


def signed_out(page: Page, region: Region) -> None:
    sign_out(page, region)
    press(page, "form button")


def stale_form(page: Page, region: Region) -> None:
    sign_in(page, region)
    _forget(page.context)
    choose(page, "gunnel")


def stale_approval(page: Page, region: Region) -> None:
    approval(page, region)
    _forget(page.context)
    press(page, "form button")


def unknown_app(page: Page, region: Region) -> None:
    page.goto(f"{region.base}/oauth/authorize?client_id=nobody")


def no_such_page(page: Page, region: Region) -> None:
    page.goto(f"{region.base}/finns-inte")


def _forget(context: BrowserContext) -> None:
    context.clear_cookies()


# What the page's heading says, in Swedish and English, and the status of its answer.
PAGES: dict[Visit, tuple[str, str, int]] = {
    sign_in: ("Logga in", "Sign in", 200),
    refused: ("Logga in", "Sign in", 403),
    child: ("Logga in", "Sign in", 403),
    approval: (
        "Vill du ge tillgång till dina uppgifter?",
        "Do you want to give access to your information?",
        200,
    ),
    approval_with_names: (
        "Vill du ge tillgång till dina uppgifter?",
        "Do you want to give access to your information?",
        200,
    ),
    staff_approval: (
        "Vill du arbeta genom den här appen?",
        "Do you want to work through this app?",
        200,
    ),
    picker: ("Vilken patient gäller det?", "Which patient is it about?", 200),
    approval_of_the_picked: (
        "Vill du arbeta genom den här appen?",
        "Do you want to work through this app?",
        200,
    ),
    nobody_to_pick: ("Vilken patient gäller det?", "Which patient is it about?", 200),
    signed_in: ("Logga in", "Sign in", 200),
    sign_out: ("Vill du logga ut?", "Do you want to sign out?", 200),
    signed_out: ("Du är utloggad", "You are signed out", 200),
    stale_form: ("Formuläret gäller inte längre", "The form is no longer valid", 400),
    stale_approval: ("Formuläret gäller inte längre", "The form is no longer valid", 400),
    unknown_app: ("Inloggningen kan inte börja", "Sign-in cannot start", 400),
    no_such_page: ("Sidan finns inte", "The page does not exist", 404),
}

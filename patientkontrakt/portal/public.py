"""Pages anybody may read: start, language, help, about, privacy, accessibility; and where one lands after signing out."""

from typing import Final

from flask import Blueprint, Response, request

from patientkontrakt.portal import pages
from patientkontrakt.portal.door import portal, visitor
from patientkontrakt.portal.language import LANGUAGES, choose
from patientkontrakt.portal.signing_in import home

public = Blueprint("portal_public", __name__)
public.after_request(pages.protect)

SHEETS: Final = {
    "/hjalp": "help",
    "/om": "about",
    "/uppgifter": "privacy",
    "/tillganglighet": "accessibility",
    "/utloggad": "signed_out",
}
"""Pages that are only words."""


@public.get("/")
def start() -> Response:
    """For somebody signed in: her own pages."""
    here = visitor()
    return pages.see(home(here.person, here.about.get("task"))) if here else pages.page("portal/start.html")


def _open_sheet(path: str, name: str) -> None:
    public.add_url_rule(path, name, lambda: pages.page(f"portal/{name}.html"))


for _path, _name in SHEETS.items():
    _open_sheet(_path, _name)


@public.get("/sprak")
def languages() -> Response:
    """Choose a language, each by its own name."""
    return pages.page("portal/language.html", back=_back(request.args.get("tillbaka") or _referrer()))


@public.post("/sprak")
def choose_language() -> Response:
    """Nothing is changed but the reader's own cookie, so the form needs no token."""
    chosen = request.form.get("sprak", "")
    response = pages.see(_back(request.form.get("tillbaka", "")))
    return choose(response, chosen, portal().encrypted) if chosen in LANGUAGES else response


def _referrer() -> str:
    """The page she came from, when it is one of ours."""
    came_from = request.referrer or ""
    ours = portal().base_url + "/"
    return "/" + came_from[len(ours) :].partition("?")[0] if came_from.startswith(ours) else "/"


def _back(target: str) -> str:
    """A path of our own, without a query."""
    plain = (
        target.startswith("/") and not target.startswith("//") and "\\" not in target and target.isprintable()
    )
    return target.partition("?")[0] if plain and not target.startswith(("/sprak", "/logga", "/in")) else "/"

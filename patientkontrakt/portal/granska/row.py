"""One row of the log, and the form in which a look at it is documented."""

from typing import Any, Final

from flask import Response, request
from flask_babel import gettext as _

from patientkontrakt.portal import pages
from patientkontrakt.portal.door import ask
from patientkontrakt.portal.filling import Filling, text
from patientkontrakt.portal.granska import pages_of_review, phrases
from patientkontrakt.portal.granska.menu import HOME, review_page
from patientkontrakt.portal.pages import Fault


class Form(Filling):
    """A form on a page of the log reader."""

    elsewhere = (403, 404)

    def page(self, status: int, **context: Any) -> Response:
        return review_page(self.template, status, current=self.current, **context)

    def quicker(self, told: list[Fault]) -> str | None:
        return None


CHECK: Final = Form("granska/row.html", HOME, {"verdict": "verdict-1", "note": "k-text"})


@pages_of_review.get("/rad/<id>")
def show_row(id: str) -> Response:
    """Who did what, when, on what ground, and every look at it."""
    return CHECK.show({"regel": request.args.get("regel", "")}, fixed=("regel",), **_about(id))


@pages_of_review.post("/rad/<id>")
def check(id: str) -> Response:
    """Document a look; it stays for ever."""
    verdict, rule = text("verdict"), text("regel")
    if verdict not in phrases.VERDICTS:
        return CHECK.again([Fault("verdict-1", _("Välj vad du kom fram till"))], **_about(id))
    known = rule if rule in phrases.rules() else None
    said = {"verdict": verdict, "note": text("note"), "rule": known}
    if faults := CHECK.send("POST", f"/review/{id}/check", said):
        return CHECK.again(faults, **_about(id))
    return pages.see(f"/granska/regel/{known}" if known else HOME, _("Kontrollen är sparad."))


def _about(id: str) -> dict[str, Any]:
    return {
        "row": ask("GET", f"/review/{id}"),
        "phrases": phrases,
        "rules": phrases.rules(),
        "verdicts": phrases.verdicts(),
    }

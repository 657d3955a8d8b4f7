"""The programs, and one of them."""

from flask import Response

from patientkontrakt.portal.administrera import pages_of_administration, phrases
from patientkontrakt.portal.administrera.menu import HOME, administrators_page
from patientkontrakt.portal.door import ask


@pages_of_administration.get("")
def programs() -> Response:
    """What waits for a second administrator first, then every program."""
    told = ask("GET", "/admin/clients")
    return administrators_page("administrera/programs.html", current=HOME, acts=phrases.acts(), **told)


@pages_of_administration.get("/program/<id>")
def program(id: str) -> Response:
    """How it signs in, what it may, who approved it, and what can be done."""
    told = ask("GET", f"/admin/clients/{id}")
    return administrators_page(
        "administrera/program.html",
        current=HOME,
        acts=phrases.acts(),
        methods=phrases.methods(),
        levels=phrases.levels(),
        **told,
    )

"""The apps somebody has given access, on a page of a patient's and of staff's alike, and taking it back."""

from typing import Any

from flask import Response
from flask_babel import gettext as _

from patientkontrakt.portal import pages
from patientkontrakt.portal.door import ask
from patientkontrakt.portal.filling import text
from patientkontrakt.portal.refusals import Refused


def given() -> list[dict[str, Any]]:
    """Every app with what it may do, in the reader's words; newest first."""
    found: list[dict[str, Any]] = ask("GET", "/my/apps")["apps"]
    return found


def take_back(page: str) -> Response:
    """Take back what one app was given, and say so on `page`; one that is gone already is gone."""
    try:
        app = ask("DELETE", f"/my/apps/{text('app') or 'ingen'}")
    except Refused as refused:
        if refused.status != 404:
            raise
        return pages.see(page, _("Appen har inte längre någon tillgång."))
    return pages.see(page, _("%(app)s har inte längre någon tillgång.", app=app["name"]))

"""Every no as a page in klarspråk: what happened, what to do, and a code when it was our fault."""

import secrets
from collections.abc import Sequence
from typing import Final, Protocol

from flask import Flask, Response, g, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as __

from patientkontrakt.portal import pages
from patientkontrakt.portal.door import visitor
from patientkontrakt.portal.refusals import (
    Away,
    BeingDone,
    HersAlone,
    Refused,
    SessionOver,
    StaleForm,
    WrongPerson,
)
from patientkontrakt.portal.signing_in import home, sign_in_first

HEADINGS: Final = {
    400: __("Det gick inte att skicka"),
    403: __("Du kan inte se den här sidan"),
    404: __("Sidan finns inte"),
    405: __("Det går inte att göra så"),
    409: __("Någon annan sparade samtidigt"),
    412: __("Någon annan sparade samtidigt"),
    413: __("Det var för mycket på en gång"),
    422: __("Det gick inte"),
    429: __("Vänta en stund"),
    500: __("Något gick fel hos oss"),
    503: __("Tjänsten svarar inte just nu"),
}
LINES: Final = {
    400: __(
        "Sidan var för gammal eller öppnad i ett annat fönster. Inget har ändrats. Gå tillbaka, ladda om sidan och försök igen."
    ),
    403: __("Sidan är till för någon annan. Inget har ändrats."),
    404: __("Adressen är fel skriven, eller så har sidan flyttat."),
    405: __(
        "Hit kommer man bara genom en knapp på en sida. Gå tillbaka dit och försök igen. Inget har ändrats."
    ),
    409: __("Din text är kvar. Ladda om sidan, läs det som är nytt och försök igen."),
    412: __("Din text är kvar. Ladda om sidan, läs det som är nytt och försök igen."),
    500: __("Försök igen om en stund. Är det bråttom, ring 1177."),
    503: __("Försök igen om en stund. Är det bråttom, ring 1177. Det du har skrivit är inte skickat."),
}

HERS_ALONE: Final = __(
    "Du läser för ett barn. Att dela, spärra, läsa loggen och hämta uppgifter som fil är barnets egna rättigheter. "
    "Ring vården om du behöver hjälp med det. Inget har ändrats."
)


class Reason(Protocol):
    """Why, in both languages."""

    @property
    def sv(self) -> str: ...
    @property
    def en(self) -> str: ...


class Problem(Protocol):
    """A refusal of the service itself, as HTTP has it."""

    @property
    def status(self) -> int: ...
    @property
    def issues(self) -> Sequence[Reason]: ...


def error_page(problem: Problem) -> Response:
    """What a person sees where no page answers."""
    return pages.protect(told(problem.status))


def told(status: int, reasons: Sequence[str] = ()) -> Response:
    """The page of a status, in the reader's language."""
    known = status if status in HEADINGS else (500 if status >= 500 else 400)
    code = g.get("request_id", secrets.token_hex(4))[:6].upper() if status >= 500 else ""
    return pages.page(
        "portal/error.html",
        status,
        heading=HEADINGS[known],
        lines=[LINES[known]] if known in LINES and not reasons else [],
        reasons=reasons,
        code=code,
        onward=_onward(),
    )


def register(app: Flask) -> None:
    """For what the portal's own pages raise."""
    app.register_error_handler(SessionOver, lambda _: sign_in_first())
    app.register_error_handler(WrongPerson, lambda _: told(403))
    app.register_error_handler(HersAlone, lambda _: told(403, [str(HERS_ALONE)]))
    app.register_error_handler(StaleForm, lambda _: told(400))
    app.register_error_handler(BeingDone, lambda _: told(503))
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(Away, _away)


def _refused(refused: Refused) -> Response:
    """A wrong or foreign id is the same page as a missing one; other reasons, and why an act is refused, are the API's words."""
    only_looked = request.method in ("GET", "HEAD")
    status = 404 if refused.status == 400 and only_looked else refused.status  # the address: nothing was sent
    told_nothing = status == 404 or (status == 403 and only_looked)
    words = [] if told_nothing else [each.text for each in refused.reasons]
    return told(status, words)


def _away(away: Away) -> Response:
    response = told(500 if away.status == 500 else 503)
    response.headers["Retry-After"] = "5"
    return response


def _onward() -> tuple[str, str]:
    here = visitor()
    if here is None:
        return "/", _("Till startsidan")
    return home(here.person, here.about.get("task")), _("Till min dag") if here.is_staff else _(
        "Till min planering"
    )

"""Which language a page is in: the one chosen, else what the browser prefers, else Swedish."""

from typing import Final, cast

from babel.support import NullTranslations, Translations
from flask import Request, Response, g, request
from flask_babel import get_translations

LANGUAGES: Final = {"sv": "Svenska", "en": "English"}
COOKIE: Final = "pk-sprak"
_KNOWN: Final = "patientkontrakt.language"


def language(asked: Request) -> str:
    """ "sv" or "en"; the authorization server's pages keep the same cookie. Found out once a request: a page asks at each day."""
    known = asked.environ.get(_KNOWN)
    if known is None:
        known = asked.environ[_KNOWN] = _found_out(asked)
    return str(known)


def _found_out(asked: Request) -> str:
    chosen = asked.cookies.get(COOKIE)
    if chosen in LANGUAGES:
        return str(chosen)
    return asked.accept_languages.best_match(list(LANGUAGES)) or "sv"


def locale() -> str:
    """For Flask-Babel."""
    return language(request)


def translations() -> Translations | NullTranslations:
    """The catalogue of this request's language. Looked up once: Flask-Babel would at each of a page's hundred texts."""
    if "portal_translations" not in g:
        g.portal_translations = get_translations()
    return cast(Translations | NullTranslations, g.portal_translations)


def choose(response: Response, chosen: str, encrypted: bool) -> Response:
    """Keep the choice for a year."""
    response.set_cookie(
        COOKIE, chosen, max_age=31_536_000, httponly=True, samesite="Lax", secure=encrypted, path="/"
    )
    return response

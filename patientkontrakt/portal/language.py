"""Which language a page is in: the one chosen, else what the browser prefers, else Swedish."""

from typing import Final

from flask import Request, Response, request

LANGUAGES: Final = {"sv": "Svenska", "en": "English"}
COOKIE: Final = "pk-sprak"


def language(asked: Request) -> str:
    """ "sv" or "en"; the authorization server's pages keep the same cookie."""
    chosen = asked.cookies.get(COOKIE)
    if chosen in LANGUAGES:
        return str(chosen)
    return asked.accept_languages.best_match(list(LANGUAGES)) or "sv"


def locale() -> str:
    """For Flask-Babel."""
    return language(request)


def choose(response: Response, chosen: str, encrypted: bool) -> Response:
    """Keep the choice for a year."""
    response.set_cookie(
        COOKIE, chosen, max_age=31_536_000, httponly=True, samesite="Lax", secure=encrypted, path="/"
    )
    return response

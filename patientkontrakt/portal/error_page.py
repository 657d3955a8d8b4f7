"""What a person sees where no door answers: the reason in her language, and the way to the sign-in."""

from collections.abc import Sequence
from typing import Final, Protocol

from flask import Response, make_response, render_template, request

POLICY: Final = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; frame-ancestors 'none'; base-uri 'none'"


class Reason(Protocol):
    """Why, in both languages."""

    @property
    def sv(self) -> str: ...
    @property
    def en(self) -> str: ...


class Refused(Protocol):
    """A refusal as HTTP has it."""

    @property
    def status(self) -> int: ...
    @property
    def issues(self) -> Sequence[Reason]: ...


def error_page(refused: Refused) -> Response:
    """The refusal as a page of its status."""
    lang = request.accept_languages.best_match(["sv", "en"]) or "sv"
    response = make_response(
        render_template(
            "portal/error.html",
            lang=lang,
            t=lambda sv, en: sv if lang == "sv" else en,
            is_missing=refused.status == 404,
            reasons=refused.issues,
        ),
        refused.status,
    )
    response.headers["Content-Security-Policy"] = POLICY
    return response

"""Rendering our few pages: Swedish first, English on request, every text beside its translation."""

from typing import Any, Final
from urllib.parse import urlencode

from flask import Request, Response, make_response, render_template, request

from patientkontrakt.auth.authority import authority
from patientkontrakt.auth.oauth import numbers
from patientkontrakt.auth.signing_in import forms

LANGUAGES: Final = {"sv": "Svenska", "en": "English"}
COOKIE: Final = "pk-sprak"


def language(asked: Request) -> str:
    """`sprak` in the address or chosen before, else what the browser prefers, else Swedish."""
    for chosen in (asked.args.get("sprak"), asked.cookies.get(COOKIE)):
        if chosen in LANGUAGES:
            return chosen
    return asked.accept_languages.best_match(["sv", "en"]) or "sv"


def page(template: str, status: int = 200, **context: Any) -> Response:
    """A page of ours with its form token and the visitor's cookie."""
    secret = forms.visitor(authority(), request)
    response = make_response(_render(template, forms.token_for(authority(), secret), context), status)
    _remember_language(response)
    return forms.remember(authority(), response, secret)


def unavailable(_: Exception) -> Response:
    """The database or the log is away: nothing is shown, and nothing was done."""
    response = page("unavailable.html", 503)
    response.headers["Retry-After"] = "5"
    return response


def number_told(_: Exception) -> Response:
    """A personal number in the address: no way on repeats it."""
    return page("number_told.html", 400)


def _remember_language(response: Response) -> None:
    """A language that was chosen holds on the pages that follow, and until the browser is closed."""
    if (chosen := request.args.get("sprak")) in LANGUAGES:
        secure = authority().issuer.startswith("https:")
        response.set_cookie(COOKIE, chosen, httponly=True, samesite="Lax", secure=secure, path="/")


def _render(template: str, csrf_token: str, context: dict[str, Any]) -> str:
    lang = language(request)
    return render_template(
        f"auth/{template}",
        lang=lang,
        t=lambda sv, en: sv if lang == "sv" else en,
        csrf_token=csrf_token,
        other_language=_other_language(lang),
        **context,
    )


def _other_language(lang: str) -> tuple[str, str, str]:
    """(code, own name, address) of the other language. A form's answer has no address to come back to, nor has the
    answer of a provider, which counts once, nor an address with a personal number in it."""
    other = "en" if lang == "sv" else "sv"
    pairs = [(name, value) for name, value in request.args.items(multi=True) if name != "sprak"]
    address = f"{request.path}?{urlencode([*pairs, ('sprak', other)])}" if _can_come_back() else ""
    return other, LANGUAGES[other], address


def _can_come_back() -> bool:
    is_answer = request.method != "GET" or request.path.endswith("/tillbaka")
    return not is_answer and not numbers.stand_in_address()

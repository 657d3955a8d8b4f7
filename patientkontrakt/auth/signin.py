"""The sign-in page, and who is signed in. The ways in are blueprints of their own: a provider's, and in a demo the cast's."""

from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import Blueprint, Request, Response, request

from patientkontrakt.auth import authorization, forms, moment, pages, sessions
from patientkontrakt.auth.authority import Authority, authority
from patientkontrakt.auth.headers import allow_form_to, protect
from patientkontrakt.auth.redirects import source_expression
from patientkontrakt.auth.sessions import Session
from patientkontrakt.db import Unavailable

AUTHORIZE = "/oauth/authorize"
PAGE = "/logga-in"


def door(name: str) -> Blueprint:
    """A blueprint with the headers, the bounds and the pages of refusal that every page of signing in and out has."""
    blueprint = Blueprint(name, __name__, template_folder="templates")
    blueprint.before_request(forms.bound_body)
    blueprint.after_request(protect)
    blueprint.register_error_handler(Unavailable, pages.unavailable)
    blueprint.register_error_handler(forms.StaleForm, _stale)
    return blueprint


def _stale(_: forms.StaleForm) -> Response:
    target = onward(request)
    return pages.page(
        "stale_form.html", 400, again=f"{PAGE}?{urlencode({'next': target})}" if target else PAGE
    )


signin = door("auth_signin")


@signin.get(PAGE)
def show() -> Response:
    """The sign-in page; in production without an identity provider it says that there is none."""
    return sign_in_page()


def sign_in_page(status: int = 200, refusal: str | None = None, wait_s: int = 0) -> Response:
    """The ways in there are; with `refusal`, why the last try did not succeed, and in how many seconds one may try again."""
    session = current_session(authority(), moment.at())
    target = onward(request)
    allow_form_on_to(target)
    response = pages.page(
        "signin.html" if authority().is_demo else "no_signin.html",
        status,
        showcase=authority().showcase,
        refusal=refusal,
        next=target,
        signed_in=authority().people.name_of(session.person.who) if session else None,
    )
    if wait_s:
        response.headers["Retry-After"] = str(wait_s)
    return response


def current_session(authority: Authority, at: int) -> Session | None:
    """The live session of this request's visitor."""
    secret = forms.cookie_of(authority, request)
    if not secret:
        return None
    with authority.database.read() as tx:
        session = sessions.find(tx, secret, at)
    if session and session.is_stale(at):
        with authority.database.write() as tx:
            sessions.touch(tx, session.id, at)
    return session


def onward(asked: Request) -> str | None:
    """Where to go on: only our own authorization endpoint, never another site (S-107)."""
    return ours(asked.values.get("next", ""))


def ours(target: str) -> str | None:
    """The target, when it is our own authorization endpoint."""
    parts = urlsplit(target) if target.startswith(AUTHORIZE + "?") and "\\" not in target else None
    return target if parts and parts.path == AUTHORIZE and target.isprintable() else None


def allow_form_on_to(target: str | None) -> None:
    """Signing in may lead straight to the app, when its redirect URI is registered."""
    params = dict(parse_qsl(urlsplit(target).query)) if target else {}
    if found := authorization.destination(authority(), params):
        allow_form_to(source_expression(found[1]))

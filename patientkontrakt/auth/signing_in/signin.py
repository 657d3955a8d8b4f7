"""The sign-in page, and who is signed in. The ways in are blueprints of their own: a provider's, and in a demo the cast's."""

from typing import cast
from urllib.parse import urlencode, urlsplit

from flask import Blueprint, Request, Response, redirect, request

from patientkontrakt.auth import moment
from patientkontrakt.auth.authority import Authority, authority
from patientkontrakt.auth.given import sessions
from patientkontrakt.auth.given.sessions import Session
from patientkontrakt.auth.oauth import authorization, numbers
from patientkontrakt.auth.oauth.numbers import NumberTold
from patientkontrakt.auth.outside.redirects import source_expression
from patientkontrakt.auth.proving.bodies import bound_body
from patientkontrakt.auth.proving.wire import BadParameter, once_each
from patientkontrakt.auth.signing_in import forms, pages
from patientkontrakt.auth.signing_in.admission import Admitted, TurnedAway
from patientkontrakt.auth.signing_in.headers import allow_form_to, protect
from patientkontrakt.db import Unavailable

AUTHORIZE = "/oauth/authorize"
PAGE = "/logga-in"


def door(name: str) -> Blueprint:
    """A blueprint with the headers, the bounds and the pages of refusal that every page of signing in and out has."""
    blueprint = Blueprint(name, __name__, template_folder="templates")
    blueprint.before_request(bound_body)
    blueprint.after_request(protect)
    blueprint.register_error_handler(Unavailable, pages.unavailable)
    blueprint.register_error_handler(forms.StaleForm, _stale)
    return blueprint


def _stale(_: forms.StaleForm) -> Response:
    return pages.page("stale_form.html", 400, again=again(onward(request)))


def again(target: str | None) -> str:
    """The address of the sign-in page, for whoever is on her way to `target`."""
    return _with_next(PAGE, target)


def _with_next(path: str, target: str | None) -> str:
    return f"{path}?{urlencode({'next': target})}" if target else path


signin = door("auth_signin")
signin.before_request(numbers.refuse)
signin.register_error_handler(NumberTold, pages.number_told)


@signin.get(PAGE)
def show() -> Response:
    """The sign-in page; in production without an identity provider it says that there is none."""
    return sign_in_page()


def sign_in_page(
    status: int = 200, refusal: str | None = None, wait_s: int = 0, target: str | None = None
) -> Response:
    """The ways in there are, on the way to `target`. With `refusal`: why the last try did not succeed, and in how many
    seconds one may try again. To a provider leads a link: no content security policy has to know where it leads on."""
    session = current_session(authority(), moment.at())
    target = target or onward(request)
    allow_form_on_to(target)
    response = pages.page(
        "signin.html",
        status,
        is_demo=authority().is_demo,
        showcase=authority().showcase,
        ways=[(kind, _with_next(provider.path, target)) for kind, provider in authority().providers.items()],
        refusal=refusal,
        next=target,
        signed_in=authority().people.name_of(session.person.who) if session else None,
    )
    if wait_s:
        response.headers["Retry-After"] = str(wait_s)
    return response


def entered(verdict: Admitted | TurnedAway, target: str | None) -> Response:
    """After a sign-in at a provider: on to the target with a new cookie, or the sign-in page with the reason."""
    if isinstance(verdict, TurnedAway):
        reason = "stranger" if verdict.reason == "unknown" else verdict.reason
        return sign_in_page(verdict.status, reason, target=target)
    response = cast(Response, redirect(target or PAGE, 303))
    return forms.remember(authority(), response, verdict.secret)


def current_session(authority: Authority, at: int) -> Session | None:
    """The live session of this request's visitor."""
    secret = forms.cookie_of(authority, request)
    if not secret:
        return None
    with authority.database.glance() as tx:
        session = sessions.find(tx, secret, at)
    if session and session.is_stale(at):
        with authority.database.write() as tx:
            sessions.touch(tx, session.id, at)
    return session


def onward(asked: Request) -> str | None:
    """Where to go on: only our own authorization endpoint, never another site (S-107)."""
    return ours(asked.values.get("next", ""))


def ours(target: str) -> str | None:
    """The target, when it is our own authorization endpoint, and tells no personal number."""
    if numbers.tell([("next", target)]):
        return None
    parts = urlsplit(target) if target.startswith(AUTHORIZE + "?") and "\\" not in target else None
    return target if parts and parts.path == AUTHORIZE and target.isprintable() else None


def allow_form_on_to(target: str | None) -> None:
    """Signing in may lead straight to the app, when its redirect URI is registered."""
    try:
        params = once_each(urlsplit(target).query.encode()) if target else {}
    except BadParameter:  # the authorization endpoint says so, when she comes there
        return
    if found := authorization.destination(authority(), params):
        allow_form_to(source_expression(found[1]))

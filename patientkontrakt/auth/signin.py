"""Signing in and out. The pretend sign-in of the cast is a blueprint of its own, registered in demo mode only."""

from typing import cast
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import Blueprint, Request, Response, redirect, request

from patientkontrakt.auth import (
    admission,
    authorization,
    forms,
    issue,
    journal,
    moment,
    pages,
    sessions,
)
from patientkontrakt.auth.admission import Admitted
from patientkontrakt.auth.authority import Authority, authority
from patientkontrakt.auth.headers import allow_form_to, protect
from patientkontrakt.auth.redirects import source_expression
from patientkontrakt.auth.sessions import Session
from patientkontrakt.db import Unavailable

signin = Blueprint("auth_signin", __name__, template_folder="templates")
demo_signin = Blueprint("auth_demo_signin", __name__, template_folder="templates")
for blueprint in (signin, demo_signin):
    blueprint.before_request(forms.bound_body)
    blueprint.after_request(protect)
    blueprint.register_error_handler(Unavailable, pages.unavailable)

AUTHORIZE = "/oauth/authorize"
PAGE = "/logga-in"


@signin.errorhandler(forms.StaleForm)
@demo_signin.errorhandler(forms.StaleForm)
def _stale(_: forms.StaleForm) -> Response:
    target = _next(request)
    return pages.page(
        "stale_form.html", 400, again=f"{PAGE}?{urlencode({'next': target})}" if target else PAGE
    )


@signin.get(PAGE)
def show() -> Response:
    """The sign-in page; in production without an identity provider it says that there is none."""
    return _page()


@signin.get("/logga-ut")
def ask_to_leave() -> Response:
    """A page with the sign-out form, for whoever has only a link. A client that shows an id_token of the person who
    is signed in has asked already, and is believed (OpenID Connect RP-Initiated Logout 1.0 §2); the browser goes on to
    an address without it."""
    at = moment.at()
    session = current_session(authority(), at)
    hint = request.args.get("id_token_hint")
    if hint and (session is None or issue.subject_of(authority(), hint, at) == session.person.account):
        _end(session, at)
        return forms.forget(authority(), cast(Response, redirect("/logga-ut", 303)))
    return pages.page("signout.html" if session else "signed_out.html")


@signin.post("/logga-ut")
def leave() -> Response:
    """End the session and every token that came of it."""
    secret = forms.check(authority(), request)
    at = moment.at()
    with authority().database.read() as tx:
        session = sessions.find(tx, secret, at)
    return _end(session, at)


@demo_signin.post(PAGE)
def enter() -> Response:
    """Be one of the cast."""
    cookie = forms.check(authority(), request)
    person, address, at = request.form.get("person", ""), request.remote_addr or "", moment.at()
    with authority().database.write() as tx:
        verdict = admission.admit(authority(), tx, person, cookie, address, at)
    if not isinstance(verdict, Admitted):
        response = _page(verdict.status, verdict.reason)
        if verdict.wait_s:
            response.headers["Retry-After"] = str(verdict.wait_s)
        return response
    response = cast(Response, redirect(_next(request) or PAGE, 303))
    return forms.remember(authority(), response, verdict.secret)


def current_session(authority: Authority, at: int) -> Session | None:
    """The live session of this request's visitor."""
    secret = forms.cookie_of(authority, request)
    if not secret:
        return None
    with authority.database.read() as tx:
        session = sessions.find(tx, secret, at)
    if session and session.is_stale(at):
        with authority.database.write() as tx:
            sessions.touch(tx, session, at)
    return session


def _end(session: Session | None, at: int) -> Response:
    """Sign out, and forget the browser."""
    if session:
        with authority().database.write() as tx:
            sessions.end(tx, session, at)
            authority().log.append(tx, [journal.of_person("logout", session.person, at, moment.request_id())])
    return forms.forget(authority(), pages.page("signed_out.html"))


def _page(status: int = 200, refusal: str | None = None) -> Response:
    session = current_session(authority(), moment.at())
    target = _next(request)
    _allow_form_on_to(target)
    return pages.page(
        "signin.html" if authority().is_demo else "no_signin.html",
        status,
        showcase=authority().showcase,
        refusal=refusal,
        next=target,
        signed_in=authority().people.name_of(session.person.who) if session else None,
    )


def _next(asked: Request) -> str | None:
    """Where to go on: only our own authorization endpoint, never another site (S-107)."""
    target = asked.values.get("next", "")
    parts = urlsplit(target) if target.startswith(AUTHORIZE + "?") and "\\" not in target else None
    return target if parts and parts.path == AUTHORIZE and target.isprintable() else None


def _allow_form_on_to(target: str | None) -> None:
    """Signing in may lead straight to the app, when its redirect URI is registered."""
    params = dict(parse_qsl(urlsplit(target).query)) if target else {}
    if found := authorization.destination(authority(), params):
        allow_form_to(source_expression(found[1]))

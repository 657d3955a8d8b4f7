"""/oauth/authorize and its forms: sign in, choose the patient, approve, and back to the app with a code."""

from dataclasses import replace
from typing import cast
from urllib.parse import urlencode

from authlib.oauth2.rfc6749.errors import (
    AccessDeniedError,
    InvalidRequestError,
    InvalidScopeError,
    OAuth2Error,
)
from authlib.oidc.core.errors import InteractionRequiredError, LoginRequiredError
from flask import Blueprint, Response, current_app, redirect, request

from patientkontrakt.auth import moment
from patientkontrakt.auth.asking import asking_pages, picker
from patientkontrakt.auth.asking.picker import Choice
from patientkontrakt.auth.authority import authority
from patientkontrakt.auth.given import approvals, freshness, launch
from patientkontrakt.auth.given.approval import Approval, Gone
from patientkontrakt.auth.given.context import Context
from patientkontrakt.auth.given.sessions import Session
from patientkontrakt.auth.oauth import authorization, numbers, offers
from patientkontrakt.auth.oauth.authorization import Request, Unanswerable
from patientkontrakt.auth.oauth.endpoints import SERVER
from patientkontrakt.auth.oauth.numbers import NumberTold
from patientkontrakt.auth.oauth.server import Server
from patientkontrakt.auth.outside.redirects import source_expression
from patientkontrakt.auth.proving.bodies import bound_body
from patientkontrakt.auth.proving.wire import BadParameter, WireRequest, once_each
from patientkontrakt.auth.signing_in import forms, pages
from patientkontrakt.auth.signing_in.headers import allow_form_to, protect
from patientkontrakt.auth.signing_in.signin import AUTHORIZE, PAGE, current_session
from patientkontrakt.db import Unavailable
from patientkontrakt.policy.scopes import Scopes

pages_of_authorize = Blueprint("auth_authorize", __name__, url_prefix="/oauth")
pages_of_authorize.before_request(bound_body)
pages_of_authorize.before_request(numbers.refuse)
pages_of_authorize.after_request(protect)
pages_of_authorize.register_error_handler(Unavailable, pages.unavailable)
pages_of_authorize.register_error_handler(NumberTold, pages.number_told)


@pages_of_authorize.errorhandler(Unanswerable)
@pages_of_authorize.errorhandler(BadParameter)
def _unanswerable(_: Exception) -> Response:
    return pages.page("unanswerable.html", 400)


@pages_of_authorize.errorhandler(forms.StaleForm)
def _stale(_: forms.StaleForm) -> Response:
    again = urlencode(list(request.args.items(multi=True)))
    return pages.page("stale_form.html", 400, again=f"{AUTHORIZE}?{again}")


@pages_of_authorize.errorhandler(OAuth2Error)
def _to_the_client(error: OAuth2Error) -> Response:
    return _server().handle_error_response(None, error)


@pages_of_authorize.route("/authorize", methods=["GET", "POST"])
def authorize() -> Response:
    """The app's request, by GET or POST alike (SM-20, SM-21)."""
    asked = _understood(request.get_data() if request.method == "POST" else request.query_string)
    session = current_session(authority(), moment.at())
    if session is None or _wants_fresh_login(asked, session):
        return _to_sign_in(asked)
    return _go_on(asked, session, None)


@pages_of_authorize.post("/approve")
def approve() -> Response:
    """The forms of the picker (`patient`) and of the approval page (`decision`, `scope`)."""
    forms.check(authority(), request)
    asked = _understood(request.query_string)
    session = current_session(authority(), moment.at())
    if session is None or _wants_fresh_login(asked, session):
        return _to_sign_in(asked)
    decision = request.form.get("decision")
    if decision == "deny":
        raise _error(AccessDeniedError(), asked)
    return _go_on(asked, session, set(request.form.getlist("scope")) if decision == "approve" else None)


def _go_on(asked: Request, session: Session, ticked: set[str] | None) -> Response:
    """The next page, or the code. `ticked` are the approved scopes; None as long as nobody has approved."""
    launched = _launched(asked, session)
    offered = offers.offer(asked.client, asked.wire.params.get("scope", ""), session.person, launched)
    if _is_nothing(offered) or (launched and "launch" not in offered.others):
        raise _error(InvalidScopeError(), asked)
    try:
        may_ask = _prompt(asked) != ["none"]
        choice = picker.choose(authority(), asked, session, offered, launched, may_ask=may_ask)
    except picker.Lost:
        raise _error(InvalidRequestError(), asked) from None
    allow_form_to(source_expression(asked.redirect_uri))
    if choice.must_choose:
        _refuse_prompt_none(asked)
        return asking_pages.picker(asked, choice, session)
    about = Context(choice.patient, choice.relative)
    if asked.client.trusted:
        return _code(asked, _given(asked, session, offered, launched, about))
    if ticked is None:
        return _asked_before(asked, session, offered, launched, choice)
    granted = offers.chosen(offered, ticked)
    if _is_nothing(granted):
        raise _error(AccessDeniedError(), asked)
    may_be_kept = approvals.may_be_kept(asked.client, asked.redirect_uri, session.person.account)
    keeps = "remember" in request.form and may_be_kept
    return _code(asked, replace(_given(asked, session, granted, launched, about), keeps=keeps))


def _asked_before(
    asked: Request, session: Session, offered: Scopes, launched: Context | None, choice: Choice
) -> Response:
    """The code, when she has said yes to all of this before and wanted it remembered; else the question."""
    given = _given(asked, session, offered, launched, Context(choice.patient, choice.relative))
    may_be_kept = approvals.may_be_kept(asked.client, asked.redirect_uri, session.person.account)
    if "consent" not in _prompt(asked) and may_be_kept:
        with authority().database.glance() as tx:
            kept = approvals.remembered(tx, given.person.account, asked.client.id, given.context, offered)
        if kept:
            return _code(asked, replace(given, remembered=kept))
    _refuse_prompt_none(asked)
    return asking_pages.approval(asked, session, offered, choice, is_launched=launched is not None)


def _given(
    asked: Request, session: Session, granted: Scopes, launched: Context | None, about: Context
) -> Approval:
    context = offers.context(granted, session.person, launched, about)
    return Approval(session, str(granted), context, launch=asked.wire.params.get("launch"))


def _launched(asked: Request, session: Session) -> Context | None:
    """What the app was opened with; None when it opened by itself (SM-25)."""
    secret = asked.wire.params.get("launch")
    if secret is None:
        return None
    with authority().database.glance() as tx:
        found = launch.look(tx, secret, asked.client.id, session.person, moment.at())
    if found is None:
        raise _error(InvalidRequestError(), asked)
    return found


def _code(asked: Request, approval: Approval) -> Response:
    try:
        return cast(Response, _server().create_authorization_response(asked.wire, approval, asked.grant))
    except Gone:
        raise _error(InvalidRequestError(), asked) from None


def _is_nothing(scopes: Scopes) -> bool:
    return not scopes.resources and "openid" not in scopes.others


def _understood(raw: bytes) -> Request:
    params = once_each(raw)
    wire = WireRequest(request.method, params, moment.at(), moment.request_id())
    return authorization.understand(authority(), _server(), wire)


def _wants_fresh_login(asked: Request, session: Session) -> bool:
    """OpenID Connect Core §3.1.2.1. Who signed in after the app asked has signed in for it, however long she then reads."""
    return not freshness.is_fresh(session.authenticated, asked.longest_s, asked.asked_at)


def _to_sign_in(asked: Request) -> Response:
    """To the sign-in page, and back here afterwards; prompt=none may show nobody a page."""
    if _prompt(asked) == ["none"]:
        raise _error(LoginRequiredError(), asked)
    target = f"{AUTHORIZE}?{urlencode(asked.again())}"
    return redirect(f"{PAGE}?{urlencode({'next': target})}", 303)  # type: ignore[return-value]


def _refuse_prompt_none(asked: Request) -> None:
    if _prompt(asked) == ["none"]:
        raise _error(InteractionRequiredError(), asked)


def _prompt(asked: Request) -> list[str]:
    return asked.wire.params.get("prompt", "").split()


def _error(error: OAuth2Error, asked: Request) -> OAuth2Error:
    return authorization.to_client(error, asked.wire, asked.redirect_uri)


def _server() -> Server:
    found: Server = current_app.extensions[SERVER]
    return found

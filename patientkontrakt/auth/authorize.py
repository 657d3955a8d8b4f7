"""/oauth/authorize and its forms: sign in, choose the patient, approve, and back to the app with a code."""

from typing import cast
from urllib.parse import urlencode

from authlib.oauth2.rfc6749.errors import AccessDeniedError, InvalidScopeError, OAuth2Error
from authlib.oidc.core.errors import InteractionRequiredError, LoginRequiredError
from flask import Blueprint, Response, current_app, redirect, request

from patientkontrakt.auth import authorization, forms, moment, offers, pages, picker, scope_words
from patientkontrakt.auth.approval import Approval
from patientkontrakt.auth.authority import authority
from patientkontrakt.auth.authorization import Request, Unanswerable
from patientkontrakt.auth.context import Context
from patientkontrakt.auth.endpoints import SERVER
from patientkontrakt.auth.headers import allow_form_to, protect
from patientkontrakt.auth.picker import Choice
from patientkontrakt.auth.redirects import source_expression
from patientkontrakt.auth.server import Server
from patientkontrakt.auth.sessions import Session
from patientkontrakt.auth.signin import AUTHORIZE, PAGE, current_session
from patientkontrakt.auth.wire import BadParameter, WireRequest, once_each
from patientkontrakt.db import Unavailable
from patientkontrakt.policy.scopes import Scopes

pages_of_authorize = Blueprint("auth_authorize", __name__, url_prefix="/oauth", template_folder="templates")
pages_of_authorize.before_request(forms.bound_body)
pages_of_authorize.after_request(protect)
pages_of_authorize.register_error_handler(Unavailable, pages.unavailable)


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
    if session is None:
        return _to_sign_in(asked)
    decision = request.form.get("decision")
    if decision == "deny":
        raise _error(AccessDeniedError(), asked)
    return _go_on(asked, session, set(request.form.getlist("scope")) if decision == "approve" else None)


def _go_on(asked: Request, session: Session, ticked: set[str] | None) -> Response:
    """The next page, or the code. `ticked` are the approved scopes; None as long as nobody has approved."""
    offered = offers.offer(asked.client, asked.wire.params.get("scope", ""), session.person)
    if not offered.resources and "openid" not in offered.others:
        raise _error(InvalidScopeError(), asked)
    context = picker.context(authority(), asked, session, offered)
    allow_form_to(source_expression(asked.redirect_uri))
    if context.must_choose:
        _refuse_prompt_none(asked)
        return pages.page("picker.html", choices=context.choices, client=asked.client, action=_action(asked))
    if asked.client.trusted:
        return _code(asked, session, offered, context.patient)
    if ticked is None:
        _refuse_prompt_none(asked)
        return _approval_page(asked, session, offered, context)
    granted = offers.chosen(offered, ticked)
    if not granted.resources and "openid" not in granted.others:
        raise _error(AccessDeniedError(), asked)
    return _code(asked, session, granted, context.patient)


def _code(asked: Request, session: Session, granted: Scopes, patient: str | None) -> Response:
    approval = Approval(session, str(granted), Context(patient))
    return cast(Response, _server().create_authorization_response(asked.wire, approval, asked.grant))


def _approval_page(asked: Request, session: Session, offered: Scopes, context: Choice) -> Response:
    return pages.page(
        "approve.html",
        client=asked.client,
        lines=scope_words.lines(offered),
        name=authority().people.name_of(session.person.who),
        staff=session.person.kind == "staff",
        patient=context.patient if session.person.kind == "staff" else None,
        patient_name=context.name,
        action=_action(asked),
    )


def _understood(raw: bytes) -> Request:
    params = once_each(raw)
    wire = WireRequest(request.method, params, moment.at(), moment.request_id())
    return authorization.understand(authority(), _server(), wire)


def _wants_fresh_login(asked: Request, session: Session) -> bool:
    """OpenID Connect Core §3.1.2.1: prompt=login, and max_age in seconds."""
    if "login" in asked.wire.params.get("prompt", "").split():
        return True
    longest = asked.wire.params.get("max_age", "")
    return longest.isascii() and longest.isdigit() and moment.at() - session.created > int(longest[:9]) * 1000


def _to_sign_in(asked: Request) -> Response:
    """To the sign-in page, and back here afterwards; prompt=none may show nobody a page."""
    if asked.wire.params.get("prompt") == "none":
        raise _error(LoginRequiredError(), asked)
    again = {name: value for name, value in asked.wire.params.items() if name != "prompt"}
    target = f"{AUTHORIZE}?{urlencode(again)}"
    return redirect(f"{PAGE}?{urlencode({'next': target})}", 303)  # type: ignore[return-value]


def _refuse_prompt_none(asked: Request) -> None:
    if asked.wire.params.get("prompt") == "none":
        raise _error(InteractionRequiredError(), asked)


def _error(error: OAuth2Error, asked: Request) -> OAuth2Error:
    return authorization.to_client(error, asked.wire, asked.redirect_uri)


def _action(asked: Request) -> str:
    return f"/oauth/approve?{urlencode(asked.wire.params)}"


def _server() -> Server:
    found: Server = current_app.extensions[SERVER]
    return found

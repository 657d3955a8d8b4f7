"""Signing out: /logga-ut for people, /oauth/logout for clients (OpenID Connect RP-Initiated Logout 1.0)."""

from typing import cast
from urllib.parse import urlencode

from flask import Response, redirect, request

from patientkontrakt.auth import moment
from patientkontrakt.auth.administration import accounts, journal
from patientkontrakt.auth.authority import authority
from patientkontrakt.auth.given import sessions
from patientkontrakt.auth.given.sessions import Session
from patientkontrakt.auth.oauth.authorization import Unanswerable
from patientkontrakt.auth.outside.redirects import source_expression
from patientkontrakt.auth.proving.wire import BadParameter, once_each
from patientkontrakt.auth.signing_in import forms, logout_request, pages, provider_client
from patientkontrakt.auth.signing_in.headers import allow_form_to
from patientkontrakt.auth.signing_in.logout_request import LogoutRequest
from patientkontrakt.auth.signing_in.signin import current_session, door

PAGE, END_SESSION = "/logga-ut", "/oauth/logout"

signout = door("auth_signout")


@signout.errorhandler(Unanswerable)
@signout.errorhandler(BadParameter)
def _unanswerable(_: Exception) -> Response:
    return pages.page("unanswerable_logout.html", 400)


@signout.get(PAGE)
@signout.route(END_SESSION, methods=["GET", "POST"])
def ask_to_leave() -> Response:
    """A page with the sign-out form, for whoever has only a link. A client that shows an id_token of the person who
    is signed in has asked already, and is believed; the browser goes on to an address without it."""
    at = moment.at()
    asked = logout_request.understand(authority(), _params(), at)
    session = current_session(authority(), at) or _named(asked, at)
    if session is None:
        return _onward(asked, request.args.get("vidare"), at)
    if asked.subject == session.person.account:
        return _end(session, asked, at)
    if asked.uri:
        allow_form_to(source_expression(asked.uri))
    return pages.page("signout.html", fields=asked.fields)


@signout.post(PAGE)
def leave() -> Response:
    """End the session and every token that came of it; with `everywhere`, every session and every token of hers."""
    secret = forms.check(authority(), request)
    at = moment.at()
    fields = [(name, value) for name in logout_request.FIELDS for value in request.form.getlist(name)]
    asked = logout_request.understand(authority(), once_each(urlencode(fields).encode()), at)
    with authority().database.glance() as tx:
        session = sessions.find(tx, secret, at)
    if session is None:
        return _onward(asked, None, at)
    return _end(session, asked, at, everywhere=request.form.get("everywhere") == "1")


@signout.get(f"{PAGE}/vidare")
def at_the_provider() -> Response:
    """To the provider she had signed in with, which signs her out too; within ten minutes."""
    val, at = request.args.get("val", ""), moment.at()
    found = logout_request.carried(authority(), val, at)
    with authority().database.glance() as tx:
        proven = sessions.proven_of_ended(tx, found[0]) if found else None
    provider = authority().providers.get(proven.provider) if proven else None
    target = None
    if provider and proven:
        target = provider_client.goodbye(authority(), provider, f"{PAGE}/tillbaka", val, at)
    return cast(Response, redirect(target or PAGE, 303))


@signout.get(f"{PAGE}/tillbaka")
def back() -> Response:
    """Back from the provider, and on to the client that asked."""
    found = logout_request.carried(authority(), request.args.get("state", ""), moment.at())
    return cast(Response, redirect((found[1].target if found else None) or PAGE, 303))


def _end(session: Session, asked: LogoutRequest, at: int, everywhere: bool = False) -> Response:
    """Sign out, forget the browser, and go on."""
    with authority().database.write() as tx:
        sessions.end(tx, session, at)
        if everywhere:
            accounts.sign_out_everywhere(tx, session.person.account, at)
        authority().log.append(tx, [journal.of_person("logout", session.person, at, moment.request_id())])
    proven = session.proven
    if proven and (provider := authority().providers.get(proven.provider)) and provider.signs_out(at):
        val = logout_request.onward(authority(), session.id, asked, at)
        return _away(f"{PAGE}?{urlencode({'vidare': val})}")
    return _away(asked.target or PAGE)


def _onward(asked: LogoutRequest, val: str | None, at: int) -> Response:
    """Nobody is signed in here: on to the client, or the page that says so; with the way out at the provider, if any."""
    found = logout_request.carried(authority(), val, at) if val else None
    if found is None and asked.target:
        return _away(asked.target)
    if "id_token_hint" in request.args:
        return _away(PAGE)
    response = pages.page(
        "signed_out.html",
        further=f"{PAGE}/vidare?{urlencode({'val': val})}" if found else None,
        back=found[1].target if found else None,
    )
    return forms.forget(authority(), response)


def _away(target: str) -> Response:
    return forms.forget(authority(), cast(Response, redirect(target, 303)))


def _named(asked: LogoutRequest, at: int) -> Session | None:
    """The session an id_token of ours names: a form another site posts brings none of our cookies."""
    if not asked.login or not asked.subject:
        return None
    with authority().database.glance() as tx:
        session = sessions.find_by_id(tx, asked.login, at)
    return session if session and session.person.account == asked.subject else None


def _params() -> dict[str, str]:
    return once_each(request.get_data() if request.method == "POST" else request.query_string)

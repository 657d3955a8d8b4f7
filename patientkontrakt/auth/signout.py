"""Signing out: /logga-ut for people and the portal."""

from typing import cast

from flask import Response, redirect, request

from patientkontrakt.auth import forms, issue, journal, moment, pages, sessions
from patientkontrakt.auth.authority import authority
from patientkontrakt.auth.sessions import Session
from patientkontrakt.auth.signin import current_session, door

PAGE = "/logga-ut"

signout = door("auth_signout")


@signout.get(PAGE)
def ask_to_leave() -> Response:
    """A page with the sign-out form, for whoever has only a link. A client that shows an id_token of the person who
    is signed in has asked already, and is believed (OpenID Connect RP-Initiated Logout 1.0 §2); the browser goes on to
    an address without it."""
    at = moment.at()
    session = current_session(authority(), at)
    hint = request.args.get("id_token_hint")
    if hint and (session is None or issue.subject_of(authority(), hint, at) == session.person.account):
        _end(session, at)
        return forms.forget(authority(), cast(Response, redirect(PAGE, 303)))
    return pages.page("signout.html" if session else "signed_out.html")


@signout.post(PAGE)
def leave() -> Response:
    """End the session and every token that came of it."""
    secret = forms.check(authority(), request)
    at = moment.at()
    with authority().database.read() as tx:
        session = sessions.find(tx, secret, at)
    return _end(session, at)


def _end(session: Session | None, at: int) -> Response:
    """Sign out, and forget the browser."""
    if session:
        with authority().database.write() as tx:
            sessions.end(tx, session, at)
            authority().log.append(tx, [journal.of_person("logout", session.person, at, moment.request_id())])
    return forms.forget(authority(), pages.page("signed_out.html"))

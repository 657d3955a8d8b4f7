"""Signing in and out: to the authorization server and back with tokens, which stay with us."""

import secrets
from typing import Any, Final, cast
from urllib.parse import urlencode, urlsplit

from flask import Blueprint, Response, g, redirect, request

from patientkontrakt.portal import forms, pages
from patientkontrakt.portal.administrera.menu import HOME as ADMINISTRATION
from patientkontrakt.portal.administrera.menu import TASK as ADMINISTRATOR
from patientkontrakt.portal.admission import keep_what_was_written
from patientkontrakt.portal.door import ask, at, cookie, cookie_name, portal, sealed, visitor
from patientkontrakt.portal.granska.menu import HOME as REVIEW
from patientkontrakt.portal.granska.menu import TASK as LOG_READER
from patientkontrakt.portal.refusals import Away, Refused, SessionOver
from patientkontrakt.portal.session import Session

signing_in = Blueprint("portal_signing_in", __name__, template_folder="templates")
signing_in.after_request(pages.protect)

STAYS_S: Final = 15 * 60
"""How long somebody may take at the sign-in page."""


@signing_in.get("/in")
def begin() -> Response:
    """To the authorization server, which sends the browser back to /inloggad. `for=child`: to choose whom one reads for."""
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    choosing = request.args.get("for") == "child"
    response = cast(
        Response, redirect(portal().client.address(state, nonce, verifier, choosing=choosing), 303)
    )
    asked = {"state": state, "nonce": nonce, "verifier": verifier, "next": onward(request.args.get("next"))}
    response.set_cookie(
        _cookie(),
        portal().box.seal(asked),
        max_age=STAYS_S,
        httponly=True,
        samesite="Lax",
        secure=portal().encrypted,
        path="/",
    )
    return response


@signing_in.get("/inloggad")
def arrive() -> Response:
    """Back with a code: a new session, never the one the browser came with (S-101)."""
    asked = portal().box.open(request.cookies.get(_cookie(), ""), within_s=STAYS_S)
    if not asked or request.args.get("state") != asked["state"] or _is_from_elsewhere():
        return _again()
    if "code" not in request.args:
        return pages.page(
            "portal/not_signed_in.html", 403, denied=request.args.get("error") == "access_denied"
        )
    try:
        secret, person, task = _enter(request.args["code"], asked)
    except SessionOver:
        return _again()
    response = pages.see(asked["next"] or home(person, task))
    response.delete_cookie(_cookie(), path="/", httponly=True, samesite="Lax", secure=portal().encrypted)
    response.set_cookie(
        cookie_name(), secret, httponly=True, samesite="Lax", secure=portal().encrypted, path="/"
    )
    return response


@signing_in.post("/lamna")
def leave() -> Response:
    """End the session and its tokens, then the login at the authorization server too."""
    here = visitor()
    if here is None:
        return pages.see("/utloggad")
    forms.check(request, portal().form_key, cookie() or "", portal().base_url)
    portal().sessions.end(here.id)
    _give_back(here)
    hint = urlencode({"id_token_hint": here.id_token}) if here.id_token else ""
    response = pages.see(f"{portal().way_out}?{hint}")
    response.delete_cookie(cookie_name(), path="/", httponly=True, samesite="Lax", secure=portal().encrypted)
    return response


def sign_in_first() -> Response:
    """Where a page leads somebody who is not signed in: what she wrote is kept, and she comes back."""
    keep_what_was_written()
    g.pop("portal_once", None)  # the form was not carried out: settling it would forget what is kept
    return pages.see("/in?" + urlencode({"next": request.path}))


def home(person: str, task: str | None = None) -> str:
    """Where somebody's pages begin; the log reader's with the log, the administrator's with the programs."""
    if task in _HOMES:
        return _HOMES[task]
    return "/arbete" if person.startswith("PractitionerRole/") else "/min/planering"


_HOMES: Final = {LOG_READER: REVIEW, ADMINISTRATOR: ADMINISTRATION}


def onward(target: str | None) -> str | None:
    """A page of ours to go on to, never another site (S-107)."""
    target = target or ""
    parts = urlsplit(target)
    ours = (
        target.startswith(("/min", "/arbete", *_HOMES.values())) and not parts.netloc and "\\" not in target
    )
    return target if ours and ".." not in target and target.isprintable() else None


def _enter(code: str, asked: dict[str, Any]) -> tuple[str, str, str | None]:
    if old := visitor():
        portal().sessions.end(old.id)
        _give_back(old)
    tokens = portal().client.redeem(code, asked["verifier"])
    person = portal().client.person(tokens, asked["nonce"])
    expires = at() + tokens.expires_in * 1000
    g.portal_visitor = Session(
        "", person, tokens.access, tokens.refresh, tokens.id_token, {}, expires, at(), at()
    )
    about = ask("GET", "/me")
    return portal().sessions.begin(person, sealed(tokens, about), expires, at()), person, about.get("task")


def _give_back(here: Session) -> None:
    """Best effort: a token that cannot be revoked now dies by itself within minutes."""
    if here.refresh:
        try:
            portal().client.give_back(here.refresh)
        except (SessionOver, Away, Refused):
            return


def _is_from_elsewhere() -> bool:
    """Another authorization server's answer (RFC 9207, S-088)."""
    return request.args.get("iss") != portal().gateway.base


def _again() -> Response:
    return pages.page("portal/not_signed_in.html", 400, denied=False)


def _cookie() -> str:
    return "__Host-pk-in" if portal().encrypted else "pk-in"

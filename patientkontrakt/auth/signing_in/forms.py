"""The cookie of a visitor and the token in each form that is bound to it (S-101, S-102)."""

import hashlib
import hmac
import re

from flask import Request, Response
from werkzeug.exceptions import BadRequest

from patientkontrakt.auth.authority import Authority
from patientkontrakt.auth.keys.secret import new_secret
from patientkontrakt.auth.outside.redirects import origin
from patientkontrakt.auth.proving.bodies import FORM

_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")


def cookie_name(authority: Authority) -> str:
    """__Host- binds the cookie to this host and https; plain http (the demo) cannot have it."""
    return "__Host-pk-login" if authority.issuer.startswith("https:") else "pk-login"


def visitor(authority: Authority, request: Request) -> str:
    """The secret of the visitor's cookie, a new one for a new visitor. It says who signed in only once somebody has."""
    return cookie_of(authority, request) or new_secret()


def cookie_of(authority: Authority, request: Request) -> str | None:
    """The visitor's cookie, when it can be one of ours."""
    sent = request.cookies.get(cookie_name(authority), "")
    return sent if _SECRET.fullmatch(sent) else None


def remember(authority: Authority, response: Response, secret: str) -> Response:
    """Set the visitor's cookie."""
    response.set_cookie(
        cookie_name(authority),
        secret,
        httponly=True,
        samesite="Lax",
        secure=authority.issuer.startswith("https:"),
        path="/",
    )
    return response


def forget(authority: Authority, response: Response) -> Response:
    """Remove the visitor's cookie."""
    secure = authority.issuer.startswith("https:")
    response.delete_cookie(cookie_name(authority), path="/", httponly=True, samesite="Lax", secure=secure)
    return response


def token_for(authority: Authority, secret: str) -> str:
    """The `csrf_token` of every form shown to this visitor."""
    key = authority.settings.key("session")
    return hmac.new(key, b"form:" + secret.encode(), hashlib.sha256).hexdigest()


class StaleForm(BadRequest):
    """A form that is not ours, or not this visitor's any more: 400, and nothing was done."""


def check(authority: Authority, request: Request) -> str:
    """The visitor's secret. Raises StaleForm."""
    secret = cookie_of(authority, request)
    if request.mimetype != FORM or not secret or not _is_from_here(authority, request):
        raise StaleForm
    if not hmac.compare_digest(
        token_for(authority, secret).encode(), request.form.get("csrf_token", "").encode()
    ):
        raise StaleForm
    return secret


def _is_from_here(authority: Authority, request: Request) -> bool:
    """A browser says where a form was; ours, by either of our names (Origin; RFC 6454 §7)."""
    sent = request.headers.get("Origin")
    return sent is None or sent in (origin(authority.issuer), request.host_url.rstrip("/"))

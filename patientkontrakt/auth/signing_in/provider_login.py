"""Signing in with an identity provider: there by a link, back with a code, in with what its id_token says.

The identity number and the HSA-id are looked up, and go nowhere else: not into a table, an address, a log or an answer.
"""

from typing import Any, cast
from urllib.parse import urlsplit

from flask import Response, redirect, request

from patientkontrakt.auth import moment
from patientkontrakt.auth.authority import authority
from patientkontrakt.auth.given import freshness
from patientkontrakt.auth.keys.jose import BadToken
from patientkontrakt.auth.oauth import authorization
from patientkontrakt.auth.outside import loa, provider_tokens
from patientkontrakt.auth.outside.provider_calls import ProviderAway
from patientkontrakt.auth.outside.providers import PATHS, Provider
from patientkontrakt.auth.proving import throttle
from patientkontrakt.auth.proving.wire import BadParameter, once_each
from patientkontrakt.auth.signing_in import (
    admission,
    choosing,
    forms,
    login_attempts,
    pages,
    provider_client,
    provider_people,
)
from patientkontrakt.auth.signing_in.login_attempts import Attempt
from patientkontrakt.auth.signing_in.provider_client import NoToken
from patientkontrakt.auth.signing_in.signin import PAGE, again, door, entered, onward, sign_in_page

provider_login = door("auth_provider_login")
_KINDS = {path.rsplit("/", 1)[1]: kind for kind, path in PATHS.items()}


class Unfinished(Exception):
    """The answer is not one to this browser's own sign-in, or is wrong somehow: nobody is told what."""


@provider_login.errorhandler(Unfinished)
@provider_login.errorhandler(BadToken)
@provider_login.errorhandler(NoToken)
@provider_login.errorhandler(BadParameter)
def _unfinished(_: Exception) -> Response:
    return pages.page("unfinished.html", 400, again=again(onward(request)))


@provider_login.errorhandler(ProviderAway)
def _away(_: ProviderAway) -> Response:
    response = pages.page("provider_away.html", 503, again=again(onward(request)))
    response.headers["Retry-After"] = "5"
    return response


@provider_login.get(f"{PAGE}/<any({', '.join(_KINDS)}):way>")
def begin(way: str) -> Response:
    """To the provider. The browser gets the cookie that its answer is bound to, if it has none."""
    provider, at = _provider(way), moment.at()
    cookie = forms.visitor(authority(), request)
    here = throttle.counted(throttle.BEGUN, request.remote_addr or "", authority().settings.key("session"))
    if seconds := throttle.spend(authority().database, here, at):
        return sign_in_page(429, "many", seconds)
    provider.metadata(at)  # before anything is written down: it may be away
    target, longest_s = onward(request), _longest_s(onward(request))
    with authority().database.write() as tx:
        asked = login_attempts.begin(authority(), tx, provider.chosen.kind, cookie, target, longest_s, at)
    there = provider_client.address(authority(), provider, *asked, longest_s, at)
    return forms.remember(authority(), cast(Response, redirect(there, 303)), cookie)


@provider_login.get(f"{PAGE}/<any({', '.join(_KINDS)}):way>/tillbaka")
def arrive(way: str) -> Response:
    """Back from the provider: the answer is taken once, then its id_token is verified, then the person is looked up."""
    provider, at = _provider(way), moment.at()
    answer = once_each(request.query_string)
    cookie = forms.cookie_of(authority(), request)
    if not cookie or "state" not in answer:
        raise Unfinished
    with authority().database.write() as tx:
        attempt = login_attempts.take(authority(), tx, provider.chosen.kind, answer["state"], cookie, at)
    if attempt is None or not _is_from(provider, answer.get("iss"), at):
        raise Unfinished
    if "code" not in answer:
        return pages.page("said_no.html", 403, again=again(attempt.next))
    token = provider_client.redeem(authority(), provider, answer["code"], attempt.verifier, at)
    claims = provider_tokens.verified(provider, token, attempt.nonce, at)
    if not loa.is_enough(provider.chosen, claims):
        return _too_little("too_weak.html", "assurance", attempt, at)
    authenticated = freshness.proven_at(claims, attempt.longest_s, attempt.begun, at)
    if not freshness.is_fresh(authenticated, attempt.longest_s, attempt.begun):
        return _too_little("not_anew.html", "not-anew", attempt, at)
    return _enter(provider, attempt, claims, authenticated, cookie, at)


def _enter(
    provider: Provider,
    attempt: Attempt,
    claims: dict[str, Any],
    authenticated: int | None,
    cookie: str,
    at: int,
) -> Response:
    proven = provider_people.proven(provider.chosen, claims, authenticated)
    meant = provider_people.meant(authority(), provider.chosen, claims, at)
    with authority().database.write() as tx:
        people = provider_people.who_may(tx, meant, at)
        if len(people) > 1:
            choosing.keep(authority(), tx, attempt.id, people, proven, at)
            return cast(Response, redirect(choosing.PAGE, 303))
        who = people[0][0] if people else provider_people.somebody(tx, meant)
        verdict = admission.admit_person(authority(), tx, who, cookie, at, proven)
    return entered(verdict, attempt.next)


def _too_little(page: str, reason: str, attempt: Attempt, at: int) -> Response:
    """Not strongly or not newly enough identified to be anybody here; who it would have been is not looked up."""
    with authority().database.write() as tx:
        admission.turn_away_unseen(authority(), tx, reason, at)
    return pages.page(page, 403, again=again(attempt.next))


def _longest_s(target: str | None) -> int | None:
    """What the app she is on her way to wants; a request that cannot be read says so itself, when she comes there."""
    try:
        return authorization.longest_s(authority(), once_each(urlsplit(target or "").query.encode()))
    except BadParameter:
        return None


def _is_from(provider: Provider, issuer: str | None, at: int) -> bool:
    """Whether the answer says it comes from this provider, as far as the provider promises to say so (RFC 9207)."""
    if issuer is None:
        return not provider.metadata(at).names_itself
    return issuer == provider.chosen.issuer


def _provider(way: str) -> Provider:
    provider = authority().providers.get(_KINDS[way])
    if provider is None:
        raise Unfinished
    return provider

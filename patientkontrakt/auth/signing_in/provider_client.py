"""What we are to an identity provider: the request we send people with, and the code we redeem (RFC 6749 §4.1, PKCE)."""

from base64 import b64encode
from typing import Any, Final
from urllib.parse import quote, urlencode

from authlib.oauth2.rfc7636 import create_s256_code_challenge

from patientkontrakt.auth.authority import Authority
from patientkontrakt.auth.keys.secret import new_secret
from patientkontrakt.auth.outside.provider_calls import ProviderAway
from patientkontrakt.auth.outside.providers import Provider
from patientkontrakt.auth.proving.assertion import TYPE

ASSERTION_S: Final = 60


class NoToken(Exception):
    """The provider did not take the code."""


def address(
    authority: Authority,
    provider: Provider,
    state: str,
    nonce: str,
    verifier: str,
    longest_s: int | None,
    at: int,
) -> str:
    """Where the browser goes to sign in. Raises ProviderAway.

    `longest_s` is how many seconds ago she may have proven who she is: with `max_age` the provider owes us an `auth_time`.
    The answer comes back in the address (`query`): a form that another site posts brings none of our cookies.
    """
    asked = {
        "response_type": "code",
        "response_mode": "query",
        "client_id": provider.chosen.client,
        "redirect_uri": authority.url(provider.back),
        "scope": provider.chosen.scope,
        "state": state,
        "nonce": nonce,
        "code_challenge": str(create_s256_code_challenge(verifier)),  # type: ignore[no-untyped-call]
        "code_challenge_method": "S256",
    }
    if provider.chosen.level == "acr" and not provider.chosen.takes_any_level:
        asked["acr_values"] = " ".join(provider.chosen.levels)
    if longest_s is not None:
        asked |= {"max_age": str(longest_s)} | ({"prompt": "login"} if longest_s == 0 else {})
    return with_query(provider.metadata(at).authorization, asked)


def redeem(authority: Authority, provider: Provider, code: str, verifier: str, at: int) -> str:
    """The id_token for a code. Raises NoToken, ProviderAway."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": authority.url(provider.back),
        "code_verifier": verifier,
    }
    proof, headers = _who_we_are(authority, provider, at)
    status, answer = provider.calls.post(provider.metadata(at).token, form | proof, headers)
    token = answer.get("id_token")
    if status != 200 or not isinstance(token, str):
        raise NoToken
    return token


def goodbye(authority: Authority, provider: Provider, back: str, state: str, at: int) -> str | None:
    """Where the browser goes to sign out at the provider too; None when it has no such place, or does not answer.

    The provider knows by its own cookie who she is: an id_token would put her number or HSA-id into the address.
    """
    try:
        end = provider.metadata(at).end_session
    except ProviderAway:
        return None
    asked = {
        "client_id": provider.chosen.client,
        "post_logout_redirect_uri": authority.url(back),
        "state": state,
    }
    return with_query(end, asked) if end else None


def with_query(address: str, asked: dict[str, str]) -> str:
    """The address with these parameters after its own."""
    return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"


def _who_we_are(authority: Authority, provider: Provider, at: int) -> tuple[dict[str, str], dict[str, str]]:
    """The proof for the form, or for the header: a secret by Basic (RFC 6749 §2.3.1), else a signed minute (RFC 7523).

    The assertion names the issuer alone as its audience, so that it is good for nobody else.
    """
    us = provider.chosen
    if us.secret:
        pair = f"{quote(us.client, safe='')}:{quote(us.secret, safe='')}"
        return {}, {"Authorization": f"Basic {b64encode(pair.encode()).decode()}"}
    now = at // 1000
    claims: dict[str, Any] = {
        "iss": us.client,
        "sub": us.client,
        "aud": us.issuer,
        "jti": new_secret(),
        "iat": now,
        "exp": now + ASSERTION_S,
    }
    assertion = authority.keys.sign(claims, "JWT", at)
    return {"client_id": us.client, "client_assertion_type": TYPE, "client_assertion": assertion}, {}

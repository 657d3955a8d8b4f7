"""The guard at the door: a token in, an Actor out, or 401 (security.md R4, R5).

The signature is checked once per token and process; how the token stands is read anew at every request. One that is bound
to a key comes by the scheme DPoP with a proof for this very request (RFC 9449 §7); any other comes as a Bearer.
"""

import re
import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from werkzeug.wrappers import Request

from patientkontrakt import clock
from patientkontrakt.auth.authority import Authority
from patientkontrakt.auth.given import actors, standing
from patientkontrakt.auth.given.standing import Standing
from patientkontrakt.auth.keys import access_token
from patientkontrakt.auth.keys.access_token import Claims
from patientkontrakt.auth.keys.jose import BadToken
from patientkontrakt.auth.keys.secret import digest
from patientkontrakt.auth.proving import dpop
from patientkontrakt.policy.actor import Actor

REMEMBERED: Final = 4096
_SCHEMES = re.compile(r"(Bearer|DPoP) ([A-Za-z0-9._~+/-]+=*)", re.IGNORECASE)


class Unauthenticated(Exception):
    """No token, or a dead one: 401 with `challenge` as WWW-Authenticate (RFC 6750 §3)."""

    def __init__(self, challenge: str) -> None:
        super().__init__("unauthenticated")
        self.challenge = challenge


NO_TOKEN: Final = "Bearer"  # noqa: S105 - a scheme
DEAD_TOKEN: Final = 'Bearer error="invalid_token"'  # noqa: S105


class Guard:
    """One per application. Thread safe."""

    def __init__(self, authority: Authority) -> None:
        self._authority = authority
        self._lock = threading.Lock()
        self._verified: OrderedDict[str, Claims] = OrderedDict()
        self._believed: frozenset[str] = frozenset()

    def actor(self, request: Request, now: datetime, request_id: str = "") -> Actor:
        """Who asks, from the one token in the Authorization header. Raises Unauthenticated."""
        return actor_of(self.standing(request, now), request_id)

    def standing(self, request: Request, now: datetime) -> Standing:
        """How the request's token stands, for those who need more than the actor. Raises Unauthenticated."""
        at = clock.millis(now)
        shown = presented(request)
        try:
            claims = self._claims(shown.token, at)
        except BadToken:
            raise Unauthenticated(shown.dead) from None
        with self._authority.database.glance() as tx:
            found = standing.of_token(tx, claims.jti)
        if found is None or not _agrees(found, claims) or not found.is_live(at):
            raise Unauthenticated(shown.dead)
        if found.jkt is not None or shown.with_proof:
            self._prove(request, shown, found, at)
        return found

    def _prove(self, request: Request, shown: "Presented", found: Standing, at: int) -> None:
        """Only the key's holder gets through, and only by the scheme that says so (RFC 9449 §7.1, §7.2)."""
        if found.jkt is None or not shown.with_proof:
            raise Unauthenticated(dpop.DEAD_TOKEN)
        try:
            proof = dpop.read(request, self._authority.issuer, at, shown.token)
            if proof.jkt != found.jkt:
                raise Unauthenticated(dpop.DEAD_TOKEN)
            dpop.spend(self._authority.database, proof)
        except dpop.BadProof:
            raise Unauthenticated(dpop.BAD_PROOF) from None

    def _claims(self, token: str, at: int) -> Claims:
        name, believed = digest(token), self._authority.keys.believed(at)
        with self._lock:
            if (
                believed != self._believed
            ):  # a key has come or gone: what was signed with it is looked at anew
                self._verified.clear()
                self._believed = believed
            known = self._verified.get(name)
        if known is None:
            known = access_token.read(
                token, self._authority.keys, self._authority.issuer, self._authority.audience, at
            )
            self._remember(name, known, believed)
        if known.expires <= at:
            raise BadToken
        return known

    def _remember(self, name: str, claims: Claims, believed: frozenset[str]) -> None:
        with self._lock:
            if believed != self._believed:
                return
            self._verified[name] = claims
            if len(self._verified) > REMEMBERED:
                self._verified.popitem(last=False)


@dataclass(frozen=True, slots=True)
class Presented:
    """The token of a request, and whether it came by the scheme DPoP."""

    token: str
    with_proof: bool

    @property
    def dead(self) -> str:
        """How such a token is told to be dead."""
        return dpop.DEAD_TOKEN if self.with_proof else DEAD_TOKEN


def presented(request: Request) -> Presented:
    """The token of exactly one `Authorization` header, Bearer or DPoP; one in the query is refused (S-069)."""
    if request.query_string and "access_token" in request.args:
        raise Unauthenticated(DEAD_TOKEN)
    header = request.headers.get("Authorization")  # two come as one with a comma, which no scheme has
    if header is None:
        raise Unauthenticated(NO_TOKEN)
    found = _SCHEMES.fullmatch(header)
    if found is None:
        raise Unauthenticated(DEAD_TOKEN)
    return Presented(found[2], found[1].lower() == "dpop")


def actor_of(found: Standing, request_id: str) -> Actor:
    """The Actor of a token: kind, assignment, context and ceiling, all from the tables."""
    who, client, ceiling, jti = found.person, found.client, found.ceiling, found.id
    if who is not None:
        return actors.of_person(who, client, ceiling, found.family.patient, jti=jti, request_id=request_id)
    return actors.of_system(
        client,
        ceiling,
        found.organization,
        found.groups,
        feed=found.feed,
        jti=jti,
        request_id=request_id,
    )


def _agrees(found: Standing, claims: Claims) -> bool:
    """Whether the signed claims name the row they point at."""
    told = (claims.subject, claims.client, claims.jkt)
    return found.kind == "access" and (found.subject, found.client, found.jkt) == told

"""The identity providers people sign in with: which, what we are to them, and what their words mean (OpenID Connect)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from patientkontrakt.config.problem import Problem
from patientkontrakt.config.reader import Reader

KINDS: Final = ("patient", "staff")
ANY_LEVEL: Final = "*"
LOA_3: Final = "http://id.elegnamnden.se/loa/1.0/loa3 http://id.elegnamnden.se/loa/1.0/loa4"
_WEAK: Final = re.compile(r"(?:^|[/:#])(?:(?:uncertified-)?loa-?[0-2](?:-[a-z]+)?|low)$", re.IGNORECASE)
"""How DIGG, Sweden Connect, Sambi and eIDAS end the words for less than LoA 3. A provider's own words nobody can know."""
PERSON: Final = {
    "patient": "https://id.oidc.se/claim/personalIdentityNumber",
    "staff": "employeeHsaId",
}


@dataclass(frozen=True)
class IdentityProvider:
    """One provider, for patients or for staff.

    Without `secret` we sign in at its token endpoint with our own signing key. The claims are names in its id_token:
    `person` of the identity number or the HSA-id, `assignment` of the medarbetaruppdrag ("" when it tells none),
    `level` of the level of assurance, whose `levels` we accept. The provider itself says nothing we take on trust.
    """

    kind: str
    issuer: str
    client: str
    secret: str = field(repr=False)
    scope: str
    person: str
    assignment: str
    level: str
    levels: tuple[str, ...]

    @property
    def takes_any_level(self) -> bool:
        """For demonstrations: production refuses it."""
        return ANY_LEVEL in self.levels


def prefix(kind: str) -> str:
    """What the names of its settings begin with."""
    return f"PATIENTKONTRAKT_OIDC_{kind.upper()}_"


def read_providers(read: Reader) -> tuple[IdentityProvider, ...]:
    """Those that have an issuer."""
    found = (_read(read, kind) for kind in KINDS)
    return tuple(each for each in found if each.issuer or each.client)


def _read(read: Reader, kind: str) -> IdentityProvider:
    name = prefix(kind)
    return IdentityProvider(
        kind,
        issuer=read.address(name + "ISSUER"),
        client=read.text(name + "CLIENT", ""),
        secret=read.text(name + "SECRET", ""),
        scope=read.text(name + "SCOPE", "openid"),
        person=read.text(name + "PERSON", PERSON[kind]),
        assignment=read.text(name + "ASSIGNMENT", "") if kind == "staff" else "",
        level=read.text(name + "LEVEL", "acr"),
        levels=tuple(read.text(name + "LEVELS", LOA_3).split()),
    )


def faults(each: IdentityProvider) -> Iterator[Problem]:
    """What makes a provider unusable in any mode."""
    name = prefix(each.kind)
    if not each.issuer:
        yield Problem(name + "ISSUER", "is missing beside a client", "Write the provider's issuer")
    if not each.client:
        yield Problem(name + "CLIENT", "is missing", "Write the client_id the provider knows us by")
    if "openid" not in each.scope.split():
        yield Problem(name + "SCOPE", "lacks openid", "Write openid, and what else the provider wants")


def faults_in_production(each: IdentityProvider) -> Iterator[Problem]:
    """What production demands of a provider: encryption, and strong sign-in (HSLF-FS 2016:40 3 kap. 15 §)."""
    name = prefix(each.kind)
    if each.issuer and not each.issuer.startswith("https://"):
        yield Problem(name + "ISSUER", "is plain http", "Write an https address")
    weak = [level for level in each.levels if _WEAK.search(level)]
    if each.takes_any_level or weak:
        yield Problem(
            name + "LEVELS",
            f"takes {weak[0]}, which is less than LoA 3" if weak else "takes any level of assurance",
            "Write the words that mean LoA 3 or higher at that provider",
        )

"""The level of assurance of a sign-in: only the words the operator has named count (P-7; HSLF-FS 2016:40 3 kap. 15 §)."""

from typing import Any

from patientkontrakt.config.identity import IdentityProvider


def told(provider: IdentityProvider, claims: dict[str, Any]) -> str | None:
    """The level the provider vouches for, as it writes it."""
    level = claims.get(provider.level)
    return level if isinstance(level, str) and level else None


def is_enough(provider: IdentityProvider, claims: dict[str, Any]) -> bool:
    """Whether she has been identified strongly enough; a level nobody told is none."""
    return provider.takes_any_level or told(provider, claims) in provider.levels

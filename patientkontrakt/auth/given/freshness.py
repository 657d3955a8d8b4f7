"""How newly somebody must have proven who she is: `prompt=login` and `max_age` of an app (OpenID Connect Core §3.1.2.1).

What counts is when she did so at the provider, which may know her from before: at a ward's computer, whoever was there last.
"""

from collections.abc import Mapping
from typing import Any, Final

ASKED_AT: Final = "asked_at"
"""Stands in the addresses of our own pages on the way: when the app asked, in epoch milliseconds. An app has no use for it."""
_COUNTS_MS: Final = 30 * 60 * 1000
_SKEW_MS: Final = 60 * 1000


def longest_s(params: Mapping[str, str]) -> int | None:
    """So many seconds ago at most, 0 for a new sign-in; None when any sign-in will do."""
    if "login" in params.get("prompt", "").split():
        return 0
    told = params.get("max_age", "")
    return int(told[:9]) if told.isascii() and told.isdigit() else None


def asked_at(params: Mapping[str, str], at: int) -> int | None:
    """When the app asked, by the address of a page on the way; None when it is the first page, or was half an hour ago."""
    told = params.get(ASKED_AT, "")
    since = int(told) if told.isascii() and told.isdigit() and len(told) < 15 else at + 1
    return since if at - _COUNTS_MS < since <= at else None


def is_fresh(authenticated: int | None, longest_s: int | None, since: int) -> bool:
    """Whether a sign-in is new enough for a request of that moment; one whose time nobody told is for no wish."""
    if longest_s is None:
        return True
    return authenticated is not None and authenticated >= since - longest_s * 1000


def proven_at(claims: Mapping[str, Any], longest_s: int | None, begun: int, at: int) -> int | None:
    """When a provider's id_token says that she proved who she is (epoch milliseconds); None when it does not say.

    The provider's clock may differ from ours by a minute: an instant just too old for what was asked at `begun` counts as
    the oldest that will do, and one to come as now.
    """
    told = claims.get("auth_time")
    if type(told) is not int or not 0 < told * 1000 <= at + _SKEW_MS:  # bool is an int too
        return None
    since = min(told * 1000, at)
    if longest_s is None:
        return since
    oldest = begun - longest_s * 1000
    return max(since, oldest) if since >= oldest - _SKEW_MS else since

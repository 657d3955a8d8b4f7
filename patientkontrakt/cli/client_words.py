"""A client, and a change that waits, as the operator reads them: JSON, and never a secret."""

import json
from dataclasses import asdict
from typing import Any

from patientkontrakt import clock
from patientkontrakt.auth.administration.client_changes import Change
from patientkontrakt.auth.registry.client_keys import described
from patientkontrakt.auth.registry.clients import Client


def shown(one: Client) -> dict[str, Any]:
    """All that is kept of a client but its secret. Instants are ISO 8601, None for never."""
    return {
        "client_id": one.id,
        "name": one.name,
        "status": one.status,
        "scope": one.scope,
        "redirect_uris": list(one.redirect_uris),
        "post_logout_redirect_uris": list(one.logout_uris),
        "launch_uri": one.launch_uri,
        "token_endpoint_auth_method": one.auth_method,
        "dpop_bound_access_tokens": one.dpop,
        "organization": one.organization,
        "groups": list(one.groups),
        "jwks_uri": one.jwks_uri,
        "jwks": json.loads(one.jwks) if one.jwks else None,
        "keys": keys_shown(one.jwks),
        "contact": one.contact,
        "created": _when(one.created),
        "approved_by": one.approved_by,
        "last_used": _when(one.last_used),
    }


def change_shown(change: Change) -> dict[str, Any]:
    """What has been asked for, and how to decide it."""
    return {
        "change_id": change.id,
        "client_id": change.client,
        "act": change.act,
        "said": dict(change.said),
        "asked_by": change.asked_by,
        "asked": _when(change.asked),
    } | ({"keys": keys_shown(change.said.get("jwks"))} if change.said.get("jwks") else {})


def keys_shown(jwks: str | None) -> list[dict[str, str]]:
    """Its keys as they can be compared: the kid is a name somebody chose, the thumbprint (RFC 7638) is the key."""
    return [asdict(key) for key in described(jwks)]


def _when(at: int | None) -> str | None:
    return None if at is None else clock.iso(at)

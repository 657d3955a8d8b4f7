"""A client, and a change that waits, as the operator reads them: JSON, and never a secret."""

import json
from typing import Any

from patientkontrakt import clock
from patientkontrakt.auth.client_changes import Change
from patientkontrakt.auth.registered import Registered


def shown(one: Registered) -> dict[str, Any]:
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
    }


def _when(at: int | None) -> str | None:
    return None if at is None else clock.iso(at)

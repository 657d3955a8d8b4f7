"""One request at the portal: who is here, in which language, and the one way to ask the API for her."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, cast

from flask import current_app, g, request

from patientkontrakt import clock
from patientkontrakt.config import Settings
from patientkontrakt.db import Database
from patientkontrakt.portal.box import Box
from patientkontrakt.portal.forms import OnceOnly
from patientkontrakt.portal.gateway import Caller, Gateway
from patientkontrakt.portal.kept import KeptForms
from patientkontrakt.portal.language import language
from patientkontrakt.portal.oauth import Client, Tokens
from patientkontrakt.portal.refusals import Away, SessionOver
from patientkontrakt.portal.session import Session, Sessions
from patientkontrakt.portal.told import Told

EXTENSION: Final = "patientkontrakt-portal"
RENEW_MS: Final = 30 * 1000
PATIENCE_S: Final = 5.0


@dataclass(frozen=True)
class Portal:
    """What the pages stand on. `base_url` is what the portal calls itself, without a slash at the end."""

    settings: Settings
    database: Database
    gateway: Gateway
    client: Client
    box: Box
    sessions: Sessions
    once: OnceOnly
    kept: KeptForms
    told: Told
    form_key: bytes

    @property
    def base_url(self) -> str:
        """Without a slash at the end."""
        return self.settings.base_url

    @property
    def way_out(self) -> str:
        """The authorization server's page for signing out, here or everywhere."""
        return f"{self.gateway.base}/logga-ut"

    @property
    def encrypted(self) -> bool:
        """Whether browsers reach us over https."""
        return self.base_url.startswith("https:")


def portal() -> Portal:
    """The portal of this application."""
    return cast(Portal, current_app.extensions[EXTENSION])


def at() -> int:
    """Now, in epoch milliseconds."""
    return clock.millis(clock.now())


def cookie_name() -> str:
    """__Host- binds the cookie to this host and https; plain http (the demo) cannot have it."""
    return "__Host-pk-portal" if portal().encrypted else "pk-portal"


def cookie() -> str | None:
    """The secret the browser came with."""
    return request.cookies.get(cookie_name()) or None


def visitor() -> Session | None:
    """Whose live session it is, if anybody's. Looked up once a request."""
    if "portal_visitor" not in g:
        secret = cookie()
        g.portal_visitor = portal().sessions.find(secret, at()) if secret else None
    return cast(Session | None, g.portal_visitor)


def session() -> Session:
    """The live session. Raises SessionOver."""
    found = visitor()
    if found is None:
        raise SessionOver
    return found


def ask(method: str, path: str, json: Any = None, params: Mapping[str, str] | None = None) -> Any:
    """The API's answer to the person whose page it is. Raises SessionOver, Refused, Away (portal/refusals.py)."""
    here = _with_fresh_token(session())
    caller = Caller(here.access, language(request), g.get("request_id", ""))
    try:
        return portal().gateway.ask(caller, method, path, json, params)
    except SessionOver:
        portal().sessions.end(here.id)
        g.portal_visitor = None
        raise


def sealed(tokens: Tokens, about: dict[str, Any]) -> dict[str, Any]:
    """What a session keeps of its tokens."""
    return {"access": tokens.access, "refresh": tokens.refresh, "id_token": tokens.id_token, "about": about}


def remember(about: dict[str, Any]) -> None:
    """Keep something in words about the person, for the pages of this session."""
    here = session()
    told = here.about | about
    held = {"access": here.access, "refresh": here.refresh, "id_token": here.id_token, "about": told}
    portal().sessions.remember(here, held)
    g.portal_visitor = replace(here, about=told)


def _with_fresh_token(here: Session) -> Session:
    if here.expires - at() > RENEW_MS:
        return here
    if here.refresh is None:
        raise SessionOver
    g.portal_visitor = _renew(here) if portal().sessions.claim(here, at()) else _wait_for(here)
    return cast(Session, g.portal_visitor)


def _renew(here: Session) -> Session:
    tokens = portal().client.renew(here.refresh or "")
    kept = replace(tokens, id_token=tokens.id_token or here.id_token)
    expires = at() + tokens.expires_in * 1000
    portal().sessions.renewed(here, sealed(kept, here.about), expires)
    return replace(
        here, access=tokens.access, refresh=tokens.refresh, id_token=kept.id_token, expires=expires
    )


def _wait_for(here: Session) -> Session:
    """Somebody else of the same session is renewing: a refresh token is used once only."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        found = portal().sessions.find(cookie() or "", at())
        if found is None:
            raise SessionOver
        if found.expires != here.expires:
            return found
        time.sleep(0.05)
    raise Away(503)

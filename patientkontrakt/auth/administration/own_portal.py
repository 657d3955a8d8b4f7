"""The service's own portal: its private key, and its row among the clients, made and kept right at each start.

It is the one client that is `trusted`: nobody is asked to approve it, a parent is asked whom she reads for, and it shows
every app a person has let in. It is as this code and the settings say, whatever was registered by hand: its scopes, its
key, and its redirect URI at the service's own address.
"""

import json
from typing import Any, Final

from joserfc.jwk import ECKey

from patientkontrakt.auth.administration.client_admin import as_registration
from patientkontrakt.auth.administration.hand import Hand
from patientkontrakt.auth.keys import keyfiles
from patientkontrakt.auth.registry.client_keys import thumbprints
from patientkontrakt.auth.registry.clients import find_any
from patientkontrakt.auth.registry.registration import NewClient, register_client
from patientkontrakt.config import Settings
from patientkontrakt.db import Tx
from patientkontrakt.policy.scopes import Scopes

NAME: Final = "Patientkontrakt"
SCOPE: Final = str(Scopes.parse("openid fhirUser online_access launch/patient patient/*.cruds user/*.cruds"))


class NotOurs(Exception):
    """A client of that id is there, and it is somebody else's: it signs in with another key than the portal's."""


def keep(tx: Tx, hand: Hand, settings: Settings) -> bool:
    """Make or mend the portal's client and its key file; False when both were right.

    Who was suspended stays so. Raises NotOurs, keyfiles.UnsafeKey.
    """
    wanted = _registration(settings, keyfiles.public_half(settings.portal_key, _new_key))
    known = find_any(tx, settings.portal_client)
    if known and known.trusted and as_registration(known) == wanted:
        return False
    if known and not known.trusted and thumbprints(known.jwks) != thumbprints(wanted.jwks):
        raise NotOurs
    register_client(tx, wanted, hand.at)
    tx.run(
        "UPDATE client SET trusted = 1, approved_by = :by, approved = :at WHERE id = :id",
        {"id": settings.portal_client, "by": hand.by, "at": hand.at},
    )
    hand.note("client-replace" if known else "client-register", settings.portal_client)
    return True


def _registration(settings: Settings, public: dict[str, Any]) -> NewClient:
    return NewClient(
        id=settings.portal_client,
        name=NAME,
        scope=SCOPE,
        redirect_uris=(f"{settings.base_url}/inloggad",),
        jwks=json.dumps({"keys": [public]}),
    )


def _new_key() -> ECKey:
    return ECKey.generate_key("P-384", {"use": "sig", "alg": "ES384"}, auto_kid=True)

"""The demo's OAuth clients (cast.md), with keys made on the spot; their private halves go to files only we can read."""

import json
from dataclasses import dataclass
from pathlib import Path

from joserfc.jwk import ECKey, Key, KeyParameters, RSAKey

from patientkontrakt.auth.administration import own_portal
from patientkontrakt.auth.administration.client_admin import as_registration
from patientkontrakt.auth.administration.hand import OPERATOR, Hand
from patientkontrakt.auth.keys import keyfiles
from patientkontrakt.auth.registry.clients import find_any
from patientkontrakt.auth.registry.registration import NewClient, register_client
from patientkontrakt.config import Settings
from patientkontrakt.db import Tx
from patientkontrakt.demo.group import GROUP

CALLBACK = "http://127.0.0.1:9090/callback"
LAUNCH = "http://127.0.0.1:9090/launch"
SIGNED_OUT = "http://127.0.0.1:9090/signed-out"
PATIENT_WRITES = (
    "patient/Task.cu patient/QuestionnaireResponse.cu patient/Goal.cu patient/Communication.c"
    " patient/AppointmentResponse.c patient/Consent.cu patient/Observation.c"
)
FED = ("Patient", "EpisodeOfCare", "Encounter", "Appointment", "ServiceRequest", "RelatedPerson")
REGION = "region-exempel"


@dataclass(frozen=True)
class DemoClient:
    """One client of the demo. `key` is the algorithm of its key, when it signs in with one; `launch_uri` is where it is
    opened out of a record."""

    id: str
    name: str
    scope: str
    key: str | None = None
    organization: str | None = None
    groups: tuple[str, ...] = ()
    launch_uri: str | None = None


CLIENTS = (
    DemoClient("demo-app", "Demo-appen",
               f"openid fhirUser offline_access online_access launch/patient patient/*.rs {PATIENT_WRITES}"),
    DemoClient("demo-staff-app", "Demo-appen för personal",
               "openid fhirUser offline_access online_access launch launch/patient launch/encounter user/*.cruds",
               launch_uri=LAUNCH),
    DemoClient("demo-feed", "Regionens patientadministration", " ".join(f"system/{type}.cu" for type in FED),
               "ES384", REGION),
    DemoClient("demo-integrator", "Regionens integration", "system/*.rs", "RS384", REGION, (GROUP,)),
)  # fmt: skip


def register(tx: Tx, settings: Settings, at: int) -> list[str]:
    """Register the clients that are missing, the service's own portal too; which. One whose key file is gone gets a new key."""
    ours = Hand(OPERATOR, at, lambda act, client: None)  # a load is in the log as a whole
    portal = [settings.portal_client] if own_portal.keep(tx, ours, settings) else []
    return portal + [each.id for each in CLIENTS if _register(tx, each, settings, at)]


def key_file(settings: Settings, id: str) -> Path:
    """Where a client's private key lies."""
    return settings.var / f"{id}.jwk"


def _register(tx: Tx, each: DemoClient, settings: Settings, at: int) -> bool:
    known = find_any(tx, each.id)
    path = key_file(settings, each.id)
    if known and (each.key is None or path.exists()):
        return False
    jwks = _key_in(path, each.id, each.key) if each.key else None
    register_client(tx, as_registration(known, jwks=jwks) if known else _new(each, jwks), at)
    return True


def _new(each: DemoClient, jwks: str | None) -> NewClient:
    return NewClient(
        id=each.id,
        name=each.name,
        scope=each.scope,
        redirect_uris=() if each.organization else (CALLBACK,),
        logout_uris=() if each.organization else (SIGNED_OUT,),
        organization=each.organization,
        groups=each.groups,
        jwks=jwks,
        launch_uri=each.launch_uri,
    )


def _key_in(path: Path, id: str, algorithm: str) -> str:
    """The public half, as a JWK Set, of the key in `path`, which is made when it is not there."""
    about: KeyParameters = {"kid": f"{id}-1", "use": "sig", "alg": algorithm}

    def make() -> Key:
        return (
            RSAKey.generate_key(2048, about) if algorithm == "RS384" else ECKey.generate_key("P-384", about)
        )

    return json.dumps({"keys": [keyfiles.public_half(path, make)]})

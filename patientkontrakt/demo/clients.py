"""The demo's OAuth clients (cast.md), with keys made on the spot; their private halves go to files only we can read."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from joserfc.jwk import ECKey, KeyParameters, RSAKey

from patientkontrakt.auth.clients import find_any, replace_keys
from patientkontrakt.auth.registration import NewClient, register_client
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
    trusted: bool = False
    launch_uri: str | None = None


CLIENTS = (
    DemoClient("portal", "Patientkontrakt", "openid fhirUser online_access launch/patient patient/*.cruds user/*.cruds", "ES384",
               trusted=True),
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
    """Register the clients that are missing; which. A client whose private key file is gone gets a new key."""
    return [each.id for each in CLIENTS if _register(tx, each, settings, at)]


def key_file(settings: Settings, id: str) -> Path:
    """Where a client's private key lies; the portal is part of the service, and its key lies with the service's."""
    return settings.keys / "portal.jwk" if id == "portal" else settings.var / f"{id}.jwk"


def _register(tx: Tx, each: DemoClient, settings: Settings, at: int) -> bool:
    known = find_any(tx, each.id)
    path = key_file(settings, each.id)
    if known and (each.key is None or path.exists()):
        return False
    public = _make_key(path, each.id, each.key) if each.key else None
    jwks = json.dumps({"keys": [public]}) if public else None
    if known and jwks:
        replace_keys(tx, each.id, jwks)
    else:
        register_client(tx, _new(each, settings, jwks), at)
    return True


def _new(each: DemoClient, settings: Settings, jwks: str | None) -> NewClient:
    callback = f"{settings.base_url}/inloggad" if each.trusted else CALLBACK
    return NewClient(
        id=each.id,
        name=each.name,
        scope=each.scope,
        redirect_uris=() if each.organization else (callback,),
        logout_uris=() if each.organization or each.trusted else (SIGNED_OUT,),
        organization=each.organization,
        groups=each.groups,
        jwks=jwks,
        trusted=each.trusted,
        launch_uri=each.launch_uri,
    )


def _make_key(path: Path, id: str, algorithm: str) -> dict[str, Any]:
    """A new key in `path`, mode 0600; returns its public half."""
    about: KeyParameters = {"kid": f"{id}-1", "use": "sig", "alg": algorithm}
    key = RSAKey.generate_key(2048, about) if algorithm == "RS384" else ECKey.generate_key("P-384", about)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(key.as_dict(private=True), file)
    beside.replace(path)
    return key.as_dict(private=False)

"""A small application with nothing but the authorization server and one guarded route."""

import json
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, Response, jsonify, request
from joserfc.jwk import ECKey, RSAKey

from patientkontrakt import clock
from patientkontrakt.accesslog import AccessLog
from patientkontrakt.auth.administration import accounts, assignments
from patientkontrakt.auth.authority import EXTENSION, Authority
from patientkontrakt.auth.install import install
from patientkontrakt.auth.proving.guard import Guard, Unauthenticated
from patientkontrakt.auth.registry.registration import NewClient, register_client
from patientkontrakt.config import Settings
from patientkontrakt.config.identity import IdentityProvider
from patientkontrakt.db import Database, Tx
from tests import cast
from tests.auth.people import SHOWCASE, CastDirectory

BASE = "http://127.0.0.1:8000"
FHIR = BASE + "/fhir"
CALLBACK = "http://127.0.0.1:9090/callback"

# Made once a session: key generation is slow.
INTEGRATOR_KEY = RSAKey.generate_key(2048, {"kid": "integrator-1"})
FEED_KEY = ECKey.generate_key("P-384", {"kid": "feed-1"})


@dataclass(frozen=True)
class House:
    """The application of one test."""

    app: Flask
    database: Database
    authority: Authority
    guard: Guard

    def rows(self, sql: str, **params: object) -> list[tuple[object, ...]]:
        """What lies in the tables."""
        with self.database.read() as tx:
            return tx.rows(sql, params)

    def change(self, sql: str, **params: object) -> None:
        """Change the tables by hand."""
        with self.database.write() as tx:
            tx.run(sql, params)


def build(
    database: Database,
    var: Path,
    mode: str = "demo",
    base: str = BASE,
    providers: tuple[IdentityProvider, ...] = (),
) -> House:
    """An application with the cast enrolled."""
    settings = Settings(mode, base, var, "", b"a secret of these tests, long enough", providers=providers)
    app = Flask("tests")
    app.testing = True
    log = AccessLog(database, settings.key("access-log"), var)
    guard = install(app, settings, database, log, CastDirectory(), SHOWCASE)
    _add_guarded_route(app, guard)
    with database.write() as tx:
        enrol_cast(tx, clock.millis(clock.now()))
    return House(app, database, app.extensions[EXTENSION], guard)


def enrol_cast(tx: Tx, at: int) -> None:
    """Everybody of cast.md, gerd suspended and her assignment ended; and the clients."""
    for patient in cast.PATIENTS.values():
        accounts.enrol_patient(tx, patient.id, patient.born, at)
    for one in (*cast.STAFF.values(), cast.GERD):
        custodian = cast.UNITS[one.unit].custodian
        accounts.enrol_staff(tx, one.id, one.id, one.unit, custodian, one.role, at - 1000, None, at)
    assignments.end(tx, "gerd", at - 1)
    accounts.suspend(tx, "Practitioner/gerd", at)
    for id in ("demo-app", "demo-staff-app"):
        register_client(
            tx, NewClient(id=id, name=id, scope=cast.CLIENTS[id].scope, redirect_uris=(CALLBACK,)), at
        )
    for id, key in (("demo-integrator", INTEGRATOR_KEY), ("demo-feed", FEED_KEY)):
        known = cast.CLIENTS[id]
        jwks = json.dumps({"keys": [key.as_dict(private=False)]})
        new = NewClient(
            id=id, name=id, scope=known.scope, organization=known.organization, groups=known.groups, jwks=jwks
        )
        register_client(tx, new, at)


def _add_guarded_route(app: Flask, guard: Guard) -> None:
    @app.route("/fhir/whoami", methods=["GET", "POST"])
    def whoami() -> Response:
        actor = guard.actor(request, clock.now())
        return jsonify(
            {
                "kind": actor.kind,
                "account": actor.account,
                "who": actor.who,
                "patient": actor.patient,
                "unit": actor.unit,
                "custodian": actor.custodian,
                "role": actor.role,
                "scope": str(actor.scopes),
                "client": actor.client,
                "groups": list(actor.groups),
                "feed": actor.feed,
                "born": actor.born and actor.born.isoformat(),
            }
        )

    @app.errorhandler(Unauthenticated)
    def unauthenticated(error: Unauthenticated) -> Response:
        return Response(status=401, headers={"WWW-Authenticate": error.challenge})

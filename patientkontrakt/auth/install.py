"""Putting the authorization server into an application; called once by app.py."""

from collections.abc import Sequence

from flask import Flask

from patientkontrakt.accesslog.log import AccessLog
from patientkontrakt.auth.asking.authorize import pages_of_authorize
from patientkontrakt.auth.authority import EXTENSION, Authority
from patientkontrakt.auth.given.people import PeopleDirectory, Showcase
from patientkontrakt.auth.keys.key_ring import KeyRing
from patientkontrakt.auth.oauth.endpoints import GUARD, SERVER, endpoints
from patientkontrakt.auth.oauth.server import Server
from patientkontrakt.auth.oauth.wellknown import wellknown
from patientkontrakt.auth.outside import providers
from patientkontrakt.auth.outside.key_fetcher import KeyFetcher
from patientkontrakt.auth.proving.guard import Guard
from patientkontrakt.auth.signing_in.choosing import choosing
from patientkontrakt.auth.signing_in.demo_signin import demo_signin
from patientkontrakt.auth.signing_in.provider_login import provider_login
from patientkontrakt.auth.signing_in.signin import signin
from patientkontrakt.auth.signing_in.signout import signout
from patientkontrakt.config import Settings
from patientkontrakt.db import Database


def install(
    app: Flask,
    settings: Settings,
    database: Database,
    log: AccessLog,
    people: PeopleDirectory,
    showcase: Sequence[Showcase] = (),
) -> Guard:
    """Register the endpoints and pages; returns the guard for the other doors. Touches neither database nor keys yet."""
    ring, fetcher = KeyRing(settings.keys), KeyFetcher(is_demo=settings.mode == "demo")
    outside = providers.of(settings)
    authority = Authority(settings, database, log, ring, people, fetcher, tuple(showcase), outside)
    guard = Guard(authority)
    app.extensions[EXTENSION] = authority
    app.extensions[SERVER] = Server(authority)
    app.extensions[GUARD] = guard
    doors = [wellknown, endpoints, pages_of_authorize, signin, signout]
    if authority.providers:
        doors += [provider_login, choosing]
    for blueprint in [*doors, demo_signin] if authority.is_demo else doors:
        app.register_blueprint(blueprint)
    return guard

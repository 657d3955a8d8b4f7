"""Putting the authorization server into an application; called once by app.py."""

from collections.abc import Sequence

from flask import Flask

from patientkontrakt.accesslog.log import AccessLog
from patientkontrakt.auth.authority import EXTENSION, Authority
from patientkontrakt.auth.authorize import pages_of_authorize
from patientkontrakt.auth.demo_signin import demo_signin
from patientkontrakt.auth.endpoints import GUARD, SERVER, endpoints
from patientkontrakt.auth.guard import Guard
from patientkontrakt.auth.key_fetcher import KeyFetcher
from patientkontrakt.auth.keys import KeyRing
from patientkontrakt.auth.people import PeopleDirectory, Showcase
from patientkontrakt.auth.server import Server
from patientkontrakt.auth.signin import signin
from patientkontrakt.auth.signout import signout
from patientkontrakt.auth.wellknown import wellknown
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
    authority = Authority(settings, database, log, ring, people, fetcher, tuple(showcase))
    guard = Guard(authority)
    app.extensions[EXTENSION] = authority
    app.extensions[SERVER] = Server(authority)
    app.extensions[GUARD] = guard
    doors = [wellknown, endpoints, pages_of_authorize, signin, signout]
    for blueprint in [*doors, demo_signin] if authority.is_demo else doors:
        app.register_blueprint(blueprint)
    return guard

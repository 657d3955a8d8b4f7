"""The composition root: the only module that knows everyone. `create_app` reads as a table of contents."""

import os
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import Flask

from patientkontrakt import clock, db, logs
from patientkontrakt.accesslog import AccessLog, Sealer, heads
from patientkontrakt.accesslog import tables as accesslog_tables
from patientkontrakt.api import fhir, oauth, tracing, v1
from patientkontrakt.api.brakes import NumberBrake
from patientkontrakt.api.health import health
from patientkontrakt.api.metrics import counts, exposition
from patientkontrakt.api.metrics import house as measures
from patientkontrakt.api.metrics.lines import Line
from patientkontrakt.api.problems import answer_under
from patientkontrakt.api.proxies import TrustedProxies
from patientkontrakt.api.request_log import Service, follow
from patientkontrakt.auth import asking_tables
from patientkontrakt.auth import tables as auth_tables
from patientkontrakt.auth.administration import feed, housekeeping
from patientkontrakt.auth.given.on_behalf import client_now, system_actor
from patientkontrakt.auth.install import install
from patientkontrakt.auth.proving.guard import Guard
from patientkontrakt.care.hooks import register as register_care_rules
from patientkontrakt.cli import main
from patientkontrakt.config import Settings
from patientkontrakt.db import Database, installation, schema
from patientkontrakt.demo.showcase import SHOWCASE
from patientkontrakt.portal import install as open_portal
from patientkontrakt.portal import tables as portal_tables
from patientkontrakt.portal.errors import error_page
from patientkontrakt.records.bulk.exports import Exports
from patientkontrakt.records.bulk.run import Exporting
from patientkontrakt.records.counter import Counter
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.directory import Directory
from patientkontrakt.records.duties import Duties, Errand
from patientkontrakt.records.hooks import Hooks
from patientkontrakt.records.people import People
from patientkontrakt.records.queue import Queue
from patientkontrakt.records.stored import Stored
from patientkontrakt.records.subscriptions.notifier import Notifier
from patientkontrakt.records.subscriptions.vault import Vault
from patientkontrakt.records.worker import Worker
from patientkontrakt.store import subscription_tables
from patientkontrakt.store import tables as store_tables

# The rooms with tables of their own: with them `db.metadata` is whole, and Alembic can compare it.
TABLES = (
    installation,
    accesslog_tables,
    store_tables,
    subscription_tables,
    auth_tables,
    asking_tables,
    portal_tables,
)

_HOUR = 60.0 * 60  # in seconds
_OFTEN = 60.0


@dataclass(frozen=True)
class Front:
    """A portal in front of another service: what it finds in `current_app.extensions["patientkontrakt"]`."""

    settings: Settings
    database: Database


@dataclass(frozen=True)
class House(Front):
    """The whole service: what the doors find in `current_app.extensions["patientkontrakt"]`."""

    log: AccessLog
    counter: Counter
    guard: Guard
    sealer: Sealer
    vault: Vault
    notifier: Notifier
    queue: Queue
    worker: Worker
    exports: Exports


def create_app(settings: Settings | None = None) -> Flask:
    """The service. Connects to nothing yet, so that gunicorn may fork it; without settings it reads the environment."""
    settings = settings or Settings.from_environ(os.environ)
    logs.configure()
    app = Service("patientkontrakt", static_folder=None)
    _configure(app, settings)
    settings.var.mkdir(mode=0o700, parents=True, exist_ok=True)
    database = _database(app, settings)
    follow(app, every=settings.log_requests)
    app.register_blueprint(health)
    open_portal(app, settings, database)
    if settings.portal_api:
        app.extensions["patientkontrakt"] = Front(settings, database)
    else:
        app.extensions["patientkontrakt"] = house = _build(app, settings, database)
        _open_api(app, house)
    answer_under(app, "", error_page)  # last: whatever no door answers, a person has asked
    tracing.trace(app, database, os.environ)
    exposition.expose(app, settings, _lines(app))
    _add_commands(app)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    """Flask's own settings, all derived from ours."""
    app.config.update(SECRET_KEY=settings.key("session"))
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # Swedish as it is written
    if settings.proxies:
        app.wsgi_app = TrustedProxies(app.wsgi_app, settings.proxies)  # type: ignore[method-assign]


def _database(app: Flask, settings: Settings) -> Database:
    engine = db.bind(app, settings.database_url)
    schema.register(app)
    counts.watch(engine)
    return Database(engine)


def _build(app: Flask, settings: Settings, database: Database) -> House:
    """The floors, from the ground up."""
    key = settings.key("access-log")
    log = AccessLog(database, key, settings.var)
    counter = Counter(database, log, _rules(), settings.key("number-index"), settings.fhir_base)
    vault = Vault(settings.key("subscription-headers"))
    notifier = Notifier(counter, client_now, vault)
    queue = Queue(database)
    exports = Exports(settings.exports, settings.export_hours * round(1000 * _HOUR))
    showcase = SHOWCASE if settings.mode == "demo" else ()
    return House(
        settings=settings,
        database=database,
        log=log,
        counter=counter,
        guard=install(app, settings, database, log, Directory(counter), showcase),
        vault=vault,
        notifier=notifier,
        sealer=Sealer(database, key, settings.var / heads.NAME, _now),
        queue=queue,
        worker=Worker(database, _duties(counter, queue, notifier, exports), _now),
        exports=exports,
    )


def _duties(counter: Counter, queue: Queue, notifier: Notifier, exports: Exports) -> Duties:
    """What the worker does (docs/operations.md, "Jobs")."""
    database = counter.database
    return Duties(
        jobs=(Exporting(counter, exports, partial(system_actor, database), clock.now),),
        rounds=(
            Errand("forget-sign-ins", _HOUR, lambda now: housekeeping.tidy(database, now)),
            Errand("forget-jobs", _HOUR, queue.forget),
            Errand("remove-exports", _OFTEN, lambda now: exports.tidy(database, now)),
            notifier,
        ),
    )


def _now() -> int:
    return clock.millis(clock.now())


def _rules() -> Hooks:
    """What care demands of every write, at every door, and what follows from it."""
    hooks = Hooks()
    register_care_rules(hooks)
    for type in feed.TYPES:
        hooks.at_every_write(type, _feed_accounts)
    return hooks


def _feed_accounts(desk: Desk, before: dict[str, Any] | None, written: Stored) -> None:
    """Who may sign in follows the registers of people, in the transaction that writes there."""
    feed.follow(desk.tx, written.type, written.id, before, written.body(), desk.at, People(desk))


def _open_api(app: Flask, house: House) -> None:
    """FHIR and the domain API; the authorization server's addresses came with the guard."""
    settings = house.settings
    pages = settings.key("page-tokens")
    numbers = NumberBrake(house.database, settings.key("brakes"))
    door = fhir.Door(
        settings.base_url, house.counter, house.guard, pages, numbers, house.vault, house.exports
    )
    oauth.register(app)
    fhir.register(app, door)
    v1.register(app, v1.Door(settings.base_url, house.counter, house.guard, pages, numbers))


def _lines(app: Flask) -> tuple[Line, ...]:
    """What is looked up for /metrics; a room adds its own here."""
    house = app.extensions["patientkontrakt"]
    if not isinstance(house, House):
        return ()
    return measures.lines(house.settings, house.database, house.queue)


def _add_commands(app: Flask) -> None:
    """`flask --app wsgi …` knows our commands too; its own `db` is Flask-Migrate's, on the same migrations."""
    for name, command in main.commands.items():
        if name != "db":
            app.cli.add_command(command)

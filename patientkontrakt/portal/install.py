"""Putting the portal into an application: beside the API, or by itself in front of an API elsewhere."""

from flask import Flask
from flask_babel import Babel

from patientkontrakt.config import Settings
from patientkontrakt.db import Database
from patientkontrakt.portal import errors, words
from patientkontrakt.portal.assets import assets
from patientkontrakt.portal.box import Box
from patientkontrakt.portal.door import EXTENSION, Portal
from patientkontrakt.portal.forms import OnceOnly
from patientkontrakt.portal.gateway import Gateway, WithinTheProcess
from patientkontrakt.portal.kept import KeptForms
from patientkontrakt.portal.language import locale, translations
from patientkontrakt.portal.oauth import Client
from patientkontrakt.portal.public import public
from patientkontrakt.portal.rooms import ROOMS
from patientkontrakt.portal.session import Sessions
from patientkontrakt.portal.signing_in import signing_in
from patientkontrakt.portal.told import Told

CATALOGUES = ("ram", "min", "mitt", "arbete", "skriva", "delade", "granska", "administrera")
"""One catalogue of words for the shell, one for each room of pages."""


def install(app: Flask, settings: Settings, database: Database) -> Portal:
    """Register every page. Connects to nothing yet."""
    portal = _portal(app, settings, database)
    app.extensions[EXTENSION] = portal
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = ";".join(["portal/translations"] * len(CATALOGUES))
    Babel(app, default_locale="sv", default_domain=";".join(CATALOGUES), locale_selector=locale)
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda text: translations().ugettext(text),
        ngettext=lambda one, many, number: translations().ungettext(one, many, number),
        newstyle=True,
        pgettext=lambda context, text: translations().upgettext(context, text),
        npgettext=lambda context, one, many, number: translations().unpgettext(context, one, many, number),
    )
    words.register(app)
    errors.register(app)
    for blueprint in (assets, public, signing_in, *ROOMS):
        app.register_blueprint(blueprint)
    return portal


def _portal(app: Flask, settings: Settings, database: Database) -> Portal:
    elsewhere = settings.portal_api
    gateway = Gateway(elsewhere or settings.base_url, None if elsewhere else WithinTheProcess(app))
    callback = f"{settings.base_url}/inloggad"
    box = Box(settings.key("portal"))
    return Portal(
        settings=settings,
        database=database,
        gateway=gateway,
        client=Client(gateway, settings.portal_client, settings.portal_key, callback),
        box=box,
        sessions=Sessions(database, box),
        once=OnceOnly(database),
        kept=KeptForms(database, box),
        told=Told(database, box),
        form_key=settings.key("portal-form"),
    )

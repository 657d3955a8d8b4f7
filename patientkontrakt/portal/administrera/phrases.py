"""Administration in words of the page."""

from flask_babel import gettext as _


def acts() -> dict[str, str]:
    """What may be asked for."""
    return {
        "register": _("Nytt program"),
        "scopes": _("Fler behörigheter"),
        "addresses": _("Nya adresser"),
        "keys": _("Nya nycklar"),
        "secret": _("Ny hemlighet"),
        "reinstate": _("Öppna programmet igen"),
    }


def methods() -> dict[str, str]:
    """How a program proves who it is."""
    return {
        "none": _("Utan nyckel, med engångskod (PKCE)"),
        "private_key_jwt": _("Med egen nyckel"),
        "client_secret_basic": _("Med hemlighet"),
    }


def levels() -> dict[str, str]:
    """Whose data a permission is about."""
    return {
        "": _("Om inloggningen"),
        "patient": _("När en patient använder programmet"),
        "user": _("När personal eller en patient använder programmet"),
        "system": _("När programmet arbetar på egen hand"),
    }


def roles() -> dict[str, str]:
    """The assignments an administrator gives."""
    return {
        "vardsamordnare": _("Vårdsamordnare"),
        "sjukskoterska": _("Sjuksköterska"),
        "lakare": _("Läkare"),
        "underskoterska": _("Undersköterska"),
        "loggranskare": _("Loggranskare"),
        "verksamhetsutvecklare": _("Verksamhetsutvecklare"),
    }


def every_role() -> dict[str, str]:
    """What every assignment is called."""
    return {**roles(), "systemadministrator": _("Systemadministratör")}


def standings() -> dict[str, str]:
    """Why an assignment that has not ended lets nobody in; nothing for one that holds."""
    return {
        "not-begun": _("Har inte börjat än"),
        "suspended": _("Kontot är avstängt. Personen kan inte logga in"),
        "closed": _("Kontot är stängt av registret. Personen kan inte logga in"),
    }

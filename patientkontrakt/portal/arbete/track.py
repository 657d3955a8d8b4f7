"""The five stations of an utgåva: written, sent, answered, agreed, followed up. One of them is where it is now."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from patientkontrakt import clock
from patientkontrakt.portal import words
from patientkontrakt.portal.names import Names

Body = dict[str, Any]
ENDED = ("avslutad", "avbruten", "felregistrerad")


@dataclass(frozen=True)
class Station:
    """What it is called, what is said of it, and whether it is behind us ("done"), here ("now") or ahead ("")."""

    name: str
    line: str
    state: str = ""


def track(contract: Body, names: Names) -> list[Station]:
    """Where the newest utgåva is."""
    here = _here(contract)
    states = ["done"] * here + ["now"] + [""] * (4 - here)
    found = zip(_stations(contract, names), states, strict=True)
    return [Station(name, line, "" if contract["phase"] in ENDED else state) for (name, line), state in found]


def _here(contract: Body) -> int:
    """The number of the station where it is."""
    if contract["utgava"] is None:
        return 0
    return {"overens": 4, "pausad": 3}.get(contract["phase"], 2)


def _stations(contract: Body, names: Names) -> list[tuple[str, str]]:
    newest = contract["utgavor"][0] if contract["utgavor"] else None
    return [
        (_("Skriven"), _written(newest, names)),
        (_("Skickad till %(name)s", name=names.first), words.short_day(newest["at"]) if newest else ""),
        _answer(contract, names),
        (_("Överens"), _agreed(contract, newest)),
        (_("Följs upp"), words.short_day(contract["review_by"]) or _("Ingen dag satt")),
    ]


def _written(newest: Body | None, names: Names) -> str:
    if newest is None:
        return str(_("Skrivs nu"))
    return str(_("%(day)s av %(who)s", day=words.short_day(newest["at"]), who=_by(newest["author"], names)))


def _by(reference: str | None, names: Names) -> str:
    who = names.of(reference)
    return str(_("dig")) if who == _("du") else who


def _answer(contract: Body, names: Names) -> tuple[str, str]:
    asked, phase = contract["asked"], contract["phase"]
    if phase == "vill-andra":
        return _("%(name)s vill ändra något", name=names.first), _("Hör av dig.")
    if phase == "vill-prata":
        return _("%(name)s vill prata först", name=names.first), _("Hör av dig.")
    if phase == "skickad" and asked:
        line = _waited(contract["utgavor"][0]["at"])
        last = _("Sista dag %(day)s.", day=words.short_day(asked["due"])) if asked["due"] else ""
        return _("Väntar på svar"), f"{line} {last}".strip()
    return _("Svar"), ""


def _waited(since: str) -> str:
    days = (clock.today(clock.now()) - (words.as_day(since) or date.max)).days
    if days < 1:
        return str(_("Skickad i dag."))
    return str(ngettext("%(num)s dag.", "%(num)s dagar.", days))


def _agreed(contract: Body, newest: Body | None) -> str:
    if contract["phase"] == "pausad":
        return str(_("Pausad"))
    if contract["applies"] is None:
        return ""
    if newest and contract["applies"] == newest["number"]:
        return words.short_day(newest.get("agreed_at"))
    return str(_("Utgåva %(number)s gäller så länge", number=contract["applies"]))

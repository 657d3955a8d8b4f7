"""Two texts side by side, as a person reads them."""

from typing import Any

from flask_babel import gettext as _

from patientkontrakt.portal import words
from patientkontrakt.portal.arbete.phrases import LEVELS
from patientkontrakt.portal.names import possessive
from patientkontrakt.portal.skriva.dates import as_date, rhythm
from patientkontrakt.portal.skriva.directory import Directory
from patientkontrakt.portal.skriva.meeting import Conflict, Meeting, words_of
from patientkontrakt.portal.skriva.typed import Typed


def told(met: Meeting, known: Directory, said: Typed) -> dict[str, Any]:
    """A section for the page, with what has been chosen so far."""
    who = known.name(met.by) or _("Någon annan")
    first = who.split(" ")[0]
    return {
        "section": met.section,
        "title": met.title,
        "version": met.version,
        "published": met.published,
        "who": who,
        "who_first": first,
        "whose": possessive(first),
        "at": met.at,
        "news": met.news,
        "conflicts": [
            _choice(each, known, said, f"{met.section}-{number}") for number, each in enumerate(met.conflicts)
        ],
    }


def _choice(conflict: Conflict, known: Directory, said: Typed, name: str) -> dict[str, Any]:
    return {
        "name": field_name(conflict),
        "about": conflict.about,
        "shown_theirs": shown_value(conflict.theirs, known),
        "shown_mine": shown_value(conflict.mine, known),
        "is_words": conflict.is_words,
        "chosen": said.text(f"val-{name}"),
        "new": said.text(f"ny-{name}"),
    }


def field_name(conflict: Conflict) -> str:
    """What the field is called on the form."""
    name = (conflict.field or "").rpartition(".")[2]
    names = {
        "text": _("Orden"),
        "when": _("När"),
        "timing": _("Hur ofta"),
        "due": _("Senast"),
        "latest": _("Senast"),
        "owner": _("Vem"),
        "what": _("Vad"),
        "sign": _("Tecken"),
        "act": _("Vad patienten gör"),
        "contact": _("Vem patienten ringer"),
        "member": _("Vem"),
        "paths": _("Telefon"),
        "review_by": _("Följs upp senast"),
        "declined": _("Vill inte svara nu"),
        "coordination": _("Vem som håller ihop planen"),
        "relatives": _("Närstående är med"),
        "level": _("Hur mycket"),
        "steps": _("De fem stegen"),
        "rephrased": _("Vårdens ord"),
    }
    return str(names.get(name, _("Raden")))


def shown_value(value: Any, known: Directory) -> str:
    """A value as a person reads it."""
    if value is None or value == [] or value == "":
        return str(_("Borttaget"))
    if isinstance(value, bool):
        return str(_("Ja") if value else _("Nej"))
    if isinstance(value, list):
        return ", ".join(shown_value(each, known) for each in value)
    if isinstance(value, dict):
        return rhythm(value) if "frequency" in value else words_of(value) or str(value.get("value", ""))
    text = str(value)
    if "/" in text and known.name(text):
        return known.name(text)
    if text in LEVELS:
        return str(LEVELS[text])
    return words.moment(text) if as_date(text[:10]) else text

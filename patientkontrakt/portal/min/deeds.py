"""Promises as the patient reads them: her own never in red, care's late ones with who is chasing them."""

from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as __

from patientkontrakt import clock
from patientkontrakt.portal import words
from patientkontrakt.portal.arbete import rhythm
from patientkontrakt.portal.arbete.names import Names

Body = dict[str, Any]

STATUS: Final = {
    "utkast": ("plain", __("Utkast")),
    "foreslagen": ("plain", __("Nytt")),
    "motforslag": ("plain", __("Nytt förslag")),
    "overenskommen": ("go", __("Pågår")),
    "pagar": ("go", __("Pågår")),
    "uppfylld": ("ok", __("Gjort")),
    "bruten": ("warn", __("Blev inte av")),
    "omforhandlas": ("warn", __("Görs om")),
    "avbojd": ("plain", __("Tackade nej")),
    "installd": ("plain", __("Inställt")),
    "felregistrerad": ("plain", __("Felskrivet")),
}
RUNNING: Final = ("overenskommen", "pagar")


def deeds(promises: list[Body], names: Names) -> list[Body]:
    """Each with its words: when, how it goes, whose, who keeps watch, and whether she may tick or undo it."""
    return [_deed(each, names) for each in promises]


def _deed(promise: Body, names: Names) -> Body:
    kind, word = STATUS[promise["status"]]
    hers = promise["side"] == "mine"
    late = promise["late"] and not hers
    return promise | {
        "kind": "stop" if late else kind,
        "word": _("Försenat") if late else word,
        "said_when": _was_due(promise) if late else rhythm.when(promise),
        "who": None if hers else names.with_unit(promise["owner"]),
        "watch": _watch(promise, names) if late else None,
        "may_tick": hers and promise["status"] in RUNNING and not _goes_on(promise),
        "may_undo": hers and promise["status"] == "uppfylld" and _is_recent(promise["done_at"]),
        "overdue": hers and promise["late"],
    }


def _goes_on(promise: Body) -> bool:
    """ "Varje dag", "när det behövs": nothing that is done once."""
    return bool(promise["timing"] or (promise["when"] and not promise["due"]))


def _was_due(promise: Body) -> str:
    return str(_("Skulle ha varit klart %(day)s", day=words.short_day(promise["due"])))


def _watch(promise: Body, names: Names) -> str:
    """Who is chasing it, and that she need not."""
    who = words.capital(names.of(promise["watched_by"])) if promise["watched_by"] else None
    if who and promise["reminded_at"]:
        said = _("%(who)s påminde dem %(day)s.", who=who, day=words.short_day(promise["reminded_at"]))
    elif who:
        said = _("%(who)s bevakar det åt dig.", who=who)
    else:
        said = _("Vården bevakar det.")
    return f"{said} {_('Du behöver inte göra något.')}"


def _is_recent(done_at: str | None) -> bool:
    done = words.as_day(done_at)
    return done is not None and (clock.today(clock.now()) - done).days <= 7

"""When a promise is to be kept: as the patient's page says it, and by which day."""

from typing import Any

from flask_babel import gettext as _

from patientkontrakt.portal import words
from patientkontrakt.portal.rhythm import rhythm


def when(promise: dict[str, Any]) -> str:
    """ "Varje dag", "Tisdagar och fredagar klockan 9", "Senast 15 december"."""
    last = str(_("Senast %(day)s", day=words.short_day(promise["due"]))) if promise["due"] else ""
    return ". ".join(each for each in (rhythm(promise), last) if each) or str(_("Ingen tid satt"))

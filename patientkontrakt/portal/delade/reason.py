"""The reason somebody's plan is opened for: told to the API, which keeps it twelve hours for the log the patient reads."""

from typing import Any, Final

from flask_babel import lazy_gettext as __

from patientkontrakt.portal.door import ask, at, remember, session

TWELVE_HOURS_MS: Final = 12 * 60 * 60 * 1000

REASONS: Final = {
    "vardar-i-dag": __("Jag vårdar personen i dag"),
    "mote-om-planering": __("Möte om planering"),
    "patienten-har-bett": __("Personen har bett mig"),
    "aktivt-val": __("Något annat, jag väljer att öppna"),
}


class NotTold(Exception):
    """The page of this patient is opened with a reason first."""

    def __init__(self, patient: str) -> None:
        super().__init__()
        self.patient = patient


def tell(patient: str, reason: str, text: str | None) -> None:
    """Tell why, and remember that it has been told. Raises Refused."""
    ask("POST", "/reasons", {"patient": patient, "reason": reason} | ({"text": text} if text else {}))
    remember({"reasons": {**_told(), patient: at()}})


def is_told(patient: str) -> bool:
    """Whether a reason has been given in this session and still holds."""
    return bool(at() - _told().get(patient, 0) < TWELVE_HOURS_MS)


def _told() -> dict[str, Any]:
    return dict(session().about.get("reasons", {}))

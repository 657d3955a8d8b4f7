"""Whether a grown patient's ombud, god man or förvaltare may sign in for her: never, as the law is (rows O1, O2).

- **Ombud.** HFD 2017 ref. 67: direct access (PDL 5 kap. 5 §) is the patient's own, and her consent does not open it to
  another. SOU 2021:39 proposes otherwise and has not become law. She shares by handing out a copy herself (P-3).
- **God man, förvaltare.** FB 11 kap. 4 and 7 §§: the court says what the task is about, and no register here tells it.
  They are helped by staff, case by case (P-4).

No ground of the law knows either of them, and this is the one place that would say that one may be asked.
"""

from typing import Protocol


class Switch(Protocol):
    """The settings, of which one is asked."""

    @property
    def representatives(self) -> bool: ...


def allowed(settings: Switch) -> bool:
    """The setting PATIENTKONTRAKT_REPRESENTATIVES, with which no installation starts (config/rules.py)."""
    return settings.representatives

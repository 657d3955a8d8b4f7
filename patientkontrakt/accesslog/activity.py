"""What a row is called in the national log contract (domain.md L-4, TKB-LG): its activity and its purpose.

The activity types and purposes are the contract's own words. Every action of ours has one of the activities.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from patientkontrakt.accesslog.entry import Entry


class Activity(StrEnum):
    """`activityType` of TKB-LG. `Signera` and `Vidimera` are not acts of their own here: a yes is a write."""

    READ = "Läsa"
    WRITE = "Skriva"
    SIGN = "Signera"
    PRINT = "Utskrift"
    COUNTERSIGN = "Vidimera"
    REMOVE = "Radera"
    EMERGENCY = "Nödöppning"


@dataclass(frozen=True)
class Purpose:
    """`purpose` of TKB-LG, and what HL7's v3-ActReason calls it, where it has a word."""

    text: str
    code: str | None


CARE: Final = Purpose("Vård och behandling", "TREAT")
EMERGENCY_CARE: Final = Purpose("Vård och behandling", "ETREAT")
PURPOSES: Final = (
    CARE,
    Purpose("Kvalitetssäkring", "HQUALIMP"),
    Purpose("Annan dokumentation enligt lag", "HLEGAL"),
    Purpose("Statistik", None),
    Purpose("Administration", "HOPERAT"),
    Purpose("Kvalitetsregister", None),
)

EMERGENCY: Final = "emergency"
"""The ground of a read in an emergency, and the action of the opening itself (N-3)."""
EMERGENCY_ACTIONS: Final = (EMERGENCY, "emergency-who", "emergency-end", "emergency-alarm")

READING: Final = frozenset({"read", "vread", "history", "search", "everything"})
ACTIVITIES: Final = {
    **dict.fromkeys(READING, Activity.READ),
    **dict.fromkeys(
        ("request", "command", "login", "logout", "token", "launch", "reason", "check"), Activity.READ
    ),
    "inability-who": Activity.READ,
    **dict.fromkeys(
        ("create", "update", "import", "sharing", "relation", "order", "withdraw"), Activity.WRITE
    ),
    **dict.fromkeys(("lift", "inability", "administer"), Activity.WRITE),
    **dict.fromkeys(("export", "print", "notify"), Activity.PRINT),
    "delete": Activity.REMOVE,
    **dict.fromkeys(EMERGENCY_ACTIONS, Activity.EMERGENCY),
}
"""Our actions as activities. What opens nothing and writes nothing (a sign-in, a stated reason, a refused request,
a check of the log) counts as reading: it is an attempt to get at data."""


IN_EMERGENCY: Final = f"(reason = '{EMERGENCY}' OR action IN {EMERGENCY_ACTIONS})"
"""The same in SQL."""


def is_emergency(entry: Entry) -> bool:
    """Whether the row is an emergency opening, or was read through one."""
    return entry.reason == EMERGENCY or entry.action in EMERGENCY_ACTIONS


def activity_of(entry: Entry) -> Activity:
    """The activity of a row: what was read in an emergency is a Nödöppning (N-3); an unknown action is a read."""
    return Activity.EMERGENCY if is_emergency(entry) else ACTIVITIES.get(entry.action, Activity.READ)


def purpose_of(entry: Entry) -> Purpose | None:
    """The purpose the row was made for, by the text before a reader's own words; None when none was stated."""
    if not entry.purpose:
        return None
    if is_emergency(entry):
        return EMERGENCY_CARE
    stated = entry.purpose.partition(":")[0]
    return next((each for each in PURPOSES if each.text == stated), Purpose(stated, None))

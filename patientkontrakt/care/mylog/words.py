"""What care itself writes in the log as a reason, and who a row is about, in words. The law's reasons are accesslog's."""

from typing import Final

from patientkontrakt.accesslog.entry import Entry
from patientkontrakt.accesslog.words import Words, reason_in_words

OUR_REASONS: Final = {
    "command": Words("Del av samma ändring", "Part of the same change"),
    "import": Words("Uppgifter som lästes in", "Data that were imported"),
    "draft": Words("Skrev på planen, inte utgivet än", "Writing the plan, not given out yet"),
    "no_hits": Words("Hittade ingenting", "Found nothing"),
    "vardar-i-dag": Words("Vårdar dig i dag", "Cares for you today"),
    "mote-om-planering": Words("Möte om din planering", "A meeting about your plan"),
    "patienten-har-bett": Words("Du har bett om det", "You asked for it"),
    "aktivt-val": Words("Valde aktivt att öppna", "Chose to open it"),
    "besok": Words("Besök", "A visit"),
    "telefon": Words("Telefonsamtal", "A telephone call"),
    "remiss": Words("Remiss", "A referral"),
    "utskrivning": Words("Utskrivning från sjukhus", "Discharge from hospital"),
    "uppdrag": Words("Uppdrag", "An assignment"),
    "samordning": Words("Samordning av din vård", "Coordinating your care"),
}
"""What care itself writes as a reason."""

GROUPS: Final = {
    "egen": ("patient",),
    "vardnadshavare": ("guardian",),
    "vard": ("staff",),
    "system": ("system",),
}
"""Who a row is of, as the patient chooses among them: the kinds of actors in each group."""


def reason(entry: Entry) -> Words:
    """Why it was done, or refused; a technical failure is told as that."""
    if entry.outcome == "failed":
        return Words("Det gick inte att genomföra", "It could not be carried out")
    return OUR_REASONS.get(entry.reason) or reason_in_words(entry.reason)


def group(entry: Entry) -> str:
    """Which of GROUPS a row belongs to; what nobody can say counts as a system's."""
    return next((name for name, kinds in GROUPS.items() if entry.kind in kinds), "system")

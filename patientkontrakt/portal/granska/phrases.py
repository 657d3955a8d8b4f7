"""The review in words of the page: the rules, the verdicts, and kinds of data."""

from typing import Final

from flask_babel import gettext as _

VERDICTS: Final = ("utan-anmarkning", "fraga-stalld", "misstanke")


def rules() -> dict[str, tuple[str, str]]:
    """Each rule's name and what it finds, in the order of the page."""
    return {
        "nodoppning": (_("Nödöppning"), _("Någon öppnade uppgifter i en nödsituation.")),
        "skyddad": (_("Skyddad identitet"), _("Någon läste om en person med skyddad identitet.")),
        "utan_relation": (_("Ingen vårdrelation"), _("Någon försökte läsa utan vårdrelation och nekades.")),
        "samma_efternamn": (_("Samma efternamn"), _("Läsaren och patienten har samma efternamn.")),
        "eget_namn": (_("Samma namn"), _("Läsaren och patienten har samma för- och efternamn.")),
        "kollega": (_("Namn som en kollega"), _("Patienten heter som någon annan som arbetar här.")),
        "manga": (_("Många patienter"), _("Någon läste om 200 patienter eller fler på en timme.")),
        "stickprov": (_("Stickprov"), _("Tjugo läsningar från förra veckan, dragna av slumpen.")),
    }


def verdicts() -> dict[str, str]:
    """What may come of looking."""
    return {
        "utan-anmarkning": _("Utan anmärkning"),
        "fraga-stalld": _("Fråga ställd"),
        "misstanke": _("Misstanke"),
    }


def kind(type: str) -> str:
    """What a type of resource is called; one without a word of its own by its name."""
    words: dict[str, str] = {
        "CarePlan": _("Planering"),
        "Goal": _("Mål"),
        "Task": _("Ansvar och uppgifter"),
        "Appointment": _("Tider"),
        "CareTeam": _("Kontakter"),
        "Patient": _("Personuppgifter"),
        "Consent": _("Delning och spärrar"),
        "Communication": _("Frågor och anteckningar"),
        "QuestionnaireResponse": _("Berättelse"),
        "Observation": _("Mätvärden"),
        "AuditEvent": _("Logg"),
    }
    return words.get(type, type)

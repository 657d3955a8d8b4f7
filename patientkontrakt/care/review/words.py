"""The review in words: the rules, the verdicts, and on what ground something was shown or refused."""

from typing import Final

from patientkontrakt.accesslog.words import Words

RULES: Final = {
    "nodoppning": Words("Nödöppning", "Emergency access"),
    "skyddad": Words("Patient med skyddad identitet", "Patient with a protected identity"),
    "utan_relation": Words("Försök utan vårdrelation", "Attempt without a care relation"),
    "samma_efternamn": Words("Samma efternamn som patienten", "Same family name as the patient"),
    "eget_namn": Words("Samma namn som patienten", "Same name as the patient"),
    "kollega": Words("Patienten heter som en kollega", "The patient has a colleague's name"),
    "manga": Words("Många patienter på en timme", "Many patients in an hour"),
    "stickprov": Words("Stickprov från förra veckan", "Sample of last week"),
}
"""Why something is on the list, in the order of the list."""

VERDICTS: Final = {
    "utan-anmarkning": Words("Utan anmärkning", "Nothing to remark on"),
    "fraga-stalld": Words("Fråga ställd", "A question has been asked"),
    "misstanke": Words("Misstanke", "Suspicion"),
}

_GROUNDS: Final = {
    "relation": Words("Vårdrelation", "Care relation"),
    "shared": Words("Patienten delar med enheten", "The patient shares with the unit"),
    "shared_unable": Words("Patienten kunde inte svara", "The patient could not answer"),
    "emergency": Words("Nödöppning", "Emergency access"),
    "no_ground": Words("Nekad: ingen vårdrelation", "Refused: no care relation"),
    "not_there": Words("Fanns inte", "Not there"),
    "no_hits": Words("Hittade ingenting", "Found nothing"),
    "sparr_inre": Words("Nekad: spärr", "Refused: blocked"),
    "sparr_yttre": Words("Nekad: spärr", "Refused: blocked"),
    "delning_inom": Words(
        "Nekad: patienten har begränsat delningen", "Refused: sharing limited by the patient"
    ),
    "skyddad_inte_i_sokning": Words("Nekad: skyddad identitet", "Refused: protected identity"),
    "skyddad_vistelse": Words("Nekad: skyddad identitet", "Refused: protected identity"),
    "role": Words("Nekad: fel uppdrag", "Refused: wrong assignment"),
    "scope": Words("Nekad: appen saknar tillstånd", "Refused: the app lacks permission"),
    "command": Words("Del av samma ändring", "Part of the same change"),
    "draft": Words("Skrev på en plan", "Writing a plan"),
}


def ground(reason: str) -> Words:
    """A row's reason for a log reader; a code without words of its own is named as it is."""
    return _GROUNDS.get(reason, Words(reason, reason))

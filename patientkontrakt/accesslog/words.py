"""The log in words a patient can read: what was done, and why it was allowed or not. Codes in, Swedish and English out."""

from dataclasses import dataclass
from typing import Final

from patientkontrakt.fhir.profiles.vocabulary import CODE_SYSTEMS


@dataclass(frozen=True)
class Words:
    """One thing said in both languages."""

    sv: str
    en: str


ACTIONS: Final = {each.code: Words(each.sv, each.en) for each in CODE_SYSTEMS["log-action"].terms}
"""What was done: the code system that AuditEvent shows, told once, in fhir/profiles/codes_of_log.py."""

EMERGENCIES: Final = {each.code: Words(each.sv, each.en) for each in CODE_SYSTEMS["nodskal"].terms}
"""Why the law lets anybody open (PDL 4 kap. 5 §, lag 2022:913 3 kap. 5-6 §§)."""

REASONS: Final = {
    # Grounds.
    "own_record": Words("Dina egna uppgifter", "Your own record"),
    "own_log": Words("Din egen logg", "Your own log"),
    "mature_child": Words("Dina egna uppgifter", "Your own record"),
    "guardian_of_child": Words("Som vårdnadshavare", "As guardian"),
    "extended_guardian": Words("Som vårdnadshavare, efter beslut", "As guardian, by decision"),
    "emergency": Words("Nödöppning", "Emergency access"),
    **EMERGENCIES,
    "no-longer-needed": Words("Behövs inte längre", "No longer needed"),
    "many-patients": Words("Fler än tre patienter på ett dygn", "More than three patients in a day"),
    "muntligt": Words("Du sa ja muntligt", "You said yes, spoken"),
    "nodlage": Words(
        "En annan vårdgivare bad om det i en nödsituation", "Another care provider asked in an emergency"
    ),
    "inability": Words("Du kan inte själv säga ja eller nej", "You cannot say yes or no yourself"),
    "relation": Words("Enheten har en vårdrelation med dig", "The unit has a care relation with you"),
    "shared": Words("Du delar uppgifterna med enheten", "You share these data with the unit"),
    "shared_unable": Words("Du kan inte själv säga ja eller nej", "You cannot say yes or no yourself"),
    "group": Words("Överföring till vårdgivarens eget system", "Transfer to the care provider's own system"),
    "subscriber": Words(
        "Vårdgivarens eget system följer ändringar", "The care provider's own system follows changes"
    ),
    "feed": Words("Uppgifter från vårdgivarens eget system", "Data from the care provider's own system"),
    "reference_data": Words("Uppgifter om vården, inte om dig", "Data about care services, not about you"),
    "asked_within": Words("Uppgifter om dig avgjorde svaret", "Data about you decided the answer"),
    "log_reader": Words("Granskning av loggen", "Review of the log"),
    "administrator": Words("Systemets skötsel", "Running of the system"),
    # Why not.
    "receiver": Words("Mottagaren är inte godkänd", "The receiver is not approved"),
    "no_ground": Words("Ingen rätt till uppgifterna", "No right to the data"),
    "not_for_you": Words("Uppgiften visas inte för den som frågade", "Not shown to the one who asked"),
    "entered_elsewhere": Words("Ett utkast hos en annan vårdgivare", "A draft at another care provider"),
    "sparr_inre": Words("Du har spärrat uppgifterna", "You have blocked the data"),
    "sparr_yttre": Words("Du har spärrat uppgifterna", "You have blocked the data"),
    "sparr_is_private": Words("Dina spärrar är dina egna", "Your blocks are your own business"),
    "delning_inom": Words("Du har begränsat delningen", "You have limited the sharing"),
    "skyddad_export": Words("Dina uppgifter är skyddade", "Your identity is protected"),
    "skyddad_inte_i_sokning": Words("Dina uppgifter är skyddade", "Your identity is protected"),
    "skyddad_vistelse": Words("Dina uppgifter är skyddade", "Your identity is protected"),
    "history": Words("Tidigare versioner", "Earlier versions"),
    "dead": Words("Personen lever inte längre", "The person is no longer alive"),
    "guardian_cut": Words("Vårdnadshavaren har inte tillträde", "The guardian has no access"),
    "not_there": Words("Uppgiften fanns inte", "There was no such thing"),
    "reference": Words("En hänvisning som inte får finnas", "A reference that may not be there"),
    "never": Words("Ingen får göra det", "Nobody may do that"),
    "scope": Words("Appen har inte tillstånd", "The app has no permission"),
    "role": Words("Yrkesrollen ger ingen rätt", "The role gives no right"),
    "act": Words("Ingen får göra det", "Nobody may do that"),
    "social_term": Words("Socialtjänst får inte sökas efter", "Social services may not be searched for"),
}


def action_in_words(action: str) -> Words:
    """What was done; an action without words of its own is named as it is."""
    return ACTIONS.get(action, Words(action, action))


def reason_in_words(reason: str) -> Words:
    """Why it was allowed or refused; a code without words of its own is named as it is."""
    return REASONS.get(reason, Words(reason, reason))

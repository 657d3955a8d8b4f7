"""The log in words a patient can read: what was done, and why it was allowed or not. Codes in, Swedish and English out."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Words:
    """One thing said in both languages."""

    sv: str
    en: str


ACTIONS: Final = {
    "read": Words("Läste", "Read"),
    "vread": Words("Läste en tidigare version", "Read an earlier version"),
    "history": Words("Läste tidigare versioner", "Read earlier versions"),
    "search": Words("Sökte och såg", "Searched and saw"),
    "everything": Words("Hämtade allt", "Fetched everything"),
    "create": Words("Skrev nytt", "Wrote something new"),
    "update": Words("Ändrade", "Changed"),
    "delete": Words("Tog bort", "Removed"),
    "export": Words("Hämtade ut en kopia", "Took out a copy"),
    "print": Words("Skrev ut", "Printed"),
    "import": Words("Läste in", "Imported"),
    "login": Words("Loggade in", "Signed in"),
    "logout": Words("Loggade ut", "Signed out"),
    "token": Words("Gav en app tillträde", "Let an app in"),
    "reason": Words("Angav varför", "Stated why"),
    "relation": Words("Antecknade en vårdrelation", "Recorded a care relation"),
    "sharing": Words("Ändrade delningen", "Changed the sharing"),
    "emergency": Words("Öppnade i en nödsituation", "Opened in an emergency"),
    "emergency-who": Words(
        "Frågade i en nödsituation vilka som har uppgifter", "Asked in an emergency who has data"
    ),
    "emergency-end": Words("Avslutade en nödöppning", "Ended an emergency access"),
    "emergency-alarm": Words("Nödöppnade för många patienter", "Opened many patients in emergencies"),
    "lift": Words("Hävde en spärr en tid", "Lifted a block for a while"),
    "inability-who": Words("Frågade vilka som har uppgifter", "Asked who has data"),
    "inability": Words(
        "Antecknade att du inte kan säga ja eller nej", "Recorded that you cannot say yes or no"
    ),
    "check": Words("Granskade en rad i loggen", "Checked a row of the log"),
    "order": Words("Beställde äldre logg", "Ordered an older log"),
}

REASONS: Final = {
    # Grounds.
    "own_record": Words("Dina egna uppgifter", "Your own record"),
    "own_log": Words("Din egen logg", "Your own log"),
    "mature_child": Words("Dina egna uppgifter", "Your own record"),
    "guardian_of_child": Words("Som vårdnadshavare", "As guardian"),
    "extended_guardian": Words("Som vårdnadshavare, efter beslut", "As guardian, by decision"),
    "emergency": Words("Nödöppning", "Emergency access"),
    "fara-for-liv": Words("Fara för liv", "Danger to life"),
    "allvarlig-risk-for-halsa": Words("Allvarlig risk för hälsan", "Serious risk to health"),
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
    "feed": Words("Uppgifter från vårdgivarens eget system", "Data from the care provider's own system"),
    "reference_data": Words("Uppgifter om vården, inte om dig", "Data about care services, not about you"),
    "log_reader": Words("Granskning av loggen", "Review of the log"),
    "administrator": Words("Systemets skötsel", "Running of the system"),
    # Why not.
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

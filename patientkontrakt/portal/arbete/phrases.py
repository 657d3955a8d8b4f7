"""Codes of the API in words, as staff read them."""

from typing import Final

from flask_babel import lazy_gettext as __

PHASES: Final = {
    "utkast": ("plain", __("Utkast")),
    "skickad": ("warn", __("Väntar på svar")),
    "vill-andra": ("warn", __("Vill ändra något")),
    "vill-prata": ("warn", __("Vill prata först")),
    "overens": ("ok", __("Överens")),
    "pausad": ("plain", __("Pausad")),
    "avslutad": ("plain", __("Avslutad")),
    "avbruten": ("plain", __("Avbruten")),
    "felregistrerad": ("plain", __("Felregistrerad")),
}
"""Where a contract stands: the tag's kind and its words."""

PROMISES: Final = {
    "utkast": ("plain", __("Utkast")),
    "foreslagen": ("plain", __("Inte börjat")),
    "motforslag": ("warn", __("Nytt förslag")),
    "overenskommen": ("go", __("Överens")),
    "pagar": ("go", __("Pågår")),
    "uppfylld": ("ok", __("Klart")),
    "bruten": ("stop", __("Blev inte av")),
    "omforhandlas": ("warn", __("Görs om")),
    "avbojd": ("warn", __("Tackade nej")),
    "installd": ("plain", __("Inställt")),
    "felregistrerad": ("plain", __("Felregistrerat")),
}
"""Where a promise stands."""

LATE: Final = __("Försenat")

REPORTS: Final = {
    "overenskommen": __("Ja, vi gör det"),
    "avbojd": __("Nej, vi kan inte"),
    "pagar": __("Det pågår"),
    "uppfylld": __("Det är klart"),
    "bruten": __("Det blev inte av"),
    "omforhandlas": __("Det måste göras om"),
    "installd": __("Det är inställt"),
}
"""What care may say of a promise."""

SECTIONS: Final = {
    "viktigt": __("Viktigt för mig"),
    "mal": __("Mål"),
    "ansvar": __("Vem gör vad"),
    "kontakter": __("Kontakter"),
    "tider": __("Tider"),
    "samre": __("Om du blir sämre"),
    "samordning": __("Samordning"),
    "delning": __("Delning"),
}
"""The parts that are written each by itself."""

CONTACTS: Final = {
    "1": __("Fast vårdkontakt"),
    "2": __("Fast läkarkontakt"),
    "3": __("Fast omsorgskontakt"),
    "4": __("Samordnande kontakt"),
}

PARTS: Final = {
    "fast-vardkontakt": __("fast vårdkontakt"),
    "fast-lakarkontakt": __("fast läkarkontakt"),
    "deltagare": __("deltar"),
    "enhet": "",
    "narstaende": __("närstående"),
}
"""As what somebody takes part."""

INVITED: Final = {
    "inbjuden": ("warn", __("Inte svarat")),
    "inte-svarat": ("warn", __("Inte svarat")),
    "med": ("ok", __("Med")),
    "avbojd": ("plain", __("Tackade nej")),
}

LEVELS: Final = {
    "hela": __("Hela planeringen"),
    "utan-berattelse": __("Allt utom berättelsen"),
    "tider-kontakter": __("Bara tider och kontakter"),
}
"""How much is shared."""

METHODS: Final = {
    "digitalt": __("på nätet"),
    "muntligt": __("muntligt"),
    "telefon": __("per telefon"),
}
"""How something was said."""

RELATIONS: Final = {
    "listning": __("Listad hos er"),
    "vardrelation": __("Ni har en vårdrelation"),
}

RELATION_REASONS: Final = {
    "besok": __("Patienten kommer på besök"),
    "telefon": __("Patienten har ringt oss"),
    "remiss": __("Vi har fått en remiss"),
    "utskrivning": __("Patienten skrivs ut från sjukhus"),
    "uppdrag": __("Vi har ett uppdrag"),
}
"""Why a unit begins to care for somebody."""

EMERGENCIES: Final = {
    "fara-for-liv": __("Fara för liv"),
    "allvarlig-risk-for-halsa": __("Allvarlig risk för hälsan"),
}
"""Why somebody opens what is closed."""

LIFTED_FOR: Final = {
    "enhet": __("Alla som vårdar patienten här"),
    "person": __("Bara jag"),
}
"""For whom a block is lifted."""

INVITATION_REASONS: Final = {
    "samordning": __("Planen behöver er del"),
    "besok": __("Patienten ska komma på besök"),
    "remiss": __("Vi har skickat en remiss"),
    "utskrivning": __("Patienten skrivs ut från sjukhus"),
    "uppdrag": __("Ni har ett uppdrag"),
    "telefon": __("Vi har pratat per telefon"),
}

ABOUT: Final = {
    "plan": __("planen"),
    "tid": __("en tid"),
    "kontakt": __("en kontakt"),
    "logg": __("loggen"),
    "delning": __("delningen"),
    "ansvar": __("det patienten gör"),
}
"""What a question is about."""

ENDINGS: Final = {
    "mal-uppnadda": __("Målen är nådda"),
    "patienten-vill-inte": __("Patienten vill inte längre"),
    "flyttat": __("Patienten har flyttat"),
    "avliden": __("Patienten har avlidit"),
    "ersatt": __("Ett nytt kontrakt tar över"),
    "felregistrerad": __("Det blev fel från början"),
}
"""Why a contract ends."""

OUTCOMES: Final = {
    "achieved": __("Målet är nått"),
    "sustaining": __("Nått, och håller i sig"),
    "improving": __("På väg, blir bättre"),
    "in-progress": __("På väg"),
    "no-change": __("Ingen förändring"),
    "worsening": __("Blev sämre"),
    "not-achieved": __("Inte nått"),
    "no-progress": __("Kom inte i gång"),
    "not-attainable": __("Gick inte att nå"),
}
"""How it went with a goal."""

FORMS: Final = {
    "besok": __("besök"),
    "telefon": __("telefon"),
    "video": __("video"),
    "hembesok": __("hembesök"),
}

WISHES: Final = {
    "telefon": __("Vill hellre bli uppringd än få sms."),
    "sms": __("Vill helst få sms."),
    "brev": __("Vill helst få brev."),
}
"""How a patient would be reached."""

"""Codes of the API in the words a patient reads (ux.md §3.13). Tags: kind and word; red is for care's promises only."""

from typing import Final

from flask_babel import lazy_gettext as __

PROMISES: Final = {
    "utkast": ("plain", __("Inte börjat")),
    "foreslagen": ("plain", __("Inte börjat")),
    "motforslag": ("warn", __("Nytt förslag")),
    "overenskommen": ("go", __("Överens")),
    "pagar": ("go", __("Pågår")),
    "uppfylld": ("ok", __("Klart")),
    "bruten": ("warn", __("Blev inte av")),
    "omforhandlas": ("warn", __("Görs om")),
    "avbojd": ("plain", __("Tackade nej")),
    "installd": ("plain", __("Inställt")),
    "felregistrerad": ("plain", __("Blev fel")),
}

CONTACTS: Final = {
    "1": __("Min fasta vårdkontakt"),
    "2": __("Min fasta läkarkontakt"),
    "3": __("Min fasta omsorgskontakt"),
    "4": __("Den som samordnar min vård"),
}
HELPS_WITH: Final = {
    "1": __("Hjälper dig att samordna din vård. Ring hit först."),
    "2": __("Har ansvar för din medicinska behandling."),
    "3": __("Hjälper dig med det som kommunen gör."),
    "4": __("Hjälper dig att samordna din vård. Ring hit först."),
}

FORMS: Final = {
    "telefon": __("Telefonsamtal"),
    "video": __("Videosamtal"),
    "hembesok": __("Hemma hos dig"),
    "besok": __("Besök"),
}

ENDINGS: Final = {
    "mal-uppnadda": __("Målen är nådda."),
    "patienten-vill-inte": __("Du ville inte ha den längre."),
    "flyttat": __("Du har flyttat."),
    "ersatt": __("En ny plan har tagit över."),
    "felregistrerad": __("Den blev fel från början."),
}

OUTCOMES: Final = {
    "achieved": __("Målet är nått"),
    "sustaining": __("Målet är nått och håller i sig"),
    "improving": __("Det går bättre"),
    "in-progress": __("På väg"),
    "no-change": __("Ungefär som förut"),
    "worsening": __("Det går sämre"),
    "not-achieved": __("Målet är inte nått"),
    "no-progress": __("Kom inte i gång"),
    "not-attainable": __("Målet gick inte att nå"),
}

LEVELS: Final = {
    "hela": __("Hela planeringen"),
    "utan-berattelse": __("Allt utom min berättelse"),
    "tider-kontakter": __("Bara tider och kontakter"),
}

METHODS: Final = {
    "digitalt": __("Du svarade här."),
    "muntligt": __("Du sa det när ni träffades."),
    "telefon": __("Du sa det på telefon."),
}

PARTS: Final = {
    "viktigt": __("Det här är viktigt för mig"),
    "mal": __("Mina mål"),
    "ansvar": __("Vem gör vad"),
    "tider": __("Mina tider"),
    "kontakter": __("Mina kontakter"),
    "samre": __("Om du blir sämre"),
    "samordning": __("Samordning"),
    "delning": __("Delning"),
    "svar": __("Svar"),
    "handelse": __("Händelser"),
}

LANES: Final = {
    "jag": __("Jag"),
    "vardcentral": __("Vårdcentralen"),
    "sjukhus": __("Sjukhuset"),
    "kommun": __("Kommunen"),
}

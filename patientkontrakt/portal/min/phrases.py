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

FORMS: Final = {
    "telefon": __("Telefonsamtal"),
    "video": __("Videosamtal"),
    "besok": __("Besök"),
}

ENDINGS: Final = {
    "mal-uppnadda": __("Målen är nådda."),
    "ersatt": __("En ny plan har tagit över."),
    "felregistrerad": __("Den blev fel från början."),
}

ENDED_BY_HER: Final = {"patienten-vill-inte": "ville-inte", "flyttat": "flyttat"}
"""Endings that are told of somebody: the words are in portal/voice.py."""

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
    "tider-kontakter": __("Bara tider och kontakter"),
}

METHODS: Final = {
    "digitalt": "svarat-digitalt",
    "muntligt": "svarat-muntligt",
    "telefon": "svarat-telefon",
}
"""The words are in portal/voice.py, as those of OWN_PARTS."""

OWN_PARTS: Final = {
    "viktigt": "det-viktiga",
    "mal": "mal",
    "tider": "tider",
    "kontakter": "kontakter",
    "samre": "samre",
}

PARTS: Final = {
    "ansvar": __("Vem gör vad"),
    "samordning": __("Samordning"),
    "delning": __("Delning"),
    "svar": __("Svar"),
    "handelse": __("Händelser"),
}

LANES: Final = {
    "jag": "",
    "vardcentral": __("Vårdcentralen"),
    "sjukhus": __("Sjukhuset"),
    "kommun": __("Kommunen"),
}

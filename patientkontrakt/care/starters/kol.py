"""KOL: inhale right, keep moving, treat a worsening early."""

from typing import Final

from patientkontrakt.care.starters.model import (
    EVENINGS,
    EVERY_DAY,
    WHEN_NEEDED,
    Goal,
    Line,
    Starter,
    as_usual,
    call_112,
    call_us,
    enhet,
    lakarkontakt,
    vardkontakt,
)

KOL: Final = Starter(
    "kol",
    "KOL",
    "COPD",
    goals=(
        Goal(
            "Jag vill orka gå en trappa utan att stanna.",
            (
                "Jag orkar inte gå i trappor",
                "Jag stannar flera gånger",
                "Jag stannar en gång",
                "Jag går en trappa utan att stanna",
                "Jag går två trappor utan att stanna",
            ),
        ),
        Goal("Jag vill slippa åka till sjukhuset för andningen."),
    ),
    mine=(
        Line("Jag tar min inhalator som jag har fått visat.", EVERY_DAY),
        Line("Jag går ut eller tränar, så mycket jag orkar.", EVERY_DAY),
        Line("Jag ringer om slemmet ökar eller byter färg.", WHEN_NEEDED),
        Line("Jag säger till när jag vill ha hjälp att sluta röka.", WHEN_NEEDED),
    ),
    care=(
        vardkontakt("Vi ser hur du inhalerar och visar hur du gör.", due_days=14),
        lakarkontakt("Läkaren skriver ner vad du gör om du blir sämre.", due_days=30),
        enhet("Du får träffa en fysioterapeut och ett träningsprogram.", due_days=45),
        enhet("Vi erbjuder vaccin mot influensa och lunginflammation.", due_days=90),
        vardkontakt("Vi ringer dig och frågar hur andningen är.", "var tredje månad"),
    ),
    warnings=(
        as_usual("Du andas som vanligt.", "Fortsätt med inhalatorn och promenaderna."),
        call_us(
            "Du hostar mer, slemmet ökar eller blir gult eller grönt.",
            "Gör som du och läkaren har skrivit ner. Ring din fasta vårdkontakt samma dag.",
        ),
        call_us(
            "Du behöver mer av den snabba inhalatorn än vanligt.", "Ring din fasta vårdkontakt samma dag."
        ),
        EVENINGS,
        call_112("Du har svårt att andas när du vilar, blir blå om läpparna eller förvirrad."),
    ),
    review_days=180,
)

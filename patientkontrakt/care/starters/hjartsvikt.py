"""Hjärtsvikt: weigh, notice early, call the same day."""

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

HJARTSVIKT: Final = Starter(
    "hjartsvikt",
    "Hjärtsvikt",
    "Heart failure",
    goals=(
        Goal(
            "Jag vill orka gå till affären och hem igen.",
            (
                "Jag orkar gå inne",
                "Jag orkar gå runt huset",
                "Jag orkar gå till affären och hem",
                "Jag orkar det flera gånger i veckan",
                "Jag orkar det varje dag",
            ),
        ),
        Goal("Jag vill veta vem jag ska ringa när jag blir sämre."),
    ),
    mine=(
        Line("Jag väger mig varje morgon och skriver upp vikten.", "varje morgon"),
        Line("Jag ringer om jag går upp två kilo eller mer på tre dagar.", WHEN_NEEDED),
        Line("Jag rör på mig en stund, så mycket jag orkar.", EVERY_DAY),
        Line("Jag tar mina läkemedel som det står på listan.", EVERY_DAY),
    ),
    care=(
        vardkontakt("Vi ringer dig och frågar hur du mår.", "en gång i månaden"),
        vardkontakt("Vi ger dig råd samma dag när du ringer om vikten.", WHEN_NEEDED),
        enhet("Vi tar blodprov på njurar och salter.", due_days=14),
        lakarkontakt("Läkaren går igenom dina läkemedel med dig.", due_days=30),
    ),
    warnings=(
        as_usual("Du mår som vanligt och vikten står still.", "Fortsätt väga dig varje morgon."),
        call_us("Du går upp två kilo eller mer på tre dagar.", "Ring din fasta vårdkontakt samma dag."),
        call_us(
            "Benen svullnar mer, eller du blir mer andfådd än vanligt.",
            "Ring din fasta vårdkontakt samma dag.",
        ),
        EVENINGS,
        call_112("Du får ont i bröstet, svimmar eller har svårt att andas när du vilar."),
    ),
    review_days=90,
)

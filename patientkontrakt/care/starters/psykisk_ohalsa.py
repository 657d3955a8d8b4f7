"""Psykisk ohälsa: small steps each day, somebody who calls, and what to do when it is too hard."""

from typing import Final

from patientkontrakt.care.starters.model import (
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

PSYKISK_OHALSA: Final = Starter(
    "psykisk-ohalsa",
    "Psykisk ohälsa",
    "Mental health",
    goals=(
        Goal(
            "Jag vill orka det jag brukar göra.",
            (
                "Jag kommer sällan upp",
                "Jag kommer upp de flesta dagar",
                "Jag gör en sak varje dag som jag mår bra av",
                "Jag gör det mesta jag brukar",
                "Jag gör allt jag brukar, och mer",
            ),
        ),
        Goal("Jag vill veta vem jag kan prata med när det blir svårt."),
    ),
    mine=(
        Line("Jag går upp och lägger mig vid ungefär samma tid.", EVERY_DAY),
        Line("Jag gör en sak som jag brukar må bra av.", EVERY_DAY),
        Line("Jag berättar för någon jag litar på när det blir svårt.", WHEN_NEEDED),
        Line("Jag ringer innan jag slutar med ett läkemedel.", WHEN_NEEDED),
    ),
    care=(
        vardkontakt("Vi ringer dig och frågar hur du mår.", "en gång i veckan"),
        vardkontakt("Vi skriver tillsammans ner vad du gör när det blir för svårt.", due_days=14),
        enhet("Du får en tid för samtal.", due_days=30),
        lakarkontakt("Läkaren följer upp hur behandlingen fungerar för dig.", due_days=30),
    ),
    warnings=(
        as_usual("Dagarna är ungefär som vanligt.", "Fortsätt med det som brukar hjälpa."),
        call_us(
            "Du sover dåligt flera nätter, drar dig undan eller orkar mindre än vanligt.",
            "Ring din fasta vårdkontakt.",
        ),
        call_us(
            "Det är kväll, natt eller helg och du behöver prata med någon.",
            "Ring 1177. Självmordslinjen svarar på 90101, dygnet runt.",
        ),
        call_112("Du tänker på att ta ditt liv, eller är rädd att du ska skada dig."),
    ),
    review_days=60,
)

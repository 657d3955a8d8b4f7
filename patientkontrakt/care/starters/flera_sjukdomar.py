"""Flera sjukdomar: one person to call, one list of medicines, times that fit together."""

from typing import Final

from patientkontrakt.care.starters.model import (
    EVENINGS,
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

FLERA_SJUKDOMAR: Final = Starter(
    "flera-sjukdomar",
    "Flera sjukdomar",
    "Several illnesses",
    goals=(
        Goal("Jag vill ha en person att ringa, oavsett vad det gäller."),
        Goal("Jag vill orka det som är viktigast för mig i vardagen."),
    ),
    mine=(
        Line("Jag har min läkemedelslista med mig till alla besök.", "vid varje besök"),
        Line("Jag ringer min fasta vårdkontakt när jag undrar något.", WHEN_NEEDED),
        Line("Jag skriver upp mina frågor före ett besök.", "vid varje besök"),
        Line("Jag säger till om något i planen inte fungerar för mig.", WHEN_NEEDED),
    ),
    care=(
        vardkontakt("Vi håller reda på dina tider och talar med de andra åt dig.", WHEN_NEEDED),
        vardkontakt("Vi ringer dig och går igenom planen.", "en gång i månaden"),
        lakarkontakt("Läkaren går igenom alla dina läkemedel med dig.", due_days=30),
        enhet("Vi lägger dina besök samma dag när det går.", WHEN_NEEDED),
    ),
    warnings=(
        as_usual("Du mår som vanligt.", "Fortsätt som ni har kommit överens om."),
        call_us(
            "Du mår sämre än vanligt, är yr, har feber eller äter dåligt.",
            "Ring din fasta vårdkontakt samma dag.",
        ),
        call_us("Du är osäker på hur du ska ta dina läkemedel.", "Ring din fasta vårdkontakt."),
        EVENINGS,
        call_112("Du får ont i bröstet eller svårt att andas."),
        call_112("Ena sidan av ansiktet hänger, en arm blir svag eller du får svårt att tala."),
    ),
    review_days=90,
)

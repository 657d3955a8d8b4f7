"""Särskilt boende: staff are near; what she wants, what is prevented, and a doctor who knows her."""

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

SARSKILT_BOENDE: Final = Starter(
    "sarskilt-boende",
    "Särskilt boende",
    "Nursing home",
    goals=(
        Goal("Jag vill ha mina dagar som jag tycker om dem."),
        Goal("Jag vill slippa ha ont."),
    ),
    mine=(
        Line("Jag säger till personalen när något känns fel.", WHEN_NEEDED),
        Line("Jag berättar hur jag vill ha mina dagar.", WHEN_NEEDED),
        Line("Jag är uppe och rör på mig, med hjälp om jag vill.", EVERY_DAY),
    ),
    care=(
        vardkontakt("Vi frågar dig hur du mår och om du har ont.", "en gång i veckan"),
        vardkontakt("Vi går igenom risken för fall, sår och att du äter för lite.", due_days=14),
        lakarkontakt("Läkaren går igenom dina läkemedel.", due_days=30),
        lakarkontakt("Läkaren pratar med dig om hur du vill ha det om du blir mycket sjuk.", due_days=60),
        enhet("Vi ringer din närstående när något ändras, om du vill det.", WHEN_NEEDED),
    ),
    warnings=(
        as_usual("Du mår som vanligt.", "Ha dagen som du vill."),
        call_us(
            "Du får feber, mer ont, blir tröttare eller äter och dricker dåligt.",
            "Säg till personalen. De ringer sjuksköterskan, dygnet runt.",
        ),
        call_us("Du har ramlat, eller är rädd att ramla.", "Säg till personalen. De ringer sjuksköterskan."),
        call_112(
            "Du får ont i bröstet, svårt att andas, eller svårt att tala eller röra ena sidan.",
            "Larma. Personalen ringer 112 genast.",
        ),
    ),
    review_days=180,
)

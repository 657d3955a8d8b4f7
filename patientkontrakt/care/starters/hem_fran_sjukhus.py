"""Hem från sjukhus: somebody calls within three days, the new list of medicines holds, and is gone through."""

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

HEM_FRAN_SJUKHUS: Final = Starter(
    "hem-fran-sjukhus",
    "Hem från sjukhus",
    "Home from hospital",
    goals=(
        Goal(
            "Jag vill klara mig hemma som förut.",
            (
                "Jag behöver hjälp med det mesta",
                "Jag klarar morgonen själv",
                "Jag klarar dagen själv, med någon hjälp",
                "Jag klarar mig som före sjukhuset",
                "Jag klarar mer än före sjukhuset",
            ),
        ),
        Goal("Jag vill slippa åka tillbaka till sjukhuset."),
    ),
    mine=(
        Line("Jag tar läkemedlen efter den nya listan från sjukhuset.", EVERY_DAY),
        Line("Jag ringer om jag blir sämre eller är osäker.", WHEN_NEEDED),
        Line("Jag säger till om något hemma inte fungerar.", WHEN_NEEDED),
        Line("Jag är uppe och rör på mig, lite mer för varje dag.", EVERY_DAY),
    ),
    care=(
        vardkontakt("Vi ringer dig inom tre dagar och frågar hur det går.", due_days=3),
        enhet("Vi ser till att du har den hjälp hemma som ni kom överens om.", due_days=7),
        lakarkontakt("Läkaren går igenom dina läkemedel efter sjukhuset.", due_days=14),
        enhet("Du får en tid för återbesök.", due_days=14),
    ),
    warnings=(
        as_usual("Du blir lite bättre för varje dag.", "Fortsätt som ni har kommit överens om."),
        call_us(
            "Du får feber, mer ont, blir yr eller har svårt att äta och dricka.",
            "Ring din fasta vårdkontakt samma dag.",
        ),
        call_us("Ett sår blir rött, varmt eller vätskar.", "Ring din fasta vårdkontakt samma dag."),
        EVENINGS,
        call_112("Du får ont i bröstet, svårt att andas eller blir förvirrad."),
    ),
    review_days=30,
)

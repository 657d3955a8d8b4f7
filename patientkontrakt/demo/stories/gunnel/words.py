"""What Gunnel's plan says, utgåva by utgåva."""

from patientkontrakt.care.contract.model import Section
from patientkontrakt.demo.days import Days
from patientkontrakt.demo.stories import forms
from patientkontrakt.demo.stories.forms import Data

GUNNEL, MARIA, JOHAN = "Patient/gunnel", "PractitionerRole/maria", "PractitionerRole/johan"
AHMED = "PractitionerRole/ahmed"
HJARTA = "Organization/ekby-sjukhus-hjarta"
FIRST_PLAN, VISIT = -165, -80

STORY = (
    "Jag vill kunna gå till torget och köpa blommor själv, som jag alltid har gjort. Det är värst att inte veta"
    " vem jag ska ringa när jag blir andfådd. Då blir jag rädd.\n\n"
    "Min dotter Eva får gärna vara med när vi planerar."
)
WOUND = "Gunnel kommer hem från sjukhuset med ett bensår. Vill ni vara med i hennes plan?"
JOIN_US = "Vill ni vara med i Gunnels plan? Hon väntar på en tid hos er."
QUESTION = "Ska jag ta min vattentablett som vanligt på morgonen före blodprovet?"
REMINDED = "Gunnel väntar på en tid för återbesök. Den är försenad. Maria följer det."


def goals(utgava: int) -> Data:
    """Her own goal, and the one she and Maria have set, which says more since utgåva 4."""
    market = (
        "Går inne",
        "Går runt huset",
        "Torget två gånger i veckan",
        "Torget tre gånger",
        "Torget varje dag",
    )
    calm = ("Två akutbesök i månaden", "Ett akutbesök i månaden", "Högst ett på tre månader",
            "Högst ett på sex månader", "Inga akutbesök")  # fmt: skip
    together = (
        "Veta vem jag ska ringa och slippa åka till akuten" if utgava == 4 else "Slippa åka till akuten"
    )
    return {
        "goals": [
            forms.goal("gunnel-mal-1", "Gå till torget och tillbaka två gånger i veckan", GUNNEL, market),
            forms.goal("gunnel-mal-2", together, MARIA, calm),
        ]
    }


def promises(days: Days, utgava: int) -> Data:
    """Who does what: some of it since the beginning, then one thing after another; one is given up in utgåva 4."""
    said = [
        (1, forms.promise("gunnel-ansvar-1", "Jag väger mig varje morgon och skriver upp vikten.", GUNNEL,
                          forms.EVERY_DAY)),
        (1, forms.promise("gunnel-ansvar-2", "Jag går en runda, minst 15 minuter.", GUNNEL, forms.EVERY_DAY)),
        (1, forms.promise("gunnel-ansvar-3", "Jag ringer Maria om jag går upp mer än 2 kilo på tre dagar.", GUNNEL,
                          forms.WHEN_NEEDED)),
        (4, forms.promise("gunnel-ansvar-4", "Jag tar med min läkemedelslista till blodprovet.", GUNNEL,
                          due=days.day(9).isoformat())),
        (1, forms.promise("gunnel-ansvar-5", "Maria ringer dig en gång i månaden.", MARIA, often=forms.rhythm("mo"))),
        (4, forms.promise("gunnel-ansvar-6", "Läkaren går igenom dina läkemedel.", JOHAN,
                          due=days.day(24).isoformat(), watched_by=MARIA)),
        (2, forms.promise("gunnel-ansvar-7", "Hemsjukvården lägger om bensåret två gånger i veckan.", AHMED,
                          often=forms.rhythm("wk", "tue", "fri", times=["09:00"]))),
        (2, forms.promise("gunnel-ansvar-8", "Hjärtmottagningen kallar dig till återbesök.", HJARTA,
                          due=days.day(-19).isoformat(), watched_by=MARIA)),
    ]  # fmt: skip
    given_up = forms.promise("gunnel-ansvar-9", "Jag skriver upp allt jag dricker.", GUNNEL, forms.EVERY_DAY)
    kept = [promise for since, promise in said if since <= utgava]
    return {"promises": kept if utgava == 4 else [*kept, given_up], "starter": None}


def contacts(days: Days) -> Data:
    """Maria first, Johan for the medical part."""
    since = days.day(FIRST_PLAN).isoformat()
    return {
        "contacts": [
            forms.contact("gunnel-fvk", forms.VARDKONTAKT, MARIA, since, "070-174 06 11"),
            forms.contact("gunnel-flk", forms.LAKARKONTAKT, JOHAN, since, "070-174 06 12"),
        ],
        "contributors": ["Organization/linden"],
    }


def times(days: Days, utgava: int) -> Data:
    """What is agreed, and what the heart clinic has yet to send."""
    heart = forms.missing("gunnel-tid-aterbesok", "Återbesök, hjärtmottagningen",
                          ["HealthcareService/ekby-sjukhus-hjarta"])  # fmt: skip
    call = forms.booked("gunnel-tid-uppfoljning", "Uppföljning med Maria", days, (16, 10, 0), [MARIA], "telefon",
                        bring="Maria ringer dig på 070-174 06 99.")  # fmt: skip
    blood = forms.booked("gunnel-tid-blodprov", "Blodprov", days, (9, 8, 10), ["HealthcareService/linden"],
                         bring="Du behöver inte vara fastande. Ta med legitimation.")  # fmt: skip
    visit = forms.booked("gunnel-tid-besok", "Besök hos Maria", days, (VISIT, 9, 0), [MARIA])
    if utgava == 1:
        return forms.times(visit, review_by=days.day(VISIT).isoformat())
    coming = [heart] if utgava == 2 else [call, heart] if utgava == 3 else [blood, call, heart]
    return forms.times(visit, *coming, review_by=days.day(16).isoformat())


def warnings(utgava: int) -> Data:
    """If it gets worse; since utgåva 4 also what to do when nobody at the health centre answers."""
    at_night = forms.warning(
        "gul", "Det är kväll, natt eller helg och du är orolig", "Ring 1177, dygnet runt", "1177"
    )
    return {
        "warnings": [
            forms.warning("gron", "Du mår som vanligt och vikten står still", "Fortsätt väga dig varje morgon"),
            forms.warning("gul", "Du har gått upp mer än 2 kilo på tre dagar, eller blir mer andfådd än vanligt",
                          "Ring Maria", "070-174 06 11"),
            *([at_night] if utgava == 4 else []),
            forms.warning("rod", "Du får ont i bröstet eller svårt att andas när du vilar", "Ring 112 genast", "112"),
        ]
    }  # fmt: skip


def coordination(days: Days, utgava: int) -> Data:
    """Who keeps it together, and the other plans that belong here."""
    others = [
        (2, forms.linked("Rehabiliteringsplan", "CarePlan/gunnel-rehab", "Organization/linden")),
        (3, forms.linked("Vårdplan för hjärtsvikt", "CarePlan/gunnel-vardplan", HJARTA)),
        (3, forms.linked("Samordnad individuell plan (SIP)", "CarePlan/gunnel-sip", AHMED)),
    ]  # fmt: skip
    return forms.coordination(
        "Min planering",
        days.day(FIRST_PLAN).isoformat(),
        "Maria håller ihop det som vårdcentralen, hemsjukvården och hjärtmottagningen gör.",
        relatives="ja",
        linked=[plan for since, plan in others if since <= utgava],
    )


def first(days: Days) -> dict[Section, Data]:
    """The whole form as Maria first filled it in; Gunnel wanted to write her story at home."""
    return {
        Section.VIKTIGT: forms.story("gunnel-viktigt-1", None),
        Section.MAL: goals(1),
        Section.ANSVAR: promises(days, 1),
        Section.KONTAKTER: contacts(days),
        Section.TIDER: times(days, 1),
        Section.SAMRE: warnings(1),
        Section.SAMORDNING: coordination(days, 1),
    }

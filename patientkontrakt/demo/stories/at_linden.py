"""The contracts that Maria has made at Linden with grown-ups: asta, sara and maja."""

from patientkontrakt.demo.stories import forms
from patientkontrakt.demo.stories.contract import Contract, Goal, Promise, Time
from patientkontrakt.demo.stories.forms import LAKARKONTAKT, VARDKONTAKT

MARIA, JOHAN = "PractitionerRole/maria", "PractitionerRole/johan"
AS_USUAL = ("gron", "Du mår som vanligt", "Gör som ni har bestämt i planen", None)

ASTA = Contract(
    by="maria",
    day=-90,
    story="Jag vill orka arbeta halva dagar och slippa berätta allt från början varje gång.\n\n"
    "Jag vill själv bestämma vem som får läsa om mig.",
    goals=(
        Goal(
            "Orka arbeta halva dagar",
            ("Hemma hela dagen", "Hälsar på på jobbet", "Halva dagar", "Halva dagar utan vila", "Hela dagar"),
            -1,
        ),
        Goal("Sova hela natten"),
    ),
    promises=(
        Promise("Jag går ut varje dag, även när det är tungt.", when=forms.EVERY_DAY, going=True),
        Promise("Jag skriver upp hur jag har sovit.", when=forms.EVERY_DAY),
        Promise("Maria ringer dig varannan vecka.", MARIA, "varannan vecka", going=True),
        Promise("Johan ser över din medicin.", JOHAN, due=20),
    ),
    contacts=((VARDKONTAKT, "maria"), (LAKARKONTAKT, "johan")),
    time=Time("Samtal med Maria", (12, 9, 30), MARIA, "telefon", "Maria ringer dig på 070-174 06 97."),
    worse=(
        AS_USUAL,
        ("gul", "Du har sovit dåligt i en vecka", "Ring Maria", "070-174 06 11"),
        ("rod", "Du orkar inte mer och är rädd för vad du kan göra", "Ring 112 genast", "112"),
    ),
    coordinated="Maria håller ihop det som Linden gör. Ingen annan får läsa. Så har du bestämt.",
    relatives="nej",
)

SARA = Contract(
    by="maria",
    day=-70,
    story="Barnen går först. Jag behöver en tid som går att förena med deras, och ett besked jag kan lita på.",
    goals=(
        Goal(
            "Kunna lyfta och bära utan att få ont i ryggen",
            (
                "Kan inte bära",
                "Bär en matkasse",
                "Lyfter som jag vill",
                "Tränar igen",
                "Tänker inte på ryggen",
            ),
            -1,
        ),
    ),
    promises=(
        Promise("Jag gör ryggövningarna tre gånger i veckan.", when="tre gånger i veckan", going=True),
        Promise("Jag säger till i god tid om en tid inte passar.", when=forms.WHEN_NEEDED),
        Promise("Maria samlar tiderna på en dag.", MARIA, "vid varje ny tid", going=True),
        Promise("Johan skickar en remiss till fysioterapeut.", JOHAN, due=7),
    ),
    contacts=((VARDKONTAKT, "maria"),),
    time=Time("Uppföljning med Maria", (19, 15, 30), MARIA, bring="Alva och Noel får följa med."),
    worse=(
        AS_USUAL,
        ("gul", "Ryggen låser sig", "Ring vårdcentralen", "0980-31 92 10"),
        ("rod", "Du tappar känseln i benen eller kan inte kissa", "Ring 112 genast", "112"),
    ),
    coordinated="Maria lägger dina och barnens tider på samma dag när det går.",
    relatives="nej",
)

MAJA = Contract(
    by="maria",
    day=-45,
    story="Jag vill må bättre utan att alla i skolan får veta. Jag vill helst chatta eller ringa.",
    goals=(
        Goal(
            "Gå till skolan minst fyra dagar i veckan",
            ("Ingen dag", "Två dagar", "Fyra dagar", "Alla dagar", "Alla dagar och träningen"),
            -1,
        ),
    ),
    promises=(
        Promise("Jag lägger bort telefonen klockan tio på kvällen.", when=forms.EVERY_DAY, going=True),
        Promise("Jag hör av mig till Maria när det känns tungt.", when=forms.WHEN_NEEDED),
        Promise("Maria ringer dig varje vecka.", MARIA, "varje vecka", going=True),
    ),
    contacts=((VARDKONTAKT, "maria"),),
    time=Time("Samtal med Maria", (6, 15, 45), MARIA, "video", "Sitt där ingen annan hör dig."),
    worse=(
        AS_USUAL,
        ("gul", "Du orkar inte gå till skolan två dagar i rad", "Ring Maria", "070-174 06 11"),
        ("rod", "Du tänker på att skada dig", "Ring 112 genast", "112"),
    ),
    coordinated="Maria pratar bara med skolan om du säger ja till det.",
    relatives="nej",
)

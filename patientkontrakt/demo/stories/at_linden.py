"""The contracts that Maria has made at Linden with grown-ups: asta, sara and maja."""

from patientkontrakt.demo.stories import forms
from patientkontrakt.demo.stories.contract import Contract, Promise, Time
from patientkontrakt.demo.stories.forms import LAKARKONTAKT, VARDKONTAKT

MARIA, JOHAN = "PractitionerRole/maria", "PractitionerRole/johan"

ASTA = Contract(
    by="maria",
    day=-90,
    story="Jag vill orka arbeta halva dagar och slippa berätta allt från början varje gång.",
    goals=("Orka arbeta halva dagar", "Sova hela natten"),
    promises=(
        Promise("Jag går ut varje dag, även när det är tungt.", when=forms.EVERY_DAY),
        Promise("Jag skriver upp hur jag har sovit.", when=forms.EVERY_DAY),
        Promise("Maria ringer dig varannan vecka.", MARIA, "varannan vecka"),
        Promise("Johan ser över din medicin.", JOHAN, due=20),
    ),
    contacts=((VARDKONTAKT, "maria"), (LAKARKONTAKT, "johan")),
    time=Time("Samtal med Maria", (12, 9, 30), MARIA, "telefon"),
    worse=(("gul", "Du har sovit dåligt i en vecka", "Ring Maria", "070-174 06 11"),),
    relatives="nej",
)

SARA = Contract(
    by="maria",
    day=-70,
    story="Barnen går först. Jag behöver en tid som går att förena med deras, och ett besked jag kan lita på.",
    goals=("Kunna lyfta och bära utan att få ont i ryggen",),
    promises=(
        Promise("Jag gör ryggövningarna tre gånger i veckan.", when="tre gånger i veckan"),
        Promise("Jag säger till i god tid om en tid inte passar.", when=forms.WHEN_NEEDED),
        Promise("Maria samlar tiderna på en dag.", MARIA, "vid varje ny tid"),
        Promise("Johan skickar en remiss till fysioterapeut.", JOHAN, due=7),
    ),
    contacts=((VARDKONTAKT, "maria"),),
    time=Time("Uppföljning med Maria", (19, 15, 30), MARIA),
    worse=(("gul", "Ryggen låser sig", "Ring vårdcentralen", "0980-31 92 10"),),
    relatives="nej",
)

MAJA = Contract(
    by="maria",
    day=-45,
    story="Jag vill må bättre utan att alla i skolan får veta. Jag vill helst chatta eller ringa.",
    goals=("Gå till skolan minst fyra dagar i veckan",),
    promises=(
        Promise("Jag lägger bort telefonen klockan tio på kvällen.", when=forms.EVERY_DAY),
        Promise("Jag hör av mig till Maria när det känns tungt.", when=forms.WHEN_NEEDED),
        Promise("Maria ringer dig varje vecka.", MARIA, "varje vecka"),
    ),
    contacts=((VARDKONTAKT, "maria"),),
    time=Time("Samtal med Maria", (6, 15, 45), MARIA, "video"),
    worse=(
        ("gul", "Du orkar inte gå till skolan två dagar i rad", "Ring Maria", "070-174 06 11"),
        ("rod", "Du tänker på att skada dig", "Ring 112 genast", "112"),
    ),
    relatives="nej",
)

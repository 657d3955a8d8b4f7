"""Contracts at other units: Birger's with Petra at Rydhälsan, Elsa's with Dag at Eken."""

from patientkontrakt.demo.stories import forms
from patientkontrakt.demo.stories.contract import Contract, Goal, Promise, Time
from patientkontrakt.demo.stories.forms import LAKARKONTAKT, VARDKONTAKT

PETRA, DAG = "PractitionerRole/petra", "PractitionerRole/dag"

BIRGER = Contract(
    by="petra",
    day=-30,
    story="Jag vill kunna fiska i sommar. Jag vill ha raka besked.",
    goals=(
        Goal(
            "Ro ut till skäret och hem igen",
            ("Orkar inte till bryggan", "Ror i viken", "Till skäret och hem", "Varje vecka", "Ror ikapp"),
            -1,
        ),
    ),
    promises=(
        Promise("Jag mäter blodsockret före frukost.", when=forms.EVERY_DAY, going=True),
        Promise("Jag cyklar till affären i stället för att ta bilen.", when="tre gånger i veckan"),
        Promise("Petra ringer med svar på proverna.", PETRA, due=10),
    ),
    contacts=((LAKARKONTAKT, "petra"),),
    time=Time("Årskontroll", (21, 9, 0), PETRA, bring="Ät inte efter midnatt. Ta med blodsockermätaren."),
    worse=(
        ("gron", "Blodsockret ligger mellan 5 och 10", "Fortsätt som nu", None),
        ("gul", "Blodsockret är över 15 två dagar i rad", "Ring Rydhälsan", "0980-31 92 70"),
        ("rod", "Du blir förvirrad eller svår att väcka", "Ring 112 genast", "112"),
    ),
    coordinated="Petra håller i allt. Du vill bara ha en att fråga.",
    relatives="nej",
)

ELSA = Contract(
    by="dag",
    day=-40,
    story="Jag vill veta vem som har läst om mig. Ring mig inte, jag hör av mig själv.",
    goals=(Goal("Kunna sova utan att vakna av mardrömmar"),),
    promises=(
        Promise("Jag hör av mig till Dag varje fredag.", when="varje fredag", going=True),
        Promise("Dag tar emot dig utan att du behöver sitta i väntrummet.", DAG, "vid varje besök"),
    ),
    contacts=((VARDKONTAKT, "dag"),),
    time=Time("Samtal med Dag", (13, 11, 0), DAG, bring="Gå in genom sidodörren. Dag möter dig."),
    worse=(
        ("gul", "Du har inte sovit på tre nätter", "Ring Dag", "070-174 06 21"),
        ("rod", "Du känner dig hotad", "Ring 112 genast", "112"),
    ),
    coordinated="Dag är den enda som hör av sig, och bara på det sätt ni har bestämt.",
    relatives="nej",
)

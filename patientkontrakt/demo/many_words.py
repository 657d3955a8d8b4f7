"""What the synthetic patients' contracts say: a few of each part, combined by number."""

from patientkontrakt.demo import staff
from patientkontrakt.demo.stories import forms
from patientkontrakt.demo.stories.contract import Contract, Goal, Promise, Time
from patientkontrakt.demo.stories.forms import VARDKONTAKT

STORIES = (
    "Jag vill kunna gå ut varje dag och klara mig hemma.",
    "Jag vill veta vem jag ska ringa, och slippa vänta på besked.",
    "Jag vill orka leka med barnbarnen.",
    "Jag vill fortsätta sjunga i kören på torsdagar.",
    None,
)
GOALS = (
    "Gå till affären själv",
    "Sova hela natten",
    "Gå i trappan utan att vila",
    "Laga mat hemma varje dag",
    "Cykla till biblioteket",
    "Slippa ha ont om morgonen",
    "Väga mindre till sommaren",
)
MINE = (
    ("Jag går en runda varje dag.", forms.EVERY_DAY),
    ("Jag mäter blodtrycket och skriver upp det.", "varje måndag"),
    ("Jag ringer om jag blir sämre.", forms.WHEN_NEEDED),
    ("Jag tar min medicin morgon och kväll.", forms.EVERY_DAY),
)
CARES = ("ringer dig varje månad.", "samlar dina tider på en dag.", "svarar dig inom en vardag.")
TIMES = ("Blodprov", "Återbesök", "Uppföljning")
WORSE = (
    ("gron", "Du mår som vanligt", "Fortsätt som nu", "1177"),
    ("gul", "Du blir sämre och är orolig", "Ring vårdcentralen på dagtid, annars 1177", "1177"),
    ("rod", "Du får ont i bröstet eller svårt att andas", "Ring 112 genast", "112"),
)


def contract(number: int, by: str) -> Contract:
    """The contract of patient `number` with `by` of the staff."""
    role, name = f"PractitionerRole/{by}", staff.BY_ID[by].given
    mine, more = MINE[number % len(MINE)], MINE[(number + 1) % len(MINE)]
    return Contract(
        by=by,
        day=-20 - number % 100,
        story=STORIES[number % len(STORIES)],
        goals=(Goal(GOALS[number % len(GOALS)]),),
        promises=(
            Promise(mine[0], when=mine[1]),
            Promise(more[0], when=more[1]),
            Promise(f"{name} {CARES[number % len(CARES)]}", role, "varje månad"),
        ),
        contacts=((VARDKONTAKT, by),),
        time=Time(TIMES[number % len(TIMES)], (5 + number % 60, 8 + number % 8, 0), role),
        worse=WORSE,
        coordinated=f"{name} håller ihop det som är planerat.",
        relatives=("ja", "nej")[number % 2],
    )

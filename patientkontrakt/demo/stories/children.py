"""Alva and Noel: their mother is with them at the meeting, and keeps some of the promises."""

from patientkontrakt.demo.stories import forms
from patientkontrakt.demo.stories.contract import Contract, Goal, Promise, Time
from patientkontrakt.demo.stories.forms import LAKARKONTAKT, VARDKONTAKT

MARIA, JOHAN = "PractitionerRole/maria", "PractitionerRole/johan"

ALVA = Contract(
    by="maria",
    day=-60,
    story="Jag vill kunna springa med de andra på rasten. Jag tycker inte om när det piper i bröstet.",
    goals=(
        Goal(
            "Springa hela rasten utan att det piper",
            (
                "Sitter på bänken",
                "Går runt på gården",
                "Springer hela rasten",
                "Är med på gympan",
                "Spelar match",
            ),
            -1,
        ),
    ),
    promises=(
        Promise("Jag tar min spray före gympan.", when="före gympan"),
        Promise("Sara ger sprayen morgon och kväll.", "RelatedPerson/sara-alva", forms.EVERY_DAY),
        Promise("Maria ringer till Sara när pollen kommer.", MARIA, "varje vår", going=True),
        Promise("Johan lyssnar på lungorna.", JOHAN, due=26),
    ),
    contacts=((VARDKONTAKT, "maria"), (LAKARKONTAKT, "johan")),
    time=Time("Andningsprov", (26, 14, 0), JOHAN, bring="Ta med sprayen. Ta den inte samma morgon."),
    worse=(
        ("gron", "Alva andas som vanligt", "Ge sprayen morgon och kväll", None),
        ("gul", "Alva hostar två nätter i rad", "Ring vårdcentralen", "0980-31 92 10"),
        ("rod", "Alva har svårt att prata för att hon inte får luft", "Ring 112 genast", "112"),
    ),
    coordinated="Maria håller ihop det som vårdcentralen och skolan gör. Sara är med på allt.",
    relatives="ja",
)

NOEL = Contract(
    by="maria",
    day=-50,
    story="Jag vill kunna vara med på matcherna. Det är jobbigt när huvudvärken kommer och ingen tror mig.",
    goals=(Goal("Vara med på varje match"),),
    promises=(
        Promise("Jag dricker vatten och äter frukost.", when=forms.EVERY_DAY),
        Promise("Jag skriver upp när jag har ont.", when=forms.WHEN_NEEDED),
        Promise("Maria pratar med skolan om du vill det.", MARIA, forms.WHEN_NEEDED),
    ),
    contacts=((VARDKONTAKT, "maria"),),
    time=Time("Besök hos Johan", (30, 8, 30), JOHAN, bring="Ta med det du har skrivit upp om huvudvärken."),
    worse=(
        ("gron", "Du har inte ont", "Var med som vanligt", None),
        ("gul", "Tabletten hjälper inte", "Ring vårdcentralen", "0980-31 92 10"),
        ("rod", "Du får plötslig, svår huvudvärk eller kräks", "Ring 112 genast", "112"),
    ),
    coordinated="Maria håller ihop planen. Johan tar beslut om medicin.",
    relatives="ja",
)

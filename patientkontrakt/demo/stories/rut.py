"""Rut, 88, at home: a doctor at Linden, a nurse in the municipality, and Karin who comes every day."""

from patientkontrakt.demo.fhir import Resource
from patientkontrakt.demo.stories import forms
from patientkontrakt.demo.stories.contract import ENDINGS, Contract, Goal, Promise, Time
from patientkontrakt.demo.stories.fixed_contact import fixed_contact
from patientkontrakt.demo.stories.forms import LAKARKONTAKT, VARDKONTAKT
from patientkontrakt.demo.stories.teller import Teller

MARIA, JOHAN = "PractitionerRole/maria", "PractitionerRole/johan"
OMSORGSKONTAKT = "3"

RUT = Contract(
    by="maria",
    day=-100,
    story="Jag vill bo kvar hemma med katten. Jag vill att det är samma personer som kommer.",
    goals=(
        Goal("Bo kvar hemma"),
        Goal(
            "Gå till brevlådan själv varje dag",
            ("Går i lägenheten", "Går till porten", "Till brevlådan", "Runt kvarteret", "Till affären"),
            0,
        ),
    ),
    promises=(
        Promise("Jag går till brevlådan varje dag.", when=forms.EVERY_DAY),
        Promise("Jag har larmet på armen.", when=forms.EVERY_DAY, going=True),
        Promise("Maria ringer dig varje månad.", MARIA, "varje månad", going=True),
        Promise("Johan kommer hem till dig en gång om året.", JOHAN, due=40),
        Promise(
            "Hemsjukvården delar dina mediciner varje vecka.",
            "PractitionerRole/ahmed",
            "varje vecka",
            going=True,
        ),
    ),
    contacts=((LAKARKONTAKT, "johan"),),
    time=Time(
        "Hembesök av Johan",
        (40, 13, 0),
        JOHAN,
        "hembesok",
        "Johan kommer hem till dig. Karin öppnar om du vilar.",
    ),
    worse=(
        ("gron", "Du orkar till brevlådan", "Fortsätt som nu", None),
        ("gul", "Du känner dig yr när du reser dig", "Ring hemsjukvården", "070-174 06 13"),
        ("rod", "Du har ramlat och kommer inte upp", "Tryck på larmet eller ring 112", "112"),
    ),
    coordinated="Ahmed i hemsjukvården håller ihop det som kommunen och vårdcentralen gör.",
    relatives="nej",
)


def appoint(teller: Teller) -> None:
    """The municipality's two fixed contacts, each written by its own custodian (A-13)."""
    for who, kind in (("ahmed", VARDKONTAKT), ("karin", OMSORGSKONTAKT)):
        teller.write(who, (-95, 9, 0), _appointed(teller, who, kind))


def _appointed(teller: Teller, who: str, kind: str) -> Resource:
    return fixed_contact(f"rut-{ENDINGS[kind]}", "rut", kind, who, teller.days.day(-95))

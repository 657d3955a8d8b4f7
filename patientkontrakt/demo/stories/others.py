"""Those without a plan to answer yet: Samir's is being written, Hassan keeps coming back, Ingrid has her doctor only."""

from datetime import timedelta

from patientkontrakt import clock
from patientkontrakt.care import codes
from patientkontrakt.care.contract.model import Section
from patientkontrakt.demo import staff
from patientkontrakt.demo.days import Days
from patientkontrakt.demo.fhir import Resource, concept, ref, resource
from patientkontrakt.demo.stories import forms, visits
from patientkontrakt.demo.stories.contract import ENDINGS
from patientkontrakt.demo.stories.fixed_contact import fixed_contact
from patientkontrakt.demo.stories.forms import LAKARKONTAKT, VARDKONTAKT, Data
from patientkontrakt.demo.stories.teller import Moment, Teller
from patientkontrakt.fhir import systems

SAMIR, MARIA = "Patient/samir", "PractitionerRole/maria"
HAND = (
    "Känner inget i fingrarna",
    "Känner varmt och kallt",
    "Håller i ett verktyg",
    "Arbetar halva dagar",
    "Arbetar hela dagar",
)
BEGUN = -2
"""Days; when Maria and Samir began to write."""

VISITS: tuple[tuple[Moment, str], ...] = (
    ((-82, 21, 40), "bröstsmärta"),
    ((-47, 14, 5), "yrsel"),
    ((-26, 22, 15), "bröstsmärta"),
    ((-5, 20, 30), "oro och hjärtklappning"),
)
"""When and why Hassan came to the emergency department."""
INTERPRETED = "En tolk i arabiska är med. Ta med dina läkemedel."


def samir(teller: Teller) -> None:
    """An utkast, hidden from him: half the form is filled in, for Maria to go on with."""
    teller.open("maria", (BEGUN, 15, 0), _half_a_form(teller.days))


def _half_a_form(days: Days) -> dict[Section, Data]:
    """There is no next step, nothing that care does and no "om du blir sämre" yet."""
    since, phone = days.day(BEGUN).isoformat(), staff.BY_ID["maria"].phone
    practice = forms.promise("samir-ansvar-1", "Jag gör handövningarna varje dag.", SAMIR, forms.EVERY_DAY)
    contact = forms.contact("samir-fvk", VARDKONTAKT, MARIA, since, phone)
    return {
        Section.VIKTIGT: forms.story(
            "samir-viktigt", "Jag vill få tillbaka känseln i handen och kunna arbeta."
        ),
        Section.MAL: {"goals": [forms.goal("samir-mal-1", "Kunna arbeta som snickare igen", SAMIR, HAND)]},
        Section.ANSVAR: {"promises": [practice], "starter": None},
        Section.KONTAKTER: {"contacts": [contact], "contributors": ["Organization/linden"]},
    }


def hassan(teller: Teller) -> None:
    """Four visits to the emergency department in three months, and two times at Linden outside any plan."""
    for number, (when, why) in enumerate(VISITS, 1):
        visits.emergency(teller, number, when, why)
    _called(teller, "blodprov", "Blodprov", (5, 8, 30), "HealthcareService/linden")
    _called(teller, "lakare", "Besök hos läkare", (12, 13, 30), "PractitionerRole/johan")


def _called(teller: Teller, name: str, what: str, when: Moment, whom: str) -> None:
    """A time that Linden's own system has booked, and Hassan has not answered."""
    start = teller.days.at(*when)
    body = resource(
        "Appointment",
        f"hassan-tid-{name}",
        status="booked",
        appointmentType=concept(codes.MEETING_FORM, "besok"),
        description=what,
        start=clock.iso(start),
        end=clock.iso(start + timedelta(minutes=30)),
        patientInstruction=INTERPRETED,
        participant=[
            {"actor": ref("Patient", "hassan"), "status": "needs-action"},
            {"actor": {"reference": whom}, "status": "accepted"},
        ],
    )
    teller.bring("linden", teller.days.at(-5, 9), body)


def ingrid(teller: Teller) -> None:
    """A fast läkarkontakt and, on purpose, no fast vårdkontakt (FK-8); she wants large print."""
    contact = fixed_contact(
        f"ingrid-{ENDINGS[LAKARKONTAKT]}", "ingrid", LAKARKONTAKT, "petra", teller.days.day(-200)
    )
    teller.write("petra", (-200, 10, 0), contact)
    teller.write("petra", (-200, 10, 5), _large_print(teller))


def _large_print(teller: Teller) -> Resource:
    return resource(
        "Flag",
        "ingrid-stor-text",
        status="active",
        category=[concept("http://terminology.hl7.org/CodeSystem/flag-category", "admin")],
        code=concept(systems.pk("flag"), "stor-text", "Stor text"),
        subject=ref("Patient", "ingrid"),
        period={"start": teller.days.day(-200).isoformat()},
        author=ref("PractitionerRole", "petra"),
    )

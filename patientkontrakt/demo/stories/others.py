"""Those without a plan to answer yet: Samir's is being written, Hassan keeps coming back, Ingrid has her doctor only."""

from patientkontrakt import clock
from patientkontrakt.care.contract.model import Section
from patientkontrakt.demo.fhir import Resource, concept, ref, resource
from patientkontrakt.demo.stories import forms
from patientkontrakt.demo.stories.contract import ENDINGS
from patientkontrakt.demo.stories.fixed_contact import fixed_contact
from patientkontrakt.demo.stories.forms import LAKARKONTAKT
from patientkontrakt.demo.stories.teller import Moment, Teller
from patientkontrakt.fhir import systems

SAMIR = {
    Section.VIKTIGT: forms.story("samir-viktigt", "Jag vill få tillbaka känseln i handen och kunna arbeta."),
    Section.ANSVAR: {
        "promises": [
            forms.promise("samir-ansvar-1", "Jag gör handövningarna varje dag.", "Patient/samir", forms.EVERY_DAY)
        ],
        "starter": None,
    },
}  # fmt: skip
"""Half a form: there is no next step and nothing that care does yet."""

VISITS: tuple[Moment, ...] = ((-82, 21, 40), (-47, 14, 5), (-26, 22, 15), (-5, 20, 30))
"""When Hassan came to the emergency department."""


def samir(teller: Teller) -> None:
    """An utkast, hidden from him."""
    teller.open("maria", (-2, 15, 0), SAMIR)


def hassan(teller: Teller) -> None:
    """Four visits to the emergency department in three months."""
    for number, when in enumerate(VISITS, 1):
        teller.bring("ekby-sjukhus-akut", _visit(number, when, teller))


def ingrid(teller: Teller) -> None:
    """A fast läkarkontakt and, on purpose, no fast vårdkontakt (FK-8); she wants large print."""
    contact = fixed_contact(
        f"ingrid-{ENDINGS[LAKARKONTAKT]}", "ingrid", LAKARKONTAKT, "petra", teller.days.day(-200)
    )
    teller.write("petra", (-200, 10, 0), contact)
    teller.write("petra", (-200, 10, 5), _large_print(teller))


def _visit(number: int, when: Moment, teller: Teller) -> Resource:
    day, hour, minute = when
    period = {
        "start": clock.iso(teller.days.at(*when)),
        "end": clock.iso(teller.days.at(day, hour + 1, minute)),
    }
    return resource(
        "Encounter",
        f"hassan-akut-{number}",
        status="finished",
        **{"class": {"system": systems.ACT_CODE, "code": "EMER"}},
        subject=ref("Patient", "hassan"),
        participant=[{"individual": ref("PractitionerRole", "frida")}],
        period=period,
        serviceProvider=ref("Organization", "ekby-sjukhus-akut"),
    )


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

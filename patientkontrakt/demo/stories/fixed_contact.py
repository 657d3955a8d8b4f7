"""A fixed contact outside a contract: a CareTeam of its own (model.md D7)."""

from datetime import date

from patientkontrakt.care.contacts.model import ContactKind, ContactPath, FixedContact
from patientkontrakt.care.contacts.to_fhir import care_team
from patientkontrakt.demo import staff
from patientkontrakt.demo.fhir import Resource


def fixed_contact(id: str, patient: str, kind: str, who: str, since: date) -> Resource:
    """The CareTeam in which `who` of the staff is the patient's fixed contact."""
    person = staff.BY_ID[who]
    contact = FixedContact(
        id,
        ContactKind(kind),
        member=f"PractitionerRole/{who}",
        unit=f"Organization/{person.unit}",
        since=since,
        paths=(ContactPath("phone", person.phone),) if person.phone else (),
    )
    return care_team(contact, f"Patient/{patient}")

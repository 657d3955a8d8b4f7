"""The region before anybody has a plan: units and staff, patients with their relations, the Group. Safe to repeat."""

from patientkontrakt.auth.administration import accounts
from patientkontrakt.demo import organisations, people, relations, staff
from patientkontrakt.demo.days import Days
from patientkontrakt.demo.people import Person
from patientkontrakt.demo.putting import put, put_entry, unit_owner
from patientkontrakt.demo.questionnaire import questionnaire
from patientkontrakt.demo.staff import Staff
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.ownership import NOBODY
from patientkontrakt.records.siblings import sibling


def put_registers(desk: Desk, days: Days) -> int:
    """Units with their hours, the form and the staff with their accounts; how many entries were new."""
    bodies = [organisations.organization(each) for each in organisations.ORGANISATIONS]
    bodies += [organisations.service(each) for each in organisations.ORGANISATIONS if each.offers]
    bodies.append(questionnaire())
    made = sum(put_entry(desk, body) for body in bodies)
    return made + sum(_put_staff(desk, each, days) for each in staff.STAFF)


def _put_staff(desk: Desk, each: Staff, days: Days) -> bool:
    """One member of staff: Practitioner and PractitionerRole, which account and assignment follow; who has left is suspended."""
    if not put_entry(desk, staff.practitioner(each)):
        return False
    put_entry(desk, staff.practitioner_role(each, days))
    if each.ended is not None:
        accounts.suspend(desk.tx, f"Practitioner/{each.id}", desk.at)
    return True


def is_known(desk: Desk, person: Person) -> bool:
    """Whether the patient is there."""
    return sibling(desk, person.id, "Patient", person.id) is not None


def put_person(desk: Desk, person: Person, days: Days) -> None:
    """One patient: Patient, which her account follows, listing, care relations and guardians."""
    put(desk, people.patient(person), NOBODY)
    put(desk, relations.listing(person, days), unit_owner(person.listed))
    for unit in person.others:
        put(desk, relations.care_relation(person, unit, days), unit_owner(unit))
    for guardian in relations.guardians_of(person):
        put(desk, guardian, unit_owner(person.listed))

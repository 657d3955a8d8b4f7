"""FixedContact → CareTeam, one per contact (domain.md §8.1, model.md D7)."""

from patientkontrakt.care import codes
from patientkontrakt.care.codes import Code
from patientkontrakt.care.contacts.from_fhir import KIND_SYSTEM, read_paths
from patientkontrakt.care.contacts.model import FixedContact
from patientkontrakt.care.shapes import Resource, concept, has_code, period, put, ref, refs, start_from


def care_team(contact: FixedContact, patient: str, base: Resource | None = None) -> Resource:
    """The CareTeam of one fixed contact: participant[0] is the person, participant[1] the team behind."""
    resource = start_from(base, "CareTeam", contact.id)
    if not has_code(resource.get("category"), codes.FAST_KONTAKT):
        resource["category"] = [concept(codes.FAST_KONTAKT), *resource.get("category", [])]
    resource |= {"status": "active" if contact.active else "inactive", "subject": ref(patient)}
    put(resource, "period", period(contact.since, contact.until, resource.get("period")))
    put(resource, "participant", _participants(contact, resource))
    put(resource, "managingOrganization", refs([contact.unit]) if contact.unit else None)
    if read_paths(resource) != contact.paths:
        put(resource, "telecom", [{"system": path.system, "value": path.value} for path in contact.paths])
    return resource


def _participants(contact: FixedContact, resource: Resource) -> list[Resource]:
    before = resource.get("participant", [])
    person = dict(before[0]) if before else {}
    person["role"] = [concept(Code(KIND_SYSTEM, contact.kind))]
    put(person, "member", ref(contact.member))
    team = {"member": ref(contact.team)} if contact.team else None
    return [person, *([team] if team else []), *before[2:]]

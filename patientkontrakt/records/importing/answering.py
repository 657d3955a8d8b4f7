"""Who answers for an imported resource (model.md D3): its own Provenance says so, else the unit named at import."""

from patientkontrakt.fhir import systems
from patientkontrakt.fhir.resource import Key, parse_reference
from patientkontrakt.fhir.systems import has_coding
from patientkontrakt.records.importing.linking import Linked
from patientkontrakt.records.ownership import Owner


def owners(items: list[Linked]) -> dict[Key, Owner]:
    """Key → owner for every target of a Provenance with an agent of type `custodian` (and `author`: the unit)."""
    found: dict[Key, Owner] = {}
    for item in items:
        if item.key.type == "Provenance":
            custodian = _agent(item, "custodian")
            if custodian:
                owner = Owner(custodian, _agent(item, "author") or custodian)
                found[item.key] = owner
                found.update(dict.fromkeys(_targets(item), owner))
    return found


def _targets(item: Linked) -> list[Key]:
    texts = [each["reference"] for each in item.resource.get("target", ()) if "reference" in each]
    return [key for text in texts if (key := parse_reference(text).key)]


def _agent(item: Linked, type: str) -> str | None:
    for agent in item.resource.get("agent", ()):
        if has_coding(agent.get("type"), systems.PROVENANCE_PARTICIPANT, type):
            text = agent.get("who", {}).get("reference", "")
            key = parse_reference(text).key if text else None
            if key and key.type == "Organization":
                return key.id
    return None

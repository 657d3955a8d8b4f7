"""Code systems and value sets as resources (FHIR R4 4.8, 4.9)."""

from patientkontrakt.fhir.profiles.publishing import Resource, head
from patientkontrakt.fhir.profiles.terms import CodeSystem, Term
from patientkontrakt.fhir.profiles.vocabulary import ValueSet


def of_code_system(system: CodeSystem, version: str) -> Resource:
    """The CodeSystem with all its codes, each in Swedish and English."""
    id = f"pk-{system.name}"
    return head("CodeSystem", id, system.url, system.sv, system.en, version) | {
        "caseSensitive": True,
        "valueSet": f"{system.url.rpartition('/CodeSystem/')[0]}/ValueSet/{id}",
        "content": "complete",
        "count": len(system.terms),
        "concept": [
            {"code": each.code, "display": each.sv, "designation": [{"language": "en", "value": each.en}]}
            for each in system.terms
        ],
    }


def of_value_set(values: ValueSet, version: str) -> Resource:
    """The ValueSet: all of a system of ours; of another's, its codes by name."""
    theirs = {"concept": [_listed(each) for each in values.of.terms]} if values.of.address else {}
    return head("ValueSet", f"pk-{values.name}", values.url, values.of.sv, values.of.en, version) | {
        "immutable": False,
        "compose": {"include": [{"system": values.of.url} | theirs]},
    }


def _listed(term: Term) -> Resource:
    return {"code": term.code, "display": term.sv}

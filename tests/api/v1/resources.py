"""Resources as an app sends them to the FHIR door, and the few ways to send and read them."""

from typing import Any

from patientkontrakt.care import codes
from patientkontrakt.fhir import systems
from tests.api.v1.people import Person

Body = dict[str, Any]


def concept(code: codes.Code) -> Body:
    return {"coding": [{"system": code.system, "code": code.code}]}


def contract_plan(status: str, who: str = "rut") -> Body:
    return {
        "resourceType": "CarePlan",
        "status": status,
        "intent": "plan",
        "category": [concept(codes.CONTRACT)],
        "title": "Min planering",
        "subject": {"reference": f"Patient/{who}"},
        "author": {"reference": "PractitionerRole/maria"},
    }


def promise(plan: str, owner: str, requester: str, who: str = "rut", **more: Any) -> Body:
    return {
        "resourceType": "Task",
        "status": "requested",
        "intent": "plan",
        "code": concept(codes.ANSVAR),
        "basedOn": [{"reference": f"CarePlan/{plan}"}],
        "for": {"reference": f"Patient/{who}"},
        "owner": {"reference": owner},
        "requester": {"reference": requester},
        "description": "Jag väger mig varje morgon.",
        "input": [{"type": concept(codes.NAR), "valueString": "varje dag"}],
        **more,
    }


def text_of(response: Any) -> str:
    text: str = response.get_data(as_text=True)
    return text


def body_of(person: Person, key: str) -> Body:
    body: Body = person.fhir.get(f"/{key}").get_json()
    return body


def put(person: Person, body: Body) -> Any:
    version = body["meta"]["versionId"]
    return person.fhir.put(f"/{body['resourceType']}/{body['id']}", body, If_Match=f'W/"{version}"')


def tasks_of(person: Person, plan: str, code: codes.Code = codes.ANSVAR) -> list[Body]:
    entries = person.fhir.get(f"/Task?based-on=CarePlan/{plan}").get_json().get("entry", [])
    found = [each["resource"] for each in entries if each["resource"]["resourceType"] == "Task"]
    return [each for each in found if systems.has_coding(each["code"], code.system, code.code)]

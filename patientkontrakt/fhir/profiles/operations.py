"""The operations of ours as a table, and as OperationDefinitions (FHIR R4 5.5). FHIR's own are told by their own addresses."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from patientkontrakt.fhir.profiles.publishing import Resource, head
from patientkontrakt.fhir.subscriptions import backport
from patientkontrakt.fhir.systems import BASE
from patientkontrakt.fhir.types import TYPES


@dataclass(frozen=True)
class Parameter:
    """A parameter of an operation."""

    name: str
    type: str
    text: str
    least: int = 0
    most: str = "1"
    parts: tuple["Parameter", ...] = ()


@dataclass(frozen=True)
class Operation:
    """An operation of ours on one resource of `type`; what it answers is a `result`, or the parameters `out`."""

    type: str
    code: str
    sv: str
    en: str
    takes: tuple[Parameter, ...] = ()
    result: str = ""
    out: tuple[Parameter, ...] = ()

    @property
    def id(self) -> str:
        """Its id here."""
        return f"pk-{self.type.lower()}-{self.code}"

    @property
    def url(self) -> str:
        """Its canonical address."""
        return f"{BASE}/OperationDefinition/{self.id}"


_CHANGE: Final = (
    Parameter("section", "code", "The part of the plan.", 1),
    Parameter("item", "id", "Which of the part's items."),
    Parameter("field", "code", "Which field of it."),
    Parameter("kind", "code", "What kind of change.", 1),
    Parameter("sv", "string", "The change in words, in Swedish.", 1),
    Parameter("en", "string", "The change in words, in English.", 1),
    Parameter("before", "string", "The value before, as JSON."),
    Parameter("after", "string", "The value after, as JSON."),
)
OURS: Final = (
    Operation("CarePlan", "everything", "Planen och allt som hör till den", "The plan and all that belongs to it",
              result="Bundle"),
    Operation("CarePlan", "document", "Patientkontraktet som dokument", "The contract as a document", result="Bundle"),
    Operation("CarePlan", "changes", "Vad som ändrats mellan två utgåvor", "What changed between two utgåvor",
              (Parameter("from", "positiveInt", "The earlier utgåva; unsaid the last but one."),
               Parameter("to", "positiveInt", "The later utgåva; unsaid the last.")),
              out=(Parameter("from", "positiveInt", "The earlier utgåva.", 1),
                   Parameter("to", "positiveInt", "The later utgåva.", 1),
                   Parameter("change", "", "One difference.", 0, "*", _CHANGE))),
)  # fmt: skip
BULK_DATA: Final = "http://hl7.org/fhir/uv/bulkdata"
OF_SYSTEM: Final[Mapping[str, str]] = {"export": f"{BULK_DATA}/OperationDefinition/export"}
"""The operations on the whole service, with their addresses."""
VALIDATE: Final = "http://hl7.org/fhir/OperationDefinition/Resource-validate"


def by_type() -> Mapping[str, Mapping[str, str]]:
    """The addresses of every operation on a type, for the CapabilityStatement. What is not in the archive cannot be validated."""
    told = {name: {"validate": VALIDATE} for name, row in TYPES.items() if row.is_in_archive}
    told["Patient"]["everything"] = "http://hl7.org/fhir/OperationDefinition/Patient-everything"
    for type in ("Patient", "Group"):
        told[type]["export"] = f"{BULK_DATA}/OperationDefinition/{type.lower()}-export"
    told["Subscription"] = dict(backport.OPERATIONS)
    for each in OURS:
        told[each.type][each.code] = each.url
    return told


def of_operation(operation: Operation, version: str) -> Resource:
    """The OperationDefinition."""
    answers = operation.out or (Parameter("return", operation.result, "The answer.", 1),)
    used = [_parameter(each, "in") for each in operation.takes] + [
        _parameter(each, "out") for each in answers
    ]
    return head("OperationDefinition", operation.id, operation.url, operation.sv, operation.en, version) | {
        "kind": "operation",
        "affectsState": False,
        "code": operation.code,
        "resource": [operation.type],
        "system": False,
        "type": False,
        "instance": True,
        "parameter": used,
    }


def _parameter(parameter: Parameter, use: str) -> Resource:
    told: Resource = {
        "name": parameter.name,
        "use": use,
        "min": parameter.least,
        "max": parameter.most,
        "documentation": parameter.text,
    }
    if parameter.parts:
        return told | {"part": [_parameter(each, use) for each in parameter.parts]}
    return told | {"type": parameter.type}

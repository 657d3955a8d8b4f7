"""What the patient says is wrong or misleading ⇄ Communication `pk-communication#invandning` (R-3). Pure.

It stands beside the entry it is about, in her words, for everybody who reads the entry (PDL 3 kap. 8 §; SoL 14 kap. 6 §).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from patientkontrakt import clock
from patientkontrakt.care import codes
from patientkontrakt.care.parties import type_of
from patientkontrakt.care.questions.model import Reply
from patientkontrakt.care.questions.shapes import message, read_reply, read_text
from patientkontrakt.care.shapes import Resource, has_code, moment, refs, target, targets, value_of
from patientkontrakt.fhir import systems

VERSION: Final = systems.ext("om-version")


@dataclass(frozen=True)
class Objection:
    """Her words about `part` ("Goal/x") as its version `version` was, and what care has answered."""

    id: str
    part: str
    text: str
    by: str | None = None
    at: datetime | None = None
    version: int | None = None
    plan: str | None = None
    answers: tuple[Reply, ...] = ()


def objection_resource(objection: Objection, patient: str) -> Resource:
    """The Communication of an objection of `patient` ("Patient/x")."""
    said = message(codes.OBJECTION, objection.text, patient, objection.by or patient, objection.at)
    about = dict.fromkeys(each for each in (objection.part, objection.plan) if each)
    seen = {"url": VERSION, "valuePositiveInt": objection.version}
    return said | {"about": refs(about), "extension": [seen]}


def answer_resource(objection: Resource, text: str, sender: str, at: datetime) -> Resource:
    """The Communication that answers the stored `objection`."""
    patient = target(objection["subject"]) or ""
    said = message(codes.OBJECTION_REPLY, text, patient, sender, at)
    named = f"Communication/{objection['id']}"
    return said | {"inResponseTo": refs([named]), "about": objection["about"], "recipient": refs([patient])}


def is_objection(resource: Resource) -> bool:
    """Whether a Communication is an objection."""
    return has_code(resource.get("category"), codes.OBJECTION)


def read_objections(bodies: Iterable[Resource]) -> list[Objection]:
    """The objections among some Communications, each with its answers, in the order they came."""
    every = list(bodies)
    return [_read(each, every) for each in every if is_objection(each)]


def _read(resource: Resource, others: Iterable[Resource]) -> Objection:
    key = f"Communication/{resource['id']}"
    answers = [each for each in others if key in targets(each.get("inResponseTo"))]
    told = [read_reply(each) for each in answers if has_code(each.get("category"), codes.OBJECTION_REPLY)]
    part, *more = (*targets(resource.get("about")), "")
    version = value_of(resource, VERSION)
    return Objection(
        id=resource["id"],
        part=part,
        text=read_text(resource),
        by=target(resource.get("sender")),
        at=moment(resource.get("sent")),
        version=int(version) if version is not None else None,
        plan=next((each for each in (part, *more) if type_of(each) == "CarePlan"), None),
        answers=tuple(sorted(told, key=lambda each: each.at or clock.moment(0))),
    )

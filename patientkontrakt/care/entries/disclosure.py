"""A copy that has left the record: to whom, why, what, by whom and when ⇄ Communication `pk-communication#utlamnande` (R-6).

PDL 3 kap. 11 §. What the patient reads directly is no copy that was given out. Pure.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from patientkontrakt.care import codes
from patientkontrakt.care.parties import type_of
from patientkontrakt.care.questions.shapes import message, read_text
from patientkontrakt.care.shapes import Resource, moment, put, refs, target, targets, value_of
from patientkontrakt.fhir import systems
from patientkontrakt.fhir.profiles.vocabulary import codes_of

TO: Final = systems.ext("utlamnad-till")
WHAT: Final = systems.ext("utlamnad-vad")
KINDS: Final = codes_of("utlamnad")
"""Paper, another copy, a file for another system, and what a person may ask for of her own (GDPR art. 15)."""


@dataclass(frozen=True)
class Disclosure:
    """One copy: `what` of KINDS, to whom in words, why; `plan` ("CarePlan/x") when it was of one contract."""

    id: str
    to: str
    reason: str
    what: str
    by: str | None = None
    at: datetime | None = None
    plan: str | None = None


def disclosure_resource(told: Disclosure, patient: str) -> Resource:
    """The Communication of a copy of what is written about `patient` ("Patient/x")."""
    resource = message(codes.DISCLOSURE, told.reason, patient, told.by or patient, told.at)
    put(resource, "about", refs([told.plan]) if told.plan else None)
    said: list[Resource] = [{"url": TO, "valueString": told.to}, {"url": WHAT, "valueCode": told.what}]
    return resource | {"extension": said}


def read_disclosure(resource: Resource) -> Disclosure:
    """The copy a Communication tells of."""
    return Disclosure(
        id=resource["id"],
        to=value_of(resource, TO) or "",
        reason=read_text(resource),
        what=value_of(resource, WHAT) or "",
        by=target(resource.get("sender")),
        at=moment(resource.get("sent")),
        plan=next((each for each in targets(resource.get("about")) if type_of(each) == "CarePlan"), None),
    )

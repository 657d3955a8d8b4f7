"""What was done with an entry, by whom, when and why ⇄ Provenance (R-1, R-2, P-5). Pure.

It targets the version it was done with, and the contract; it is never changed itself.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from patientkontrakt import clock
from patientkontrakt.care import codes
from patientkontrakt.care.codes import Code
from patientkontrakt.care.parties import type_of
from patientkontrakt.care.shapes import (
    Resource,
    concept,
    day,
    moment,
    put,
    ref,
    refs,
    target,
    targets,
    value_of,
)
from patientkontrakt.fhir import systems

RIGHT: Final = systems.ext("ratt-uppgift")
REVIEW_BY: Final = systems.ext("review-by")
KINDS: Final = {"rattad": codes.RATTAD, "undanhallen": codes.UNDANHALLEN, "visas-igen": codes.VISAS_IGEN}


@dataclass(frozen=True)
class Deed:
    """One act: `kind` of KINDS, on version `version` of `part` ("Goal/x") in `plan` ("CarePlan/x").

    `text` is what is right instead; `reviewer` ("PractitionerRole/x") looks at a withholding again by `review_by`.
    """

    kind: str
    part: str
    version: int
    plan: str
    at: datetime
    by: str | None
    unit: str | None = None
    reason: str | None = None
    text: str | None = None
    reviewer: str | None = None
    review_by: date | None = None

    @property
    def target(self) -> str:
        """The version it was done with."""
        return f"{self.part}/_history/{self.version}"


def provenance(deed: Deed) -> Resource:
    """The Provenance of one act."""
    said: list[Resource] = []
    if deed.text:
        said.append({"url": RIGHT, "valueString": deed.text})
    if deed.review_by:
        said.append({"url": REVIEW_BY, "valueDate": deed.review_by.isoformat()})
    resource: Resource = {
        "resourceType": "Provenance",
        "target": refs(dict.fromkeys((deed.target, deed.plan))),
        "recorded": clock.iso(deed.at),
        "activity": concept(KINDS[deed.kind]),
        "agent": [_agent(kind, who) for kind, who in _agents(deed) if who],
    }
    put(resource["agent"][0], "onBehalfOf", ref(deed.unit))
    put(resource, "reason", [{"text": deed.reason}] if deed.reason else None)
    put(resource, "extension", said)
    return resource


def _agents(deed: Deed) -> list[tuple[str, str | None]]:
    return [("author", deed.by or deed.unit), ("verifier", deed.reviewer)]


def _agent(kind: str, who: str) -> Resource:
    return {"type": concept(Code(codes.PARTICIPANT_TYPE, kind)), "who": ref(who)}


def is_deed(resource: Resource) -> bool:
    """Whether a Provenance is one of these acts."""
    return systems.code_in(resource.get("activity"), systems.ACTIVITY) in KINDS


def read_deed(resource: Resource) -> Deed:
    """The act a Provenance holds."""
    part, _, version = next(each for each in targets(resource["target"]) if "/_history/" in each).partition(
        "/_history/"
    )
    plans = [each for each in targets(resource["target"]) if type_of(each) == "CarePlan"]
    agents = {
        systems.code_in(each.get("type"), codes.PARTICIPANT_TYPE): each for each in resource.get("agent", [])
    }
    author = agents.get("author", {})
    return Deed(
        kind=systems.code_in(resource["activity"], systems.ACTIVITY) or "",
        part=part,
        version=int(version),
        plan=plans[-1].partition("/_history/")[0] if plans else "",
        at=moment(resource.get("recorded")) or clock.moment(0),
        by=target(author.get("who")),
        unit=target(author.get("onBehalfOf")),
        reason=next((each.get("text") for each in resource.get("reason", [])), None),
        text=value_of(resource, RIGHT),
        reviewer=target(agents.get("verifier", {}).get("who")),
        review_by=day(value_of(resource, REVIEW_BY)),
    )

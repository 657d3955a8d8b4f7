"""Utgåva ⇄ Provenance `#utgiven`, `#overens`, `#aterkallad` (model.md D4).

One Provenance for the commit: versioned references to every part, the author and the custodian, the number,
and the fingerprint of what was agreed (pk-innehall).
"""

from collections.abc import Iterable
from typing import Final

from patientkontrakt import clock
from patientkontrakt.care import codes
from patientkontrakt.care.codes import Code
from patientkontrakt.care.contract.model import Deed, Life, Method, Utgava
from patientkontrakt.care.parties import type_of
from patientkontrakt.care.shapes import Resource, concept, moment, put, ref, refs, target, targets, value_of
from patientkontrakt.fhir import systems

NUMBER: Final = systems.ext("utgava")
METHOD: Final = systems.ext("satt")
CONTENT: Final = systems.ext("innehall")
_EPOCH: Final = "1970-01-01T00:00:00Z"


def provenance(entry: Utgava, id_: str) -> Resource:
    """The Provenance of one entry."""
    resource: Resource = {
        "resourceType": "Provenance",
        "id": id_,
        "extension": _extensions(entry),
        "target": refs(entry.targets),
        "recorded": clock.iso(entry.at),
        "activity": concept(Code(systems.ACTIVITY, entry.deed.value)),
        "agent": _agents(entry),
    }
    return resource


def _extensions(entry: Utgava) -> list[Resource]:
    said: list[Resource] = [{"url": NUMBER, "valuePositiveInt": entry.number}]
    if entry.method:
        said.append({"url": METHOD, "valueCode": entry.method.value})
    return [*said, {"url": CONTENT, "valueString": entry.content}]


def _agents(entry: Utgava) -> list[Resource]:
    agents = []
    if entry.patient:
        agents.append(_agent("attester", entry.patient))
    if entry.author:
        agents.append(_agent("author", entry.author))
        put(agents[-1], "onBehalfOf", ref(entry.unit))
    if entry.custodian:
        agents.append(_agent("custodian", entry.custodian))
    return agents


def _agent(kind: str, who: str) -> Resource:
    return {"type": concept(Code(codes.PARTICIPANT_TYPE, kind)), "who": ref(who)}


def is_entry(resource: Resource) -> bool:
    """Whether a Provenance is an entry of a contract's life."""
    return systems.code_in(resource.get("activity"), systems.ACTIVITY) in set(Deed)


def entry(resource: Resource) -> Utgava:
    """The entry a Provenance holds."""
    agents = {_kind(each): each for each in resource.get("agent", [])}
    author = agents.get("author", {})
    return Utgava(
        number=int(value_of(resource, NUMBER) or 0),
        deed=Deed(systems.code_in(resource["activity"], systems.ACTIVITY) or ""),
        at=moment(resource.get("recorded", _EPOCH)) or clock.moment(0),
        content=value_of(resource, CONTENT) or "",
        targets=targets(resource.get("target")),
        author=target(author.get("who")),
        unit=target(author.get("onBehalfOf")),
        custodian=target(agents.get("custodian", {}).get("who")),
        patient=target(agents.get("attester", {}).get("who")),
        method=_method(resource),
    )


def _kind(agent: Resource) -> str:
    return systems.code_in(agent.get("type"), codes.PARTICIPANT_TYPE) or ""


def _method(resource: Resource) -> Method | None:
    told = value_of(resource, METHOD)
    return Method(told) if told in set(Method) else None


def life(provenances: Iterable[Resource]) -> Life:
    """All entries, in the order they were recorded; of two at one instant a publication comes first."""
    order = list(Deed)
    entries = [entry(each) for each in provenances if is_entry(each)]
    return Life(tuple(sorted(entries, key=lambda each: (each.at, each.number, order.index(each.deed)))))


def plan_of(resource: Resource) -> str | None:
    """The contract an entry is about: its CarePlan without the version."""
    plans = [each for each in targets(resource.get("target")) if type_of(each) == "CarePlan"]
    return next((each.split("/_history/")[0] for each in plans), None)

"""Contract → CarePlan and story (model.md D4, D8); `resources` gives every resource of a contract."""

from collections.abc import Iterable
from typing import Final

from patientkontrakt import clock
from patientkontrakt.care import codes
from patientkontrakt.care.codes import Code
from patientkontrakt.care.contacts.to_fhir import care_team
from patientkontrakt.care.contract.from_fhir import is_plan
from patientkontrakt.care.contract.model import Contract, LinkedPlan, WarningSign
from patientkontrakt.care.contract.story import questionnaire_response
from patientkontrakt.care.goals.to_fhir import goal
from patientkontrakt.care.promises.to_fhir import task
from patientkontrakt.care.shapes import (
    Resource,
    concept,
    has_code,
    moment,
    period,
    put,
    put_extensions,
    ref,
    refs,
    start_from,
    target,
    targets,
)
from patientkontrakt.care.times.to_fhir import appointment
from patientkontrakt.fhir import systems

OWNED: Final = tuple(
    systems.ext(name)
    for name in ("varning", "ingen-tid", "samordning", "narstaende", "review-by", "end-reason", "starter")
)
LINKED_BY: Final = systems.ext("ansvarig")


def resources(contract: Contract, base: dict[str, Resource] | None = None) -> dict[str, Resource]:
    """Every resource of a contract by its key "Type/id", parts first, each over the stored one in `base`."""
    base = base or {}
    who, plan = contract.patient, contract.key
    parts = [goal(each, who, base.get(f"Goal/{each.id}")) for each in contract.goals]
    parts += [task(each, plan, who, base.get(f"Task/{each.id}")) for each in contract.promises]
    parts += [care_team(each, who, base.get(f"CareTeam/{each.id}")) for each in contract.contacts]
    parts += [appointment(each, plan, who, base.get(f"Appointment/{each.id}")) for each in contract.times]
    if contract.story:
        stored = base.get(f"QuestionnaireResponse/{contract.story.id}")
        parts.append(questionnaire_response(contract.story, who, stored))
    parts.append(care_plan(contract, base.get(plan), known=frozenset(base)))
    return {f"{each['resourceType']}/{each['id']}": each for each in parts}


def care_plan(
    contract: Contract, base: Resource | None = None, known: frozenset[str] = frozenset()
) -> Resource:
    """The CarePlan: what is agreed for the whole, and a reference to every part.

    A reference is dropped only when its part is `known` and no longer in the contract: what the writer may
    not see stays where it is.
    """
    resource = start_from(base, "CarePlan", contract.id)
    _put_visibility(resource, contract.published)
    put_extensions(resource, OWNED, _extensions(contract))
    if not has_code(resource.get("category"), codes.CONTRACT):
        resource["category"] = [_category(), *resource.get("category", [])]
    resource |= {"status": contract.status.value, "intent": "plan", "subject": ref(contract.patient)}
    put(resource, "title", contract.title)
    put(resource, "description", contract.description)
    put(resource, "period", period(contract.start, contract.end, resource.get("period")))
    if moment(resource.get("created")) != contract.created:
        put(resource, "created", clock.iso(contract.created) if contract.created else None)
    put(resource, "author", ref(contract.author))
    put(resource, "contributor", refs(contract.contributors))
    _put_parts(resource, contract, known)
    return resource


def _category() -> Resource:
    codings = (codes.CONTRACT, codes.SNOMED_CARE_PLAN)
    return {"coding": [{"system": each.system, "code": each.code} for each in codings]}


def _put_visibility(resource: Resource, published: bool) -> None:
    """`utkast` hides a plan never published from everyone but its own unit (D3)."""
    meta = dict(resource.get("meta", {}))
    tags = [tag for tag in meta.get("tag", []) if tag.get("system") != systems.SYNLIGHET]
    put(meta, "tag", tags if published else [*tags, {"system": systems.SYNLIGHET, "code": "utkast"}])
    put(resource, "meta", meta)


def _put_parts(resource: Resource, contract: Contract, known: frozenset[str]) -> None:
    goals = [f"Goal/{each.id}" for each in contract.goals]
    teams = [f"CareTeam/{each.id}" for each in contract.contacts]
    doings = [f"Task/{each.id}" for each in contract.promises]
    doings += [f"Appointment/{each.id}" for each in contract.times]
    put(resource, "goal", refs(_kept(targets(resource.get("goal")), goals, known)))
    put(resource, "careTeam", refs(_kept(targets(resource.get("careTeam")), teams, known)))
    put(resource, "activity", _activities(resource, doings, known))
    put(resource, "supportingInfo", _supporting(resource, contract, known))


def _kept(before: Iterable[str], wanted: list[str], known: frozenset[str]) -> list[str]:
    """What is wanted, in its order, then what was there and is not ours to judge."""
    return wanted + [key for key in before if key not in wanted and key not in known]


def _activities(resource: Resource, wanted: list[str], known: frozenset[str]) -> list[Resource]:
    """Tasks and Appointments by reference; another system's `detail` and ServiceRequests stay as they are."""
    before = [(target(each.get("reference")) or "", each) for each in resource.get("activity", [])]
    there = dict(before)
    ours = [there.get(key, {"reference": ref(key)}) for key in wanted]
    return ours + [each for key, each in before if key not in wanted and key not in known]


def _supporting(resource: Resource, contract: Contract, known: frozenset[str]) -> list[Resource]:
    before = [each for each in resource.get("supportingInfo", []) if not is_plan(each)]
    story = [f"QuestionnaireResponse/{contract.story.id}"] if contract.story else []
    kept = [each for each in before if target(each) in story or target(each) not in known]
    new = refs(key for key in story if key not in map(target, kept))
    return [*new, *(_linked(each) for each in contract.linked), *kept]


def _linked(plan: LinkedPlan) -> Resource:
    shape: Resource = {"type": "CarePlan", "display": plan.display}
    put(shape, "reference", plan.reference)
    if plan.identifier:
        system, value = plan.identifier
        shape["identifier"] = {"system": system, "value": value}
    if plan.responsible:
        shape["extension"] = [{"url": LINKED_BY, "valueReference": ref(plan.responsible)}]
    return shape


def _extensions(contract: Contract) -> list[Resource]:
    values: list[tuple[str, str, object]] = [
        ("ingen-tid", "valueBoolean", contract.no_time_needed or None),
        ("samordning", "valueString", contract.coordination),
        ("narstaende", "valueCode", contract.relatives),
        ("review-by", "valueDate", contract.review_by and contract.review_by.isoformat()),
        ("end-reason", "valueCodeableConcept", _end_reason(contract)),
        ("starter", "valueCanonical", contract.starter),
    ]
    said = [{"url": systems.ext(name), kind: value} for name, kind, value in values if value]
    return [_warning(each) for each in contract.warnings] + said


def _end_reason(contract: Contract) -> Resource | None:
    return concept(Code(codes.END_REASON, contract.end_reason)) if contract.end_reason else None


def _warning(warning: WarningSign) -> Resource:
    parts = [
        {"url": "niva", "valueCode": warning.level},
        {"url": "tecken", "valueString": warning.sign},
        {"url": "gor", "valueString": warning.act},
    ]
    if warning.contact:
        parts.append({"url": "kontakt", "valueString": warning.contact})
    return {"url": systems.ext("varning"), "extension": parts}

"""Every profile, and the judgement of a resource by those it claims to be: at writes and in $validate alike."""

from collections.abc import Iterable, Iterator

from patientkontrakt.fhir.checks.node import Findings
from patientkontrakt.fhir.outcome import Issue
from patientkontrakt.fhir.profiles.consents import CONSENTS
from patientkontrakt.fhir.profiles.demands import Resource
from patientkontrakt.fhir.profiles.parts import PARTS
from patientkontrakt.fhir.profiles.plans import PLANS
from patientkontrakt.fhir.profiles.profile import Profile

PROFILES: dict[str, Profile] = {each.url: each for each in (*PLANS, *PARTS, *CONSENTS)}


def claimed(resource: Resource) -> list[Profile]:
    """The profiles that `resource` says it follows, by its codes or in meta.profile."""
    return [each for each in PROFILES.values() if each.is_claimed_by(resource)]


def judge(found: Findings, asked: Iterable[Profile] = ()) -> None:
    """Add what the outermost resource, sound R4, breaks of what it claims and of what is `asked`."""
    resource = found.nodes[0].value
    found.issues.extend(_misplaced(resource))
    chosen = {each.url: each for each in (*claimed(resource), *asked)}
    for profile in chosen.values():
        found.issues.extend(issue for issue in profile.issues(resource) if issue not in found.issues)


def of_type(type: str) -> list[Profile]:
    """The profiles of a type, in the order of the table."""
    return [each for each in PROFILES.values() if each.type == type]


def _misplaced(resource: Resource) -> Iterator[Issue]:
    """Claims in meta.profile to be what only another type can be."""
    type = resource["resourceType"]
    for at, address in enumerate(resource.get("meta", {}).get("profile", ())):
        profile = PROFILES.get(address.partition("|")[0])
        if profile is not None and profile.type != type:
            yield Issue(
                "business-rule",
                f"Profilen är till för {profile.type}. Ta bort den, eller byt resurstyp.",
                f"The profile is for {profile.type}. Remove it, or change the type of resource.",
                (f"{type}.meta.profile[{at}]",),
            )

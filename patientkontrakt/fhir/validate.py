"""Whether a resource is FHIR R4 and keeps our rules: every fault at once, each with its place, none by its value.

Nothing is rewritten: a resource that is accepted is stored as it came (stack.md §2.2).
"""

from collections.abc import Iterable
from typing import Any

from patientkontrakt.fhir.checks import (
    contained,
    extensions,
    invariants,
    models,
    numbers,
    periods,
    references,
)
from patientkontrakt.fhir.checks.structure import examine
from patientkontrakt.fhir.outcome import Invalid, Issue
from patientkontrakt.fhir.profiles import extensions as our_extensions
from patientkontrakt.fhir.profiles.judging import judge
from patientkontrakt.fhir.profiles.profile import Profile
from patientkontrakt.fhir.shape import warm

__all__ = ["MOST_ISSUES", "require_valid", "validate", "warm"]

MOST_ISSUES = 100


def validate(resource: dict[str, Any], profiles: Iterable[Profile] = ()) -> list[Issue]:
    """All faults of `resource`, at most MOST_ISSUES; an empty list when it is sound.

    It is judged by the profiles it claims, in its codes or in meta.profile, and by `profiles`, all of its type.
    """
    found = examine(resource)
    structure_is_sound = not found.issues
    for checks in (references, contained, extensions, numbers, periods, invariants):
        checks.check(found)
    if structure_is_sound:
        found.issues.extend(models.check(resource))
        our_extensions.check(found)
        judge(found, profiles)
    return found.issues[:MOST_ISSUES]


def require_valid(resource: dict[str, Any]) -> None:
    """Raise Invalid with every fault of `resource`."""
    if issues := validate(resource):
        raise Invalid(*issues)

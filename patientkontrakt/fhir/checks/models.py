"""The second net: the R4B models of fhir.resources, their errors in our words and with FHIR's names.

The walk of checks.structure has been through first; what comes up here is what it did not know of.
"""

from typing import Any

from pydantic import ValidationError

from patientkontrakt.fhir import paths
from patientkontrakt.fhir.outcome import Issue
from patientkontrakt.fhir.shape import Shape, shape

_KINDS = {
    "missing": ("required", "Elementet är obligatoriskt.", "The element is required."),
    "model_field_validation.missing": ("required", "Elementet är obligatoriskt.", "The element is required."),
}
# The walk knows every element of R4; the models lack some, such as Extension._valueString.
_UNKNOWN = "extra_forbidden"
_OTHER = ("value", "Värdet passar inte elementet.", "The value does not fit the element.")


def check(resource: dict[str, Any]) -> list[Issue]:
    """What the model of the resource's type says. The resource is not changed."""
    form = shape(resource["resourceType"])
    try:
        form.model.model_validate(resource)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_context=False, include_input=False)
        return [_issue(fault["type"], fault["loc"], form) for fault in faults if fault["type"] != _UNKNOWN]
    return []


def _issue(kind: str, loc: tuple[int | str, ...], form: Shape) -> Issue:
    code, sv, en = _KINDS.get(kind, _OTHER)
    return Issue(code, sv, en, (_expression(loc, form),))


def _expression(loc: tuple[int | str, ...], form: Shape) -> str:
    """`('activity', 1, 'detail', 'status')` → `CarePlan.activity[1].detail.status`; pydantic's own steps are left out."""
    path = form.name
    here: Shape | None = form
    for step in loc:
        if isinstance(step, int):
            path = paths.item(path, step)
            continue
        name = _fhir_name(step)
        element = here.elements.get(name) if here else None
        if element is not None:
            path = f"{path}.{name.removeprefix('_')}"
            here = None if element.primitive or element.type == "Resource" else shape(element.type)
    return path


def _fhir_name(step: str) -> str:
    """`for_fhir` → `for`, `status__ext` → `_status`, `resource_type` → `resourceType`."""
    if step.endswith("__ext"):
        return f"_{_fhir_name(step.removesuffix('__ext'))}"
    return "resourceType" if step == "resource_type" else step.removesuffix("_fhir")

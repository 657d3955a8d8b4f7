"""A resource cut down to what was asked (`_summary`, `_elements`), tagged SUBSETTED so that nobody stores it again."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from fhir.resources.R4B import get_fhir_model_class

from patientkontrakt.fhir.search.question import Summary
from patientkontrakt.fhir.text import render

SUBSETTED: Final = {
    "system": "http://terminology.hl7.org/CodeSystem/v3-ObservationValue",
    "code": "SUBSETTED",
}
# Whatever is asked: what it is, and what may turn its meaning round.
_ALWAYS: Final = frozenset({"resourceType", "id", "meta", "implicitRules", "modifierExtension"})


@dataclass(frozen=True)
class View:
    """How much of each resource is shown."""

    summary: Summary | None = None
    elements: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left out."""
        return self.summary in (None, "false") and not self.elements


WHOLE: Final = View()


def part(resource: dict[str, Any], view: View) -> str:
    """The part of a resource that `view` shows, as text."""
    return render(_cut(resource, view))


def _cut(resource: dict[str, Any], view: View) -> dict[str, Any]:
    shown = {
        name: value for name, value in resource.items() if _is_shown(resource["resourceType"], name, view)
    }
    meta = resource.get("meta", {})
    return shown | {"meta": meta | {"tag": [*meta.get("tag", ()), SUBSETTED]}}


def _is_shown(type: str, name: str, view: View) -> bool:
    name = name.removeprefix("_")
    if name in _ALWAYS:
        return True
    if view.summary == "data":
        return name != "text"
    model = _elements(type)
    if name in model.required:
        return True
    if view.summary in ("true", "text"):
        return name in model.summary if view.summary == "true" else name == "text"
    return bool({name, model.choices.get(name, name)} & {_bare(type, asked) for asked in view.elements})


def _bare(type: str, asked: str) -> str:
    """The element of the resource itself that `CarePlan.period.start` is about."""
    return asked.removeprefix(f"{type}.").partition(".")[0]


@dataclass(frozen=True)
class _Elements:
    """What R4 says of a type's elements; `choices` leads from valueString to value."""

    required: frozenset[str]
    summary: frozenset[str]
    choices: dict[str, str]


@lru_cache
def _elements(type: str) -> _Elements:
    fields = get_fhir_model_class(type).model_fields.values()
    told = [(field.alias or "", field.is_required(), field.json_schema_extra) for field in fields]
    known = [(name, must, extra) for name, must, extra in told if isinstance(extra, dict)]
    return _Elements(
        frozenset(name for name, must, extra in known if must or extra.get("element_required")),
        frozenset(name for name, _, extra in known if extra.get("summary_element_property")),
        {name: str(extra["one_of_many"]) for name, _, extra in known if extra.get("one_of_many")},
    )

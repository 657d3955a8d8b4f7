"""What a profile may demand. A demand is broken by a resource or not, and tells itself as ElementDefinitions (FHIR R4 5.3)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from patientkontrakt.fhir.profiles.vocabulary import value_set
from patientkontrakt.fhir.systems import codings, has_coding

Resource = dict[str, Any]
Coding = tuple[str, str]


@dataclass(frozen=True)
class Told:
    """A part of an ElementDefinition: of which element (its path below the type), of which slice, and what it says."""

    path: str
    body: Resource
    slice: str = ""


@dataclass(frozen=True)
class Demand:
    """`element` is the path below the type that an issue points at; the texts say what to do."""

    element: str
    sv: str
    en: str

    def is_broken(self, resource: Resource) -> bool:
        """Whether `resource`, sound R4 of the profile's type, breaks it."""
        raise NotImplementedError

    def told(self) -> Iterator[Told]:
        """The same as ElementDefinitions."""
        raise NotImplementedError


@dataclass(frozen=True)
class Count(Demand):
    """At least and at most so many, wherever the parent is."""

    least: int = 1
    most: int | None = None

    def is_broken(self, resource: Resource) -> bool:
        parent, _, name = self.element.rpartition(".")
        counts = [_count(holder, name) for holder in values(resource, parent)]
        return any(count < self.least or count > (self.most or count) for count in counts)

    def told(self) -> Iterator[Told]:
        bounds: Resource = {"min": self.least}
        yield Told(self.element, bounds | ({"max": str(self.most)} if self.most else {}))


@dataclass(frozen=True)
class Fixed(Demand):
    """A code that has this value where it stands."""

    code: str = ""

    def is_broken(self, resource: Resource) -> bool:
        return any(value != self.code for value in values(resource, self.element))

    def told(self) -> Iterator[Told]:
        yield Told(self.element, {"patternCode": self.code})


@dataclass(frozen=True)
class Coded(Demand):
    """One of the element's concepts carries this coding; `slice` names it where there may be several."""

    coding: Coding = ("", "")
    slice: str = ""

    def is_broken(self, resource: Resource) -> bool:
        return not has_coding(values(resource, self.element), *self.coding)

    def told(self) -> Iterator[Told]:
        system, code = self.coding
        pattern: Resource = {"patternCodeableConcept": {"coding": [{"system": system, "code": code}]}}
        if self.slice:
            by = {"discriminator": [{"type": "pattern", "path": "$this"}], "rules": "open"}
            yield Told(self.element, {"slicing": by, "min": 1})
            pattern |= {"max": "1"}
        yield Told(self.element, {"min": 1} | pattern, self.slice)


@dataclass(frozen=True)
class Bound(Demand):
    """Every concept of the element has a code of a value set of ours; under `preferred` it is told, not demanded."""

    value_set: str = ""
    strength: Literal["required", "preferred"] = "required"

    def is_broken(self, resource: Resource) -> bool:
        known = value_set(self.value_set).codings
        given = (
            [(each.get("system"), each.get("code")) for each in codings(value)]
            for value in values(resource, self.element)
        )
        return self.strength == "required" and any(not known & set(each) for each in given)

    def told(self) -> Iterator[Told]:
        yield Told(
            self.element, {"binding": {"strength": self.strength, "valueSet": value_set(self.value_set).url}}
        )


@dataclass(frozen=True)
class Points(Demand):
    """References of the element lead to these types only."""

    types: tuple[str, ...] = ()

    def is_broken(self, resource: Resource) -> bool:
        texts = (value.get("reference", "") for value in values(resource, self.element))
        return any(kind and kind not in self.types for kind in map(_kind, texts))

    def told(self) -> Iterator[Told]:
        targets = [f"http://hl7.org/fhir/StructureDefinition/{each}" for each in self.types]
        yield Told(self.element, {"type": [{"code": "Reference", "targetProfile": targets}]})


@dataclass(frozen=True)
class Rule(Demand):
    """What needs an expression: the FHIRPath others run, and the same in Python. A test holds them to each other."""

    key: str = ""
    expression: str = ""
    holds: Callable[[Resource], bool] = field(default=bool)

    def is_broken(self, resource: Resource) -> bool:
        return not self.holds(resource)

    def told(self) -> Iterator[Told]:
        said = {"key": self.key, "severity": "error", "human": self.sv, "expression": self.expression}
        yield Told("", {"constraint": [said]})


def values(resource: Resource, path: str) -> list[Any]:
    """Everything at a path of names ("provision.actor"), lists opened; the resource itself for no path."""
    found: list[Any] = [resource]
    for name in filter(None, path.split(".")):
        inner = [holder.get(name) for holder in found if isinstance(holder, dict)]
        found = [
            value
            for each in inner
            for value in (each if isinstance(each, list) else [each])
            if value is not None
        ]
    return found


def _count(holder: Resource, name: str) -> int:
    """How many there are; a primitive without a value but with a reason for having none is there."""
    value = holder.get(name, holder.get(f"_{name}"))
    return len(value) if isinstance(value, list) else int(value is not None)


def _kind(reference: str) -> str:
    """ "Patient" of "Patient/gunnel"; empty for what is not here."""
    kind, slash, _ = reference.partition("/")
    return kind if slash and ":" not in kind else ""

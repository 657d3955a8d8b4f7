"""Profiles and extensions as StructureDefinitions: a differential over R4, told by the very rows that judge (FHIR R4 5.3)."""

from collections.abc import Iterable
from typing import Final

from patientkontrakt.fhir.profiles.demands import Told
from patientkontrakt.fhir.profiles.extension import Extension, Part
from patientkontrakt.fhir.profiles.extensions import EXTENSIONS
from patientkontrakt.fhir.profiles.profile import Profile
from patientkontrakt.fhir.profiles.publishing import Resource, head
from patientkontrakt.fhir.profiles.vocabulary import value_set
from patientkontrakt.fhir.shape import shape

CORE: Final = "http://hl7.org/fhir/StructureDefinition"
VERSION: Final = "4.0.1"
_BY_URL: Final = {"discriminator": [{"type": "value", "path": "url"}], "rules": "open", "ordered": False}


def of_profile(profile: Profile, version: str) -> Resource:
    """The StructureDefinition of a profile."""
    told = [Told("", _root(profile))]
    told += [each for demand in profile.demands for each in demand.told()]
    if profile.extensions:
        told.append(Told("extension", {"slicing": _BY_URL}))
        told += [_slice(EXTENSIONS[name]) for name in profile.extensions]
    return _head(profile.name, profile.url, profile.sv, profile.en, version, _described(profile)) | {
        "kind": "resource",
        "abstract": False,
        "type": profile.type,
        "baseDefinition": f"{CORE}/{profile.type}",
        "derivation": "constraint",
        "differential": {"element": _elements(profile.type, told)},
    }


def of_extension(extension: Extension, version: str) -> Resource:
    """The StructureDefinition of an extension."""
    holders = [{"type": "element", "expression": each} for each in extension.holders]
    parts = [each for part in extension.parts for each in _part(part)]
    told = [
        Told("", {"short": extension.sv, "definition": extension.en}),
        *(
            [Told("extension", {"slicing": _BY_URL, "min": 1}), *parts]
            if parts
            else [Told("extension", {"max": "0"})]
        ),
        Told("url", {"fixedUri": extension.url}),
        Told("value[x]", _value(extension)),
    ]
    return _head(extension.name, extension.url, extension.sv, extension.en, version) | {
        "kind": "complex-type",
        "abstract": False,
        "context": holders,
        "type": "Extension",
        "baseDefinition": f"{CORE}/Extension",
        "derivation": "constraint",
        "differential": {"element": _elements("Extension", told)},
    }


def _head(name: str, url: str, sv: str, en: str, version: str, description: str = "") -> Resource:
    return head("StructureDefinition", f"pk-{name}", url, sv, en, version, description) | {
        "fhirVersion": VERSION
    }


def _root(profile: Profile) -> Resource:
    return {"short": profile.sv, "definition": profile.beyond or profile.en}


def _described(profile: Profile) -> str:
    """What a reader must know that no element can tell."""
    said = [f"The service demands besides: {profile.beyond}"] if profile.beyond else []
    if profile.claim:
        said.append("What carries {}#{} is judged by this profile at every write.".format(*profile.claim))
    said += [f"Keeps {each} ({how})." for each, how in profile.honours]
    return " ".join(said)


def _slice(extension: Extension) -> Told:
    kind = {"type": [{"code": "Extension", "profile": [extension.url]}], "short": extension.sv}
    return Told("extension", kind, extension.name)


def _part(part: Part) -> list[Told]:
    """A part of a complex extension: a slice, its url and its value."""
    return [
        Told("extension", {"short": part.sv, "definition": part.en, "max": "1"}, part.name),
        Told(f"extension:{part.name}.extension", {"max": "0"}),
        Told(f"extension:{part.name}.url", {"fixedUri": part.name}),
        Told(f"extension:{part.name}.value[x]", {"min": 1} | _typed(part.type, part.codes)),
    ]


def _value(extension: Extension) -> Resource:
    if extension.parts:
        return {"max": "0"}
    targets = [f"{CORE}/{each}" for each in extension.targets]
    return {"min": 1} | _typed(extension.type, extension.codes, targets)


def _typed(type: str, codes: str, targets: Iterable[str] = ()) -> Resource:
    kind: Resource = {"code": type} | ({"targetProfile": [*targets]} if targets else {})
    bound = "required" if type == "code" else "preferred"
    return {"type": [kind]} | (
        {"binding": {"strength": bound, "valueSet": value_set(codes).url}} if codes else {}
    )


def _elements(type: str, told: Iterable[Told]) -> list[Resource]:
    """One ElementDefinition for each element and slice, the resource first, a slicing before its slices."""
    merged: dict[str, Resource] = {}
    for each in told:
        id = ".".join(filter(None, (type, each.path))) + (f":{each.slice}" if each.slice else "")
        element = merged.setdefault(id, _named(id, each.slice))
        for key, value in each.body.items():
            element[key] = [*element.get(key, []), *value] if key == "constraint" else value
    return sorted(merged.values(), key=lambda element: _place(type, element["id"]))


def _named(id: str, slice: str) -> Resource:
    path = ".".join(part.partition(":")[0] for part in id.split("."))
    return {"id": id, "path": path} | ({"sliceName": slice} if slice else {})


def _place(type: str, id: str) -> int:
    """Where the base has the element: validators walk beside it. The resource itself is first."""
    _, _, below = id.partition(".")
    name = below.partition(".")[0].partition(":")[0]
    return 0 if not name else 1 + _sequence(type).index(name.removesuffix("[x]"))


def _sequence(type: str) -> list[str]:
    """The elements of a type in R4's order; of value[x] the stem."""
    form = shape(type)
    known = ((form.elements.get(name), name) for name in form.model.elements_sequence())  # type: ignore[attr-defined]
    return [(element.choice if element and element.choice else name) for element, name in known]

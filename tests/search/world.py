"""A small made-up archive to search in: every kind of value, written as carelessly as FHIR allows. The same for each seed."""

import random
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

Body = dict[str, Any]

IDS = [f"{letter}{number}" for letter in "abc" for number in range(8)]
SYSTEMS = ["urn:x:a", "urn:x:b", ""]
CODES = ["eka", "ek", "alm", "active"]
WORDS = ["Berg", "berg", "Bergström", "Östen Berg", "Öst", "ost", "a_b", "a%b", "100%"]
DATES = [
    *(
        "2025",
        "2026",
        "2026-03",
        "2026-10",
        "2026-03-28",
        "2026-03-29",
        "2026-03-30",
        "2026-10-25",
        "2026-12-31",
    ),
    *(
        "2026-03-29T01:30:00+01:00",
        "2026-03-29T03:30:00+02:00",
        "2026-03-28T23:30:00Z",
        "2026-03-29T22:30:00Z",
    ),
    *(
        "2026-10-25T02:30:00+02:00",
        "2026-10-25T02:30:00+01:00",
        "2025-12-31T23:00:00Z",
        "2026-12-31T23:00:00Z",
    ),
    *("2026-03-29T10:15:30.123+02:00", "2026-03-29T10:15:30+02:00", "2026-01-01T00:00:00+01:00"),
]
# When something was stored is known to the millisecond, and so written.
_INSTANTS = [re.sub(r"(T[\d:]{8})(?=[Z+])", r"\1.000", date) for date in DATES if len(date) > 10]
NUMBERS = ["5", "5.0", "5.3", "5.34", "5.35", "5.4", "5.44", "5.45", "50", "-5", "0", "0.05", "100"]
ADDRESSES = [
    "http://x.example",
    "http://x.example/a",
    "http://x.example/a/b",
    "http://x.example/ab",
    "urn:x:y",
]
CUSTODIANS = ["region", "kommun"]


class Maker:
    """Draws resources; what it has drawn can be referred to."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def maybe(self, make: Callable[[], Any], share: float = 0.7) -> Any:
        return make() if self.chance.random() < share else None

    def some(self, make: Callable[[], Any], most: int = 2) -> Any:
        return [make() for _ in range(self.chance.randint(0, most))] or None

    def one(self, values: list[Any]) -> Any:
        return self.chance.choice(values)

    def ref(self, *types: str) -> Body:
        if self.chance.random() < 0.15:
            return {"identifier": self.identifier()}
        version = self.one(["", "", "", "/_history/1"])
        return {"reference": f"{self.one(list(types))}/{self.one(IDS)}{version}"}

    def coding(self) -> Body:
        return clean(
            {
                "system": self.one(SYSTEMS) or None,
                "code": self.one(CODES),
                "display": self.maybe(self.word, 0.3),
            }
        )

    def concept(self) -> Body:
        return clean({"coding": self.some(self.coding), "text": self.maybe(self.word, 0.4)}) or {"text": "Ek"}

    def identifier(self) -> Body:
        return clean(
            {
                "system": self.one(SYSTEMS) or None,
                "value": self.one(CODES),
                "type": self.maybe(self.concept, 0.4),
            }
        )

    def word(self) -> str:
        return str(self.one(WORDS))

    def date(self) -> str:
        return str(self.one(DATES))

    def period(self) -> Body:
        start, end = self.maybe(self.date, 0.8), self.maybe(self.date, 0.6)
        return clean({"start": start, "end": end}) or {"start": "2026"}

    def quantity(self) -> Body:
        return clean(
            {
                "value": Decimal(self.one(NUMBERS)),
                "unit": self.maybe(lambda: self.one(["mg", "milligram"])),
                "system": self.one(SYSTEMS) or None,
                "code": self.maybe(lambda: self.one(["mg", "kg"])),
            }
        )

    def coded(self) -> Body:
        """A concept with one code or two."""
        return {"coding": [self.coding() for _ in range(self.chance.randint(1, 2))]}

    def value(self) -> Body:
        """One value[x], of whatever kind, or none."""
        kinds: dict[str, Callable[[], Any]] = {
            "valueQuantity": self.quantity,
            "valueCodeableConcept": self.concept,
            "valueString": self.word,
        }
        name = self.one([*kinds, "valueQuantity", "valueQuantity", ""])
        return {name: kinds[name]()} if name else {}

    def body(self, type: str) -> Body:
        return clean({"resourceType": type, **_MAKE[type](self)})

    def meta(self) -> Body:
        """When it was stored, and what else every type says of itself."""
        return clean(
            {
                "lastUpdated": self.one(_INSTANTS),
                "source": self.maybe(lambda: self.one(ADDRESSES), 0.3),
                "profile": self.some(lambda: self.one(ADDRESSES), 1),
                "security": self.some(self.coding, 1),
                "tag": self.some(self.coding),
            }
        )


def _patient(m: Maker) -> Body:
    return {
        "active": m.maybe(lambda: m.one([True, False])),
        "name": m.some(lambda: clean({"family": m.word(), "given": m.some(m.word)})),
        "birthDate": m.maybe(lambda: m.one([date for date in DATES if len(date) <= 10])),
        "identifier": m.some(m.identifier),
        "gender": m.maybe(lambda: m.one(["male", "female"])),
    }


def _care_plan(m: Maker) -> Body:
    return {
        "status": m.one(["active", "draft"]),
        "intent": "plan",
        "subject": m.ref("Patient"),
        "category": m.some(m.concept),
        "identifier": m.some(m.identifier),
        "period": m.maybe(m.period),
        "goal": m.some(lambda: m.ref("Goal")),
        "partOf": m.some(lambda: m.ref("CarePlan"), 1),
        "instantiatesUri": m.some(lambda: m.one(ADDRESSES)),
    }


def _goal(m: Maker) -> Body:
    return {
        "lifecycleStatus": m.one(["active", "proposed"]),
        "description": m.concept(),
        "subject": m.ref("Patient"),
        "category": m.some(m.concept),
        "startDate": m.maybe(lambda: m.one([date for date in DATES if len(date) <= 10])),
    }


def _task(m: Maker) -> Body:
    return {
        "status": m.one(["draft", "requested"]),
        "intent": "plan",
        "for": m.ref("Patient"),
        "focus": m.maybe(lambda: m.ref("CarePlan", "Goal")),
        "partOf": m.some(lambda: m.ref("Task"), 1),
        "owner": m.maybe(lambda: m.ref("Patient", "Organization")),
        "authoredOn": m.maybe(m.date),
        "executionPeriod": m.maybe(m.period),
    }


def _observation(m: Maker) -> Body:
    return {
        "status": "final",
        "code": m.one([m.concept, m.coded])(),
        "subject": m.ref("Patient"),
        "focus": m.some(lambda: m.ref("Goal", "CarePlan")),
        m.one(["effectiveDateTime", "effectivePeriod"]): None,
        **m.value(),
        "component": m.some(lambda: clean({"code": m.coded(), **m.value()}), 4),
        "effectiveDateTime": m.maybe(m.date),
    }


def _organization(m: Maker) -> Body:
    return {
        "name": m.word(),
        "type": m.some(m.concept),
        "partOf": m.maybe(lambda: m.ref("Organization"), 0.5),
    }


_MAKE: dict[str, Callable[[Maker], Body]] = {
    "Patient": _patient,
    "Organization": _organization,
    "Goal": _goal,
    "CarePlan": _care_plan,
    "Task": _task,
    "Observation": _observation,
}
TYPES = list(_MAKE)


def world(seed: int) -> list[Body]:
    """Two dozen resources of each type, in the order they come to be."""
    maker, stamper = Maker(seed), Maker(-seed - 1)
    made = [maker.body(type) | {"id": id, "meta": stamper.meta()} for type in TYPES for id in IDS]
    maker.chance.shuffle(made)
    return made


def clean(body: Body) -> Body:
    """Without what was not drawn."""
    return {name: value for name, value in body.items() if value is not None}

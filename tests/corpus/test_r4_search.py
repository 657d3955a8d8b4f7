"""Every official example is found by each thing HL7's own expressions say of it, and by nothing else (tests/search/oracle.py)."""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Any

from patientkontrakt import clock
from patientkontrakt.fhir.search.parameters import PARAMETERS
from patientkontrakt.fhir.search.query import parse_query
from patientkontrakt.policy.decision import Restriction
from patientkontrakt.policy.terms import Always
from patientkontrakt.store import search
from tests.corpus.imported import Imported
from tests.corpus.r4_examples import examples
from tests.corpus.test_r4_examples import as_stored, read
from tests.search.judging import codes
from tests.search.oracle import OFFICIAL, Oracle

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
SPECIAL = set(",$\\")  # what would have to be escaped: tests/fhir/search/test_escapes.py
Question = tuple[str, str, str]


def questions(element: Any, kind: str) -> Iterator[str]:
    """What one would ask to find the element."""
    match kind, element:
        case "token", (bool() | str() | dict()):
            for system, code in codes([element]):
                yield from (code, f"{system}|{code}")
        case (("string" | "uri" | "date"), str()):
            yield element
        case "reference", {"reference": str(key)} if "/" in key:
            yield from (key, key.split("/")[1])
        case "date", dict():
            bounds = (("ge", "start"), ("le", "end"))
            yield from (f"{prefix}{element[end]}" for prefix, end in bounds if end in element)
        case "string", dict():
            words = [element.get(name) for name in ("family", "city", "text")]
            yield from (word for word in words if word)
        case "quantity", {"value": value}:
            unit = f"{element.get('system', '')}|{element.get('code', '')}"
            yield from (f"{value}", f"le{value}|{unit}", f"sa{value}")


@cache
def judged(names: tuple[str, ...]) -> tuple[Oracle, list[Question]]:
    """The oracle of these examples, and every question that should find one of them."""
    bodies = [as_stored(read(content)) for name, content in examples() if name in names]
    oracle = Oracle(bodies, NOW, lambda body: True)
    asked = {
        (type, name, text): None
        for body in bodies
        for type in [body["resourceType"]]
        for name in PARAMETERS[type]
        if (type, name) in OFFICIAL
        for element in oracle.elements(body, name)
        for text in questions(element, OFFICIAL[type, name].kind)
        if not SPECIAL & set(text)
    }
    return oracle, list(asked)


def test_each_example_is_found_by_what_it_says_and_by_nothing_else(imported: Imported) -> None:
    oracle, asked = judged(tuple(file.name for file in imported.stored))
    differing = []
    with imported.counter.database.read() as tx:
        for type, name, text in asked:
            query = parse_query(type, [(name, text)], strict=True)
            right = Restriction(type, (), (("open", Always()),))
            hits = search.select(tx, query, right, 1_000, None, clock.millis(NOW))
            found = {record.id for record, _ in hits.rows if (type, record.id) in oracle.rows}
            if found != set(oracle.found(type, [(name, text)])):
                differing.append(f"{type}?{name}={text}")
    assert differing == []
    assert len(asked) > 1_800

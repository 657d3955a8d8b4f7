"""docs/law.md read as data: the rules with what each names, and the rows of the decision table."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "law.md"

_HOW_MANY = {"A": 13, "B": 8, "C": 5, "N": 5, "L": 7, "R": 10, "P": 7, "S": 8}
AGES = ("Age 0-12", "Age 13-15", "Age 16-17", "Age 18")
RULES = (*(f"{letter}-{n}" for letter, last in _HOW_MANY.items() for n in range(1, last + 1)), *AGES)
"""Every rule of the design's page on the domain, §5."""


@dataclass(frozen=True)
class Rule:
    """One line: the rule, and the modules and tests it names; `owned` when it says that it is not built or out of reach."""

    id: str
    modules: tuple[str, ...]
    tests: tuple[str, ...]
    owned: bool


@dataclass(frozen=True)
class Row:
    """One row of the decision table, and whether it permits anything."""

    id: str
    permits: bool


def rules() -> list[Rule]:
    """The lines of every table of rules."""
    text = PAGE.read_text("utf-8").partition("## The decision table")[0]
    lines = re.findall(r"^\| ([A-Z]-\d+|Age [\d-]+) \| (.+) \|$", text, re.MULTILINE)
    return [_rule(id, rest) for id, rest in lines]


def rows() -> list[Row]:
    """The rows of the decision table."""
    text = PAGE.read_text("utf-8").partition("## The decision table")[2]
    found = re.findall(r"^\| ([A-Z]\d) \| .+ \| (yes|–) \| yes \|$", text, re.MULTILINE)
    return [Row(id, permits == "yes") for id, permits in found]


def written_tests() -> dict[str, list[str]]:
    """Every test function's name, with the files it is in."""
    found: dict[str, list[str]] = {}
    for file in sorted((ROOT / "tests").rglob("test_*.py")):
        for name in re.findall(r"^(?:async )?def (test_\w+)", file.read_text("utf-8"), re.MULTILINE):
            found.setdefault(name, []).append(file.name)
    return found


def _rule(id: str, rest: str) -> Rule:
    modules = tuple(re.findall(r"`(patientkontrakt/[\w/.]+)`", rest))
    named = tuple(re.findall(r"`(test_\w+)`", rest))
    return Rule(id, modules, named, "not built**" in rest.lower() or "**out of reach**" in rest.lower())

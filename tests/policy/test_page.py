"""docs/authorization.md fails the build when it lies, and every rule says what it is."""

import re
from pathlib import Path

import pytest

from patientkontrakt.policy.grounds import GROUNDS
from patientkontrakt.policy.page import renewed
from patientkontrakt.policy.rule import Rule
from patientkontrakt.policy.vetoes import VETOES

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "authorization.md").read_text("utf-8")
RULES = sorted(
    {*VETOES, *(rule for rules in GROUNDS.values() for rule in rules)}, key=lambda rule: rule.__name__
)


def test_the_page_has_the_tables_of_the_rules_as_they_are() -> None:
    assert renewed(PAGE) == PAGE, "run: python -m patientkontrakt.policy.page docs/authorization.md"
    assert renewed(PAGE.replace("`own_record`", "`somebody_elses`")) == PAGE


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_rule_says_in_words_what_it_does_and_names_its_paragraph(rule: Rule) -> None:
    says, found, law = (rule.__doc__ or "").partition("Law: ")
    assert says.strip().endswith(".")
    assert found
    assert re.search(r"\d §|\d kap\.|1177", law)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_rule_is_on_the_page(rule: Rule) -> None:
    assert f"| `{rule.__name__}` |" in PAGE


def test_every_file_the_page_names_is_there() -> None:
    named = re.findall(r"`((?:patientkontrakt|tests)/[\w/.]+\.py)`", PAGE)
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []

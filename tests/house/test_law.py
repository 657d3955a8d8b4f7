"""The page of the law tells the truth: every rule has its line, what a line names is there, and no test cites a rule unknown."""

import re

from tests.house.law import ROOT, RULES, rules, written_tests

CITED = re.compile(r"(?:^|_)([abcnlrp])_(\d{1,2})(?=_|$)")
SKYDD = re.compile(r"skydd_s_(\d+)(?=_|$)")
CASE = re.compile(r"(?:^|_)s_?(\d{3})(?=_|$)")


def test_every_rule_has_one_line() -> None:
    assert sorted(rule.id for rule in rules()) == sorted(RULES)


def test_every_line_names_modules_and_tests_or_says_why_not() -> None:
    bare = [rule.id for rule in rules() if not rule.owned and not (rule.modules and rule.tests)]
    assert bare == []


def test_every_module_and_test_a_line_names_is_there() -> None:
    written = written_tests()
    gone = [(rule.id, name) for rule in rules() for name in rule.modules if not (ROOT / name).exists()]
    gone += [(rule.id, name) for rule in rules() for name in rule.tests if name not in written]
    assert gone == []


def test_every_rule_a_test_cites_is_on_the_page() -> None:
    known, unknown = {rule.id for rule in rules()}, []
    for name in written_tests():
        cited = {f"{letter.upper()}-{number}" for letter, number in CITED.findall(name)}
        cited |= {f"S-{number}" for number in SKYDD.findall(name)}
        unknown += [(name, id) for id in sorted(cited - known)]
    assert unknown == []


def test_a_rule_with_tests_of_its_own_is_not_said_to_be_missing() -> None:
    """What has landed since the line was written: a line without a module, though tests carry the id."""
    carried = {
        f"{letter.upper()}-{number}" for name in written_tests() for letter, number in CITED.findall(name)
    }
    assert [rule.id for rule in rules() if not rule.modules and rule.id in carried] == []


def test_every_case_of_objects_tokens_portal_input_and_repetition_has_a_test_by_name() -> None:
    """S-001 to S-149 of the security catalogue."""
    carried = {int(number) for name in written_tests() for number in CASE.findall(name)}
    assert [f"S-{n:03}" for n in range(1, 150) if n not in carried] == []

"""Refusals say what is wrong in both languages, and say it in FHIR."""

import ast
from pathlib import Path

import pytest

import patientkontrakt
from patientkontrakt.fhir import outcome
from patientkontrakt.fhir.outcome import Issue, operation_outcome

# FHIR R4 value set issue-type.
_ISSUE_TYPES = """
    invalid structure required value invariant security login unknown expired forbidden suppressed processing
    not-supported duplicate multiple-matches not-found deleted too-long code-invalid extension too-costly
    business-rule conflict transient lock-error no-store exception timeout incomplete throttled informational
"""
ISSUE_TYPES = set(_ISSUE_TYPES.split())
FIXED = [
    outcome.NotFound(),
    outcome.Gone(),
    outcome.VersionConflict(4),
    outcome.PreconditionRequired(),
    outcome.MultipleMatches(),
    outcome.MethodNotAllowed(("GET", "POST")),
    outcome.UnsupportedMedia(),
    outcome.NotAcceptable(),
    outcome.TooLarge(),
]


def test_an_outcome_speaks_the_asked_language_first_and_the_other_one_too():
    issue = Issue("required", "Status saknas.", "Status is missing.", ("CarePlan.status",))
    assert operation_outcome([issue], "sv") == {
        "resourceType": "OperationOutcome",
        "issue": [
            {
                "severity": "error",
                "code": "required",
                "details": {"text": "Status saknas."},
                "diagnostics": "Status is missing.",
                "expression": ["CarePlan.status"],
            }
        ],
    }
    assert operation_outcome([issue], "en")["issue"][0]["details"]["text"] == "Status is missing."


def test_an_issue_without_a_place_has_no_expression():
    assert "expression" not in operation_outcome([Issue("value", "Fel.", "Wrong.")], "en")["issue"][0]


@pytest.mark.parametrize("refusal", FIXED, ids=lambda refusal: type(refusal).__name__)
def test_every_refusal_with_a_fixed_text_has_it_in_both_languages(refusal):
    (issue,) = refusal.issues
    assert issue.sv
    assert issue.en
    assert issue.sv != issue.en
    assert issue.code in ISSUE_TYPES


def test_a_stale_version_names_the_current_one():
    refusal = outcome.VersionConflict(7)
    assert refusal.current == 7
    assert "7" in refusal.issues[0].en


def test_a_missing_precondition_names_if_match():
    assert "If-Match" in outcome.PreconditionRequired().issues[0].en
    assert "If-Match" in outcome.PreconditionRequired().issues[0].sv


def test_a_refused_method_lists_those_that_are_allowed():
    refusal = outcome.MethodNotAllowed(("GET", "PUT"))
    assert refusal.allow == ("GET", "PUT")
    assert "GET, PUT" in refusal.issues[0].en


def test_every_issue_code_in_the_house_is_a_fhir_issue_type():
    house = Path(patientkontrakt.__file__).parent
    codes = {
        (file.name, call.args[0].value)
        for file in house.rglob("*.py")
        for call in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(call, ast.Call)
        and getattr(call.func, "id", getattr(call.func, "attr", "")) == "Issue"
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }
    assert codes
    assert [(file, code) for file, code in sorted(codes) if code not in ISSUE_TYPES] == []

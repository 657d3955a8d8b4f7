"""Whose the story is (D8): one the patient has written herself, only she may change."""

from typing import Final

from patientkontrakt.care.contract.archive import is_story
from patientkontrakt.care.parties import PATIENT_SIDE, type_of
from patientkontrakt.care.refusals import rule
from patientkontrakt.care.shapes import Resource, target
from patientkontrakt.fhir.outcome import Issue
from patientkontrakt.records.desk import Desk


def story_rules(desk: Desk, before: Resource | None, after: Resource) -> list[Issue]:
    """What one write of "viktigt för mig" may not do; other questionnaires are free."""
    issues = []
    if desk.actor.kind in ("patient", "guardian"):
        if before is not None and not _is_hers(before):
            issues.append(_NOT_YOURS)
        if target(after.get("source")) not in (None, f"Patient/{desk.actor.patient}", desk.actor.who):
            issues.append(_OWN_SOURCE)
    elif desk.actor.kind == "staff" and before is not None and is_story(before) and _written_by_her(before):
        issues.append(_HER_WORDS)
    return issues


def _is_hers(response: Resource) -> bool:
    """Written by her, or by nobody named with her as the source."""
    author = target(response.get("author")) or target(response.get("source")) or ""
    return type_of(author) in PATIENT_SIDE


def _written_by_her(response: Resource) -> bool:
    return type_of(target(response.get("author")) or "") in PATIENT_SIDE


_HER_WORDS: Final = rule(
    "Berättelsen är patientens egen. Bara patienten ändrar den.",
    "The story is the patient's own. Only the patient changes it.",
    "QuestionnaireResponse.author",
)
_NOT_YOURS: Final = rule(
    "Det här har vården skrivit ner. Skriv din egen berättelse i stället.",
    "Care has written this down. Write your own story instead.",
    "QuestionnaireResponse.author",
)
_OWN_SOURCE: Final = rule(
    "Du kan bara berätta i ditt eget namn.",
    "You can only tell in your own name.",
    "QuestionnaireResponse.source",
)

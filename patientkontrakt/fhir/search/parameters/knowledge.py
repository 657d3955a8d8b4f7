"""Definitions of care: Questionnaire, PlanDefinition, ActivityDefinition, Measure."""

from patientkontrakt.fhir.search.parameters.row import date, reference, string, table, token, uri
from patientkontrakt.fhir.search.parameters.shared import ARTIFACTS, PUBLISHED

QUESTIONNAIRE = table(
    *PUBLISHED,
    token("code", "item.code:Coding"),
    uri("definition", "item.definition"),
    date("effective", "effectivePeriod:Period"),
    token("identifier", "identifier:Identifier"),
    token("subject-type", "subjectType:code"),
    string("title", "title"),
)

PLAN_DEFINITION = table(
    *PUBLISHED,
    *ARTIFACTS,
    reference(
        "definition",
        "action.definitionCanonical:canonical",
        "action.definitionUri:uri",
        to="Questionnaire PlanDefinition ActivityDefinition",
    ),
    date("effective", "effectivePeriod:Period"),
    token("identifier", "identifier:Identifier"),
    string("title", "title"),
    token("topic", "topic"),
    token("type", "type"),
)

ACTIVITY_DEFINITION = table(
    *PUBLISHED,
    *ARTIFACTS,
    date("effective", "effectivePeriod:Period"),
    token("identifier", "identifier:Identifier"),
    string("title", "title"),
    token("topic", "topic"),
)

MEASURE = table(
    *PUBLISHED,
    *ARTIFACTS,
    date("effective", "effectivePeriod:Period"),
    token("identifier", "identifier:Identifier"),
    string("title", "title"),
    token("topic", "topic"),
)

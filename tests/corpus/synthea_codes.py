"""The American codes of the bundles in synthea.py."""

from typing import Any

# LOINC code, display, UCUM unit
VITALS = (
    ("8302-2", "Body Height", "cm"),
    ("29463-7", "Body Weight", "kg"),
    ("39156-5", "Body mass index (BMI) [Ratio]", "kg/m2"),
    ("8867-4", "Heart rate", "/min"),
    ("9279-1", "Respiratory rate", "/min"),
)


def concept(system: str, code: str, display: str | None = None) -> dict[str, Any]:
    """A CodeableConcept of one coding."""
    coding = {"system": system, "code": code}
    return {"coding": [coding | ({"display": display} if display else {})]} | (
        {"text": display} if display else {}
    )


def snomed(code: str, display: str | None = None) -> dict[str, Any]:
    return concept("http://snomed.info/sct", code, display)


def loinc(code: str, display: str) -> dict[str, Any]:
    return concept("http://loinc.org", code, display)

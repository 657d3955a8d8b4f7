"""What foreign clients write in the shared region: of Maja, whom no other test of it looks at, and new every time."""

import secrets
from typing import Any

SYSTEM = "urn:foreign-client"
PATIENT = "Patient/maja"


def condition(text: str = "Astma") -> dict[str, Any]:
    """A Condition with an identifier of its own: a type that may be changed without If-Match."""
    return {
        "resourceType": "Condition",
        "identifier": [{"system": SYSTEM, "value": secrets.token_hex(8)}],
        "code": {"text": text},
        "subject": {"reference": PATIENT},
    }


def goal(text: str = "Simma") -> dict[str, Any]:
    """A Goal: a type that is changed with If-Match only."""
    return {
        "resourceType": "Goal",
        "lifecycleStatus": "active",
        "description": {"text": text},
        "subject": {"reference": PATIENT},
    }


def observation(about: str) -> dict[str, Any]:
    """An Observation that refers to something."""
    return {
        "resourceType": "Observation",
        "status": "final",
        "code": {"text": "Steg"},
        "valueInteger": 4000,
        "subject": {"reference": PATIENT},
        "focus": [{"reference": about}],
    }


def identifier(resource: dict[str, Any]) -> str:
    """How a search names a resource: system|value."""
    [only] = resource["identifier"]
    return f"{only['system']}|{only['value']}"

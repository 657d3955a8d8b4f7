"""Gunnel's contract as Maria writes it: the least that can be agreed, section by section."""

from typing import Any

from tests.cast import PATIENTS

TITLE = "Min planering"
WALK = "Jag går en runda varje dag, så långt jag orkar"
CALL = "Vi ringer varje måndag och hör hur du mår"


def sections() -> dict[str, dict[str, Any]]:
    """What is filled in when the contract is opened."""
    return {
        "viktigt": {"text": "Att kunna gå till torget och dricka kaffe med Rut."},
        "mal": {"goals": [{"text": "Gå till torget utan att bli andfådd", "by": "Patient/gunnel"}]},
        "ansvar": {
            "promises": [
                {"text": WALK, "owner": "Patient/gunnel", "when": "varje dag"},
                {"text": CALL, "owner": "PractitionerRole/maria", "when": "varje måndag"},
            ]
        },
        "kontakter": {
            "contacts": [
                {
                    "kind": "1",
                    "member": "PractitionerRole/maria",
                    "paths": [{"system": "phone", "value": "010-000 00 01"}],
                }
            ]
        },
        "tider": {"no_time_needed": True},
    }


def number() -> str:
    """The number Maria types to reach Gunnel."""
    return PATIENTS["gunnel"].number

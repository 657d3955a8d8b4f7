"""An assignment in the words its holder knows it by: the unit's name and what she is there."""

from typing import Any

from patientkontrakt.db import Tx
from patientkontrakt.fhir.resource import parse_reference
from patientkontrakt.records.stored import body_of
from patientkontrakt.store import resources


def label(tx: Tx, role: str) -> str:
    """ "Vårdcentralen Linden, sjuksköterska" of a PractitionerRole; as much of it as the registers tell, else its id."""
    body = _body(tx, "PractitionerRole", role)
    text = (body.get("organization") or {}).get("reference")
    key = parse_reference(text).key if text else None
    unit = _body(tx, key.type, key.id).get("name") if key else None
    return ", ".join(filter(None, (unit, _title(body)))) or role


def _title(role: dict[str, Any]) -> str | None:
    for code in role.get("code", ()):
        words: str | None = code.get("text") or next(
            (each["display"] for each in code.get("coding", ()) if each.get("display")), None
        )
        if words:
            return words[0].lower() + words[1:]
    return None


def _body(tx: Tx, type: str, id: str) -> dict[str, Any]:
    found = resources.current(tx, type, id)
    return body_of(found.body) if found else {}

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
    title = title_in(body) or ""
    return ", ".join(filter(None, (unit, title[:1].lower() + title[1:]))) or role


def title_in(role: dict[str, Any]) -> str | None:
    """What the holder of a PractitionerRole is, in words: text, or display; the code where nothing else is told."""
    for code in role.get("code", ()):
        codings = code.get("coding", ())
        words = code.get("text") or next((each.get("display") or each.get("code") for each in codings), None)
        if words:
            return str(words)
    return None


def _body(tx: Tx, type: str, id: str) -> dict[str, Any]:
    found = resources.current(tx, type, id)
    return body_of(found.body) if found else {}

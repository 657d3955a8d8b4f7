"""What every definition of ours says of itself: address, name, title in both languages, that it is ours and free to use."""

import re
from typing import Any, Final

Resource = dict[str, Any]

SINCE: Final = "2026-11-22"
"""When what the definitions say last changed."""
_COUNTRY: Final = {"coding": [{"system": "urn:iso:std:iso:3166", "code": "SE", "display": "Sverige"}]}


def head(type: str, id: str, url: str, sv: str, en: str, version: str, description: str = "") -> Resource:
    """The beginning of a definition of `type`."""
    return {
        "resourceType": type,
        "id": id,
        "language": "sv",
        "url": url,
        "version": version,
        "name": name_of(id),
        "title": sv,
        "status": "active",
        "experimental": False,
        "date": SINCE,
        "publisher": "patientkontrakt",
        "description": f"{sv}. {en}.{' ' if description else ''}{description}",
        "jurisdiction": [_COUNTRY],
    }


def name_of(id: str) -> str:
    """The id as a name a machine may use: `pk-fast-kontakt` → `PkFastKontakt`."""
    return "".join(part.capitalize() for part in re.split("[-.]", id))

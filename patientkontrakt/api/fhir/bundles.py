"""Bundles pasted together from stored texts: no resource is parsed or written anew on its way out."""

from collections.abc import Iterable, Sequence
from http import HTTPStatus
from typing import Any

from patientkontrakt import clock
from patientkontrakt.fhir.text import render
from patientkontrakt.records.stored import Stored

Links = Sequence[tuple[str, str]]


def bundle(type: str, entries: Iterable[str], links: Links = (), total: int | None = None) -> str:
    """The text of a Bundle. `entries` are texts of entries, `links` (relation, url)."""
    head: dict[str, Any] = {"resourceType": "Bundle", "type": type}
    if total is not None:
        head["total"] = total
    if links:
        head["link"] = [{"relation": relation, "url": url} for relation, url in links]
    pasted = ",".join(entries)
    # an empty array is not FHIR
    return f'{render(head)[:-1]},"entry":[{pasted}]}}' if pasted else render(head)


def found(base: str, stored: Stored, text: str, mode: str) -> str:
    """An entry of a search: `mode` is match or include."""
    return _entry(f"{base}/{stored.key}", text, {"search": {"mode": mode}})


def match(full_url: str, text: str) -> str:
    """An entry of a search for what lies in no archive."""
    return _entry(full_url, text, {"search": {"mode": "match"}})


def remark(outcome: dict[str, Any]) -> str:
    """An entry of a search that says something about the search."""
    return render({"resource": outcome, "search": {"mode": "outcome"}})


def version(base: str, stored: Stored, method: str) -> str:
    """An entry of a history: what was asked and answered when this version came to be."""
    created = method == "POST"
    return _entry(
        f"{base}/{stored.key}",
        stored.text,
        {
            "request": {"method": method, "url": stored.type if created else stored.key},
            "response": {
                "status": "201" if stored.version == 1 else "200",
                **_etag(stored),
                "lastModified": clock.iso(stored.updated),
            },
        },
    )


def released(address: str, key: str, text: str, version: str) -> str:
    """An entry of the history of what the software brings."""
    request = {"method": "PUT", "url": key}
    return _entry(
        address, text, {"request": request, "response": {"status": "200", "etag": f'W/"{version}"'}}
    )


def answered(base: str, stored: Stored, text: str | None, status: int) -> str:
    """An entry of the answer to a transaction."""
    response = {
        "status": f"{status} {HTTPStatus(status).phrase}",
        "location": f"{base}/{stored.key}/_history/{stored.version}",
        **_etag(stored),
        "lastModified": clock.iso(stored.updated),
    }
    return _entry(f"{base}/{stored.key}", text, {"response": response})


def told(response: dict[str, Any], text: str | None, outcome: str | None) -> str:
    """An entry of the answer to a batch: the resource, or the OperationOutcome that says why there is none."""
    said = f'{render(response)[:-1]},"outcome":{outcome}}}' if outcome else render(response)
    return f'{{"resource":{text},"response":{said}}}' if text else f'{{"response":{said}}}'


def _etag(stored: Stored) -> dict[str, str]:
    """What has been masked has none: it cannot be put back."""
    return {} if stored.is_masked else {"etag": stored.etag}


def _entry(full_url: str, text: str | None, rest: dict[str, Any]) -> str:
    resource = f',"resource":{text}' if text is not None else ""
    return f"{render({'fullUrl': full_url})[:-1]}{resource},{render(rest)[1:]}"

"""Mina uppgifter: what is written about her, to read, print and take along (GDPR art. 15), and to whom copies have gone."""

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

from flask import Response

from patientkontrakt.portal.door import ask
from patientkontrakt.portal.min.contact import patient_page
from patientkontrakt.portal.min.parts import part
from patientkontrakt.portal.mitt import acts_of_patient

Json = dict[str, Any]
CURRENT = "/min/installningar"
ATTACHED = 'attachment; filename="mina-uppgifter.json"'


@acts_of_patient.get("/mina-uppgifter")
def show_mine() -> Response:
    """In words; the file has it all. A part that cannot be had says so."""
    named = ("plan", "profile", "notes", "questions", "objections", "sharing", "disclosures")
    told: dict[str, Any] = {each: part(f"/my/{each}") for each in named}
    return patient_page("mitt/mine.html", current=CURRENT, **told)


@acts_of_patient.get("/mina-uppgifter/hamta")
def fetch_mine() -> Response:
    """Everything she may see, as one FHIR Bundle in a file."""
    text = json.dumps(_whole(), ensure_ascii=False, indent=1)
    headers = {"Content-Disposition": ATTACHED}
    return Response(text, content_type="application/fhir+json; charset=utf-8", headers=headers)


def _whole() -> Json:
    """All pages of the export as one Bundle."""
    whole: Json = ask("GET", "/my/export")
    entries, page = list(whole["entry"]), whole
    while link := _next(page):
        page = ask("GET", "/my/export", params={"page": link})
        entries += page["entry"]
    return {name: each for name, each in whole.items() if name not in ("link", "entry")} | {"entry": entries}


def _next(bundle: Json) -> str | None:
    urls = (each["url"] for each in bundle.get("link", []) if each["relation"] == "next")
    return next((parse_qs(urlsplit(url).query)["page"][0] for url in urls), None)

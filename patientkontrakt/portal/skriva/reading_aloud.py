"""The plan as it stands in the form, put the way the patient reads it."""

from typing import Any

from patientkontrakt.portal.arbete.phrases import CONTACTS, LEVELS
from patientkontrakt.portal.arbete.rhythm import when
from patientkontrakt.portal.skriva.dates import today
from patientkontrakt.portal.skriva.directory import Directory
from patientkontrakt.portal.skriva.sheet import Data, Sheet

Plan = dict[str, Any]


def plan_of(sheet: Sheet, known: Directory) -> Plan:
    """Everything she is to read, drafts included."""
    sections = sheet.sections
    promises = [_promise(each, sheet, known) for each in sections["ansvar"]["promises"]]
    times = sorted(sections["tider"]["times"], key=_moment)
    return {
        "story": sections["viktigt"],
        "goals": sections["mal"]["goals"],
        "mine": [each for each in promises if each["hers"]],
        "care": [each for each in promises if not each["hers"]],
        "next": next(iter(_to_come(times, known)), None),
        "no_time": sections["tider"]["no_time_needed"],
        "times": list(_to_come(times, known)),
        "review": sections["tider"]["review_by"],
        "contacts": [_contact(each, known) for each in sections["kontakter"]["contacts"]],
        "with": [known.name(each) for each in sections["kontakter"]["contributors"]],
        "shares": [_share(each, known) for each in sections["delning"]["shares"]],
        "warnings": sections["samre"]["warnings"],
        "coordination": sections["samordning"]["coordination"],
        "relatives": sections["samordning"]["relatives"],
        "linked": sections["samordning"]["linked"],
    }


def _promise(promise: Data, sheet: Sheet, known: Directory) -> Plan:
    hers = promise["owner"].startswith(("Patient/", "RelatedPerson/"))
    owner = "" if promise["owner"] == sheet.patient else known.name(promise["owner"])
    return {"text": promise["text"], "hers": hers, "who": owner, "when": when(promise)}


def _moment(time: Data) -> str:
    return str(time.get("start") or time.get("latest") or "9999")


def _to_come(times: list[Data], known: Directory) -> list[Plan]:
    """What has not passed, soonest first."""
    first = today().isoformat()
    return [
        each
        | {
            "by": ", ".join(filter(None, map(known.name, each.get("who") or []))),
            "phone": next(filter(None, map(known.phone, each.get("who") or [])), None),
        }
        for each in times
        if _moment(each)[:10] >= first
    ]


def _contact(contact: Data, known: Directory) -> Plan:
    phones = [each["value"] for each in contact["paths"] if each["system"] == "phone"]
    return {
        "kind": CONTACTS[contact["kind"]],
        "name": known.name(contact["member"]),
        "unit": known.unit(contact["member"]),
        "phone": phones[0] if phones else None,
    }


def _share(share: Data, known: Directory) -> Plan:
    return {"name": known.name(f"Organization/{share['unit']}"), "level": LEVELS[share["level"]]}

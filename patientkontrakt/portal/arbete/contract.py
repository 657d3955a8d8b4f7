"""The contract of one patient, for those who coordinate it: what to do now, who does what, goals, people, times."""

from dataclasses import replace
from typing import Any

from flask import Response

from patientkontrakt import clock
from patientkontrakt.portal import pages, words
from patientkontrakt.portal.arbete import pages_of_staff, phrases, rhythm
from patientkontrakt.portal.arbete.kept import is_elsewhere, is_ours
from patientkontrakt.portal.arbete.menu import staff_page
from patientkontrakt.portal.arbete.todo import todo
from patientkontrakt.portal.arbete.track import ENDED, track
from patientkontrakt.portal.door import ask, session
from patientkontrakt.portal.min.happenings import Happened, happened
from patientkontrakt.portal.names import Names, language_name
from patientkontrakt.portal.refusals import Refused

Body = dict[str, Any]


@pages_of_staff.get("/kontrakt/<id>")
def contract(id: str) -> Response:
    """The contract page. What another custodian's unit may read, it reads at Delade med oss, with a reason."""
    found = ask("GET", f"/contracts/{id}")
    if not is_ours(found) and is_elsewhere(found):
        return pages.see(f"/arbete/delade/{found['patient']}")
    return staff_page("arbete/contract.html", current="/arbete/patienter", **everything(found))


def everything(found: Body) -> Body:
    """What the page shows."""
    names, id = Names(found), found["id"]
    participants = taking_part(id)
    items = [each for each in ask("GET", "/work-items")["items"] if each["contract"] == id]
    ours = is_ours(found)
    return {
        "contract": found,
        "names": names,
        "about": known(found["patient"]),
        "ours": ours,
        "track": track(found, names),
        "todo": todo(found, participants, items, names) if ours else [],
        "deeds": deeds(found, names),
        "participants": participants,
        "sharing": ask("GET", f"/contracts/{id}/sharing"),
        "times": ahead(found),
        "writing": writing(found, names),
        "happened": _happened(id, names),
        "phrases": phrases,
        "languages_of": language_name,
        "open_ended": found["phase"] not in ENDED,
        "deed_path": f"/arbete/lofte/{id}" if ours else None,
    }


def _happened(id: str, names: Names) -> Happened:
    """The patient's half year, with her name on her own line."""
    found = happened(ask("GET", f"/contracts/{id}/events")["events"], clock.now())
    return replace(found, lanes=[names.first, *found.lanes[1:]])


def taking_part(id: str) -> list[Body]:
    """People, and the units nobody of is named."""
    found = ask("GET", f"/contracts/{id}/participants")["participants"]
    named = {each["unit"] for each in found if each["kind"] != "enhet"}
    return [each for each in found if each["kind"] != "enhet" or each["unit"] not in named]


def known(patient: str) -> Body | None:
    """What is known of the patient; None without a relation of one's own."""
    try:
        found: Body = ask("GET", f"/patients/{patient}/overview")
    except Refused as refused:
        if refused.status in (403, 404):
            return None
        raise
    return found


def deeds(found: Body, names: Names) -> list[Body]:
    """Every promise: the patient's first, then care's."""
    both = (*found["promises"]["mine"], *found["promises"]["care"])
    return [deed(each, names) for each in both]


def deed(promise: Body, names: Names) -> Body:
    """A promise with its words: whose, when, how it goes."""
    kind, word = phrases.PROMISES.get(promise["status"], ("plain", promise["status"]))
    if promise["late"] and promise["side"] == "care":
        kind, word = "stop", phrases.LATE
    owner = names.with_unit(promise["owner"])
    return promise | {
        "who": words.capital(owner),
        "said_when": rhythm.when(promise),
        "kind": kind,
        "word": word,
    }


def ahead(found: Body) -> list[Body]:
    """Times that are to come, and those that are missing."""
    return [each for each in found["times"] if each["status"] in ("booked", "proposed", "pending", "arrived")]


def writing(found: Body, names: Names) -> list[Body]:
    """Who else is writing now, and in which section."""
    return [
        {"who": names.with_unit(each["by"]), "section": name, "at": each["at"]}
        for name, section in found["sections"].items()
        for each in section["writing"]
        if each["by"] != session().person
    ]

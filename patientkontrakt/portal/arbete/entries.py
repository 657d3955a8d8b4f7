"""What is wrong in a plan, what is withheld, and what is given out: said by the patient, done by those who keep it."""

from typing import Any, Final

from flask import Response, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as __

from patientkontrakt.portal.arbete import pages_of_staff
from patientkontrakt.portal.arbete.form import Form, text
from patientkontrakt.portal.arbete.kept import around
from patientkontrakt.portal.arbete.menu import done
from patientkontrakt.portal.door import ask
from patientkontrakt.portal.pages import Fault
from patientkontrakt.portal.refusals import Refused

Body = dict[str, Any]
CURRENT: Final = "/arbete/patienter"
ANSWER: Final = Form("arbete/objections.html", CURRENT, {"text": "i-text"})
CORRECT: Final = Form("arbete/correct.html", CURRENT, {"part": "r-del", "reason": "r-skal", "text": "r-ratt"})
WITHHOLD: Final = Form(
    "arbete/withhold.html",
    CURRENT,
    {"part": "u-del", "reason": "u-skal", "reviewer": "u-vem", "review_by": "u-dag"},
)
DISCLOSE: Final = Form("arbete/disclose.html", CURRENT, {"to": "l-till", "reason": "l-skal", "what": "l-vad"})
COPIES: Final = (
    ("utskrift", __("Utskrift")),
    ("kopia", __("Annan kopia")),
    ("export", __("Fil till ett annat system")),
)


@pages_of_staff.get("/kontrakt/<id>/invandningar")
def objections(id: str) -> Response:
    """What the patient says is not right, newest first, each with room for an answer."""
    return ANSWER.show(**_said(id))


@pages_of_staff.post("/kontrakt/<id>/invandningar")
def answer_objection(id: str) -> Response:
    """The patient reads the answer beside her own words."""
    told, which = text("text"), text("vilken") or ""
    page = _said(id)
    if which not in {each["id"] for each in page["objections"]}:
        raise Refused(404)
    if told is None:
        return ANSWER.again([Fault(f"i-text-{which}", _("Skriv ett svar"))], **page)
    if faults := ANSWER.send("POST", f"/contracts/{id}/objections/{which}/answer", {"text": told}):
        return ANSWER.again(faults, **page)
    notice = _("Svaret är skickat. Patienten läser det bredvid uppgiften.")
    return done(f"/arbete/kontrakt/{id}/invandningar", notice)


@pages_of_staff.get("/kontrakt/<id>/ratta")
def choose_correction(id: str) -> Response:
    """Which entry is wrong, and why; `del` is the entry ("Goal/x")."""
    return CORRECT.show({"del": request.args.get("del", "")}, **_entries(id))


@pages_of_staff.post("/kontrakt/<id>/ratta")
def correct(id: str) -> Response:
    """It is marked as wrong. Nothing is removed."""
    page = _entries(id)
    part, reason = text("del") or "", text("skal")
    faults = [] if part in page["versions"] else [Fault("r-del", _("Välj en uppgift"))]
    faults += [] if reason else [Fault("r-skal", _("Skriv varför"))]
    if faults:
        return CORRECT.again(faults, **page)
    body = {"part": part, "version": page["versions"][part], "reason": reason, "text": text("ratt")}
    if faults := CORRECT.send("POST", f"/contracts/{id}/corrections", body):
        return CORRECT.again(faults, **page)
    return done(f"/arbete/kontrakt/{id}", _("Uppgiften är markerad som fel."))


@pages_of_staff.get("/kontrakt/<id>/undanhall")
def choose_withholding(id: str) -> Response:
    """What is withheld now, and a form for one more."""
    return WITHHOLD.show(**_withheld(id))


@pages_of_staff.post("/kontrakt/<id>/undanhall")
def withhold(id: str) -> Response:
    """She no longer sees it; or, by the button beside one that is withheld, she sees it again."""
    if again := text("visa"):
        faults = WITHHOLD.send("POST", f"/contracts/{id}/withhold/end", {"part": again})
        notice = _("Patienten ser uppgiften igen.")
    else:
        faults = _missing() or WITHHOLD.send("POST", f"/contracts/{id}/withhold", _order())
        notice = _("Patienten ser inte längre uppgiften.")
    return WITHHOLD.again(faults, **_withheld(id)) if faults else done(f"/arbete/kontrakt/{id}", notice)


@pages_of_staff.get("/kontrakt/<id>/lamna-ut")
def choose_copy(id: str) -> Response:
    """To whom copies have been given, and a form for one more."""
    return DISCLOSE.show({"vad": "utskrift"}, **_copies(id))


@pages_of_staff.post("/kontrakt/<id>/lamna-ut")
def give_out(id: str) -> Response:
    """Noted before the copy leaves; on to the paper when it is one."""
    what = text("vad") or ""
    faults = [] if text("till") else [Fault("l-till", _("Skriv till vem"))]
    faults += [] if text("skal") else [Fault("l-skal", _("Skriv varför"))]
    body = {"to": text("till"), "reason": text("skal"), "what": what}
    if faults := faults or DISCLOSE.send("POST", f"/contracts/{id}/disclosures", body):
        return DISCLOSE.again(faults, **_copies(id))
    page = "skriv-ut" if what == "utskrift" else "lamna-ut"
    return done(f"/arbete/kontrakt/{id}/{page}", _("Utlämnandet är antecknat."))


def _said(id: str) -> Body:
    page = around(id, ours=False)
    told = ask("GET", f"/contracts/{id}/objections")
    return page | {"words_of": dict(_named(page)), **told}


def _entries(id: str) -> Body:
    page = around(id)
    return page | {"written": _named(page), "versions": _versions(page["contract"])}


def _withheld(id: str) -> Body:
    page = around(id)
    found = ask("GET", "/staff", params={"unit": page["contract"]["unit"]})["staff"]
    staff = [(each["reference"], each["name"] or each["role"]) for each in found]
    return page | {"written": _named(page), "words_of": dict(_named(page)), "staff": staff}


def _copies(id: str) -> Body:
    page = around(id, ours=False)
    return page | {"copies": COPIES, **ask("GET", f"/contracts/{id}/disclosures")}


def _missing() -> list[Fault]:
    asked = (
        ("del", "u-del", _("Välj en uppgift")),
        ("skal", "u-skal", _("Skriv varför")),
        ("vem", "u-vem", _("Välj någon")),
        ("dag", "u-dag", _("Ange en dag")),
    )
    return [Fault(field, words) for name, field, words in asked if not text(name)]


def _order() -> Body:
    return {"part": text("del"), "reason": text("skal"), "reviewer": text("vem"), "review_by": text("dag")}


def _parts(contract: Body) -> list[tuple[str, Body]]:
    """Every entry that care may have written: which, and the entry."""
    promises = (*contract["promises"]["mine"], *contract["promises"]["care"], *contract["proposals"])
    goals = [(f"Goal/{each['id']}", each) for each in contract["goals"]]
    tasks = [(f"Task/{each['id']}", each) for each in promises]
    times = [(f"Appointment/{each['id']}", each) for each in contract["times"]]
    return [*goals, *tasks, *times, *((f"CareTeam/{each['id']}", each) for each in contract["contacts"])]


def _named(page: Body) -> list[tuple[str, str]]:
    """Which, and its words."""
    names = page["names"]
    return [
        (key, each.get("text") or each.get("what") or names.of(each["member"] or each["team"]))
        for key, each in _parts(page["contract"])
    ]


def _versions(contract: Body) -> dict[str, int]:
    return {key: each["version"] for key, each in _parts(contract) if each["version"]}

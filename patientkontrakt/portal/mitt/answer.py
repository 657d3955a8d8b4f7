"""Are you with this plan? Three answers of equal weight, none chosen beforehand; silence is never a yes (ux.md §3.4)."""

from typing import Any

from flask import Response
from flask_babel import gettext as _

from patientkontrakt.portal import words
from patientkontrakt.portal.door import ask
from patientkontrakt.portal.min.contact import patient_page
from patientkontrakt.portal.mitt import acts_of_patient
from patientkontrakt.portal.mitt.form import Form, number, text
from patientkontrakt.portal.pages import Fault, see
from patientkontrakt.portal.refusals import Refused

FORM = Form("mitt/answer.html", "/min/planering", {"answer": "svar-1", "text": "s-text"})


@acts_of_patient.get("/planering/svar")
def show_answer() -> Response:
    """The question by itself; on Min planering it stands last."""
    return FORM.show({}, plan=ask("GET", "/my/plan"))


@acts_of_patient.post("/planering/svar")
def answer() -> Response:
    """Answer the utgåva that was read."""
    said, words_said, utgava = text("svar"), text("text"), number("utgava")
    if faults := _missing(said, words_said):
        return FORM.again(faults, {}, plan=ask("GET", "/my/plan"))
    try:
        taken = ask("POST", "/my/plan/answer", {"utgava": utgava, "answer": said, "text": words_said})
    except Refused as refused:
        return _refused(refused)
    return see("/min/planering", _thanks(taken))


@acts_of_patient.get("/planering/svar/andrat-mig")
def ask_to_withdraw() -> Response:
    """Taking back a yes: what it means, before it is done."""
    return patient_page("mitt/withdraw.html", current="/min/planering", plan=ask("GET", "/my/plan"))


@acts_of_patient.post("/planering/svar/andrat-mig")
def withdraw() -> Response:
    """ "Jag har ändrat mig"."""
    taken = ask("POST", "/my/plan/withdraw")
    applies = taken.get("applies")
    still = (
        _("Utgåva %(number)s gäller så länge.", number=applies) if applies else _("Planen vilar så länge.")
    )
    return see("/min/planering", _("Ditt ja är tillbakataget.") + " " + still)


def _missing(said: str | None, told: str | None) -> list[Fault]:
    if said is None:
        return [Fault("svar-1", _("Välj ett svar"))]
    if said == "andra" and told is None:
        return [Fault("s-text", _("Skriv vad du vill ändra"))]
    return []


def _refused(refused: Refused) -> Response:
    plan = ask("GET", "/my/plan")
    if refused.status == 409:  # a newer utgåva: her text is kept, nothing is answered (check 22)
        newer = _("Planen ändrades medan du läste. Titta på det som är nytt och svara igen.")
        return FORM.again([Fault("", newer)], {}, 409, plan=plan)
    return FORM.again(FORM.faults(refused), {}, plan=plan)


def _thanks(taken: dict[str, Any]) -> str:
    if taken["answer"] == "ja":
        return str(_("Tack! Du är med på planen.")) + _next_step(ask("GET", "/my/plan")["next_step"])
    by = taken.get("in_touch_by")
    if by is None:
        return str(_("Tack. Vi läser det du skrev och hör av oss."))
    return str(_("Tack. Vi läser det du skrev och hör av oss senast %(day)s.", day=words.day(by)))


def _next_step(step: dict[str, Any]) -> str:
    time = step.get("time")
    if not time or not time.get("start"):
        return ""
    what = time["what"][:1].lower() + time["what"][1:]
    return " " + str(_("Nästa steg är %(what)s %(when)s.", what=what, when=words.moment(time["start"])))

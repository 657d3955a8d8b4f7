"""A plan made ready for the pages that show it: Min planering, an earlier utgåva, and what is printed."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from patientkontrakt import clock
from patientkontrakt.portal import words
from patientkontrakt.portal.min.phrases import ENDED_BY_HER, ENDINGS, OUTCOMES
from patientkontrakt.portal.min.pledges import halves
from patientkontrakt.portal.min.reaching import Reach, reach
from patientkontrakt.portal.min.schedule import schedule, time
from patientkontrakt.portal.voice import voice

ENDED = ("avslutad", "avbruten", "felregistrerad")

Json = dict[str, Any]


def document(plan: Json, now: datetime, *, acting: bool = True) -> Json:
    """What the templates need. `acting`: whether she may change anything in it."""
    going_on = plan["phase"] not in ENDED
    reached = reach(plan)
    return {
        "plan": plan,
        "acting": acting and going_on,
        "going_on": going_on,
        "halves": halves(plan, clock.today(now), acting=acting and going_on),
        "schedule": schedule(plan, now),
        "reach": reached,
        "next": next_step(plan, reached, now) if going_on else None,
        "stands": stands(plan),
        "changed": _changed(plan),
        "agreed": is_agreed(plan),
        "edition_day": next(
            (each["at"] for each in plan["utgavor"] if each["number"] == plan["utgava"]), None
        ),
        "by": lambda reference: plan["people"].get(reference or "", {}).get("name"),
        "outcomes": OUTCOMES,
    }


def next_step(plan: Json, reached: Reach, now: datetime) -> Json:
    """What comes next in words: `what`, `start` or `when`, `place`, `bring`, `who` and `phone`, `time` when it is one."""
    told = plan["next_step"]
    if told["time"]:
        found = time(told["time"], plan["people"], now)
        return {"time": found, "what": found.what, "start": found.start, "when": found.say, "place": found.place,
                "bring": found.bring, "who": found.who, "phone": found.phone or _phone(reached)}  # fmt: skip
    if told["promise"]:
        return _promised(told["promise"], plan["people"], reached)
    what = _("Ingen tid behövs just nu") if plan["no_time_needed"] else _("Nästa steg är inte bestämt än")
    who = reached.first.name if reached.first else ""
    return {"time": None, "what": str(what), "start": None, "when": "", "place": "", "bring": None,
            "who": who, "phone": _phone(reached)}  # fmt: skip


def _promised(promise: Json, people: Json, reached: Reach) -> Json:
    owner = people.get(promise["owner"], {})
    when = _("Senast %(day)s", day=words.day(promise["due"])) if promise["due"] else ""
    return {"time": None, "what": promise["text"], "start": None, "when": str(when), "place": "", "bring": None,
            "who": owner.get("name") or "", "phone": owner.get("phone") or _phone(reached)}  # fmt: skip


def _phone(reached: Reach) -> str | None:
    return reached.first.phone if reached.first else None


def stands(plan: Json) -> str:
    """How the plan stands, in one or two sentences."""
    number, applies, phase = plan["utgava"], plan["applies"], plan["phase"]
    still = _("Utgåva %(n)s gäller så länge.", n=applies) if applies and applies != number else ""
    said = {
        "skickad": voice()("vantar", n=number),
        "vill-andra": voice()("vill-andra"),
        "vill-prata": voice()("vill-prata"),
        "overens": voice()("overens"),
        "pausad": _("Planen är pausad. Ring om du undrar något."),
    }.get(phase)
    if said is None:
        return " ".join(str(each) for each in (_("Planen är avslutad."), _ending(plan["end_reason"])) if each)
    return " ".join(str(each) for each in (said, still) if each)


def _ending(reason: str | None) -> str:
    return voice()(ENDED_BY_HER[reason]) if reason in ENDED_BY_HER else str(ENDINGS.get(reason or "", ""))


def is_agreed(plan: Json) -> bool:
    """Whether she has said yes to the utgåva that is shown, and stands by it."""
    return any(
        each["number"] == plan["utgava"] and each.get("agreed_at") and not each.get("withdrawn_at")
        for each in plan["utgavor"]
    )


def _changed(plan: Json) -> str:
    """ "Senast ändrad torsdag 19 november av Maria Lindqvist, Vårdcentralen Linden."; "" when nobody knows."""
    if not plan["changed_at"]:
        return ""
    party = plan["people"].get(plan["changed_by"] or "", {})
    who = ", ".join(each for each in (party.get("name"), party.get("unit")) if each)
    day = words.day(plan["changed_at"])
    if not who:
        return str(_("Senast ändrad %(day)s.", day=day))
    return str(_("Senast ändrad %(day)s av %(who)s.", day=day, who=who))

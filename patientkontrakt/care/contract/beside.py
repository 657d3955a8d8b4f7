"""What is new beside the plan's own words: answers, questions and replies, follow-ups, levels of goals, sharing. Pure."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from patientkontrakt import clock
from patientkontrakt.care import codes
from patientkontrakt.care.contract import question
from patientkontrakt.care.contract.model import Answer
from patientkontrakt.care.contract.views import View
from patientkontrakt.care.contract.wording.saying import Speech, Words, quoted
from patientkontrakt.care.contract.wording.telling import filled
from patientkontrakt.care.parties import id_of
from patientkontrakt.care.shapes import Resource, day, has_code, moment, target, targets
from patientkontrakt.records.chronicle import Written

Saying = Callable[[Speech], Words]


@dataclass(frozen=True)
class Told:
    """One thing to tell, the words when it is known what people are called, and whom they name."""

    at: datetime
    kind: str
    part: str
    words: Saying
    by: str | None = None
    names: tuple[str, ...] = ()


def told_beside(written: Sequence[Written], plan: str, view: View, since: datetime) -> list[Told]:
    """What was written since then beside the plan, oldest first."""
    first = clock.millis(since)
    before = {each.stored.key: each for each in written if each.stored.updated <= first}
    now = {each.stored.key: each for each in written if each.stored.updated > first}
    found: list[Told] = []
    for key, each in now.items():
        body, was = each.stored.body(), before.get(key)
        teller = _TELLERS.get(each.stored.type)
        at = clock.moment(each.stored.updated)
        if teller:
            found += teller(body, was.stored.body() if was else None, _About(plan, view, at, each.author))
    return found


@dataclass(frozen=True)
class _About:
    plan: str
    view: View
    at: datetime
    by: str | None


def _answer(task: Resource, was: Resource | None, about: _About) -> Iterator[Told]:
    """ "Jag vill ändra något", "Jag vill prata först"; a yes is in the contract's life already."""
    if not question.is_about(task, about.plan):
        return
    answer, text, _ = question.answer_in(task)
    if answer in _ANSWERS and (was is None or question.answer_in(was) != (answer, text, _)):
        by = target(task.get("for"))
        yield Told(about.at, "svar", "svar", lambda speech: _with(_ANSWERS[answer], text), by)


_ANSWERS: Final = {
    Answer.ANDRA: Words(
        "Du svarade att du vill ändra något", "You answered that you want to change something"
    ),
    Answer.PRATA: Words("Du svarade att du vill prata först", "You answered that you want to talk first"),
}


def _with(words: Words, text: str | None) -> Words:
    told = quoted(text) if text else None
    template = Words(f"{words.sv}: {{told}}.", f"{words.en}: {{told}}.") if told else words
    return filled(template, told=told) if told else Words(f"{words.sv}.", f"{words.en}.")


def _communication(body: Resource, was: Resource | None, about: _About) -> Iterator[Told]:
    stands = body.get("status") != "entered-in-error" and was is None
    kind = next((each for each in _SAID if has_code(body.get("category"), each)), None)
    text = " ".join(each.get("contentString", "") for each in body.get("payload", [])).strip()
    if not (stands and kind and text):
        return
    name, part, words = _SAID[kind]
    at, by = moment(body.get("sent")) or about.at, target(body.get("sender")) or about.by
    yield Told(at, name, part, lambda speech: _with(_by(words, speech, by), text), by, (by,) if by else ())


_SAID: Final = {
    codes.QUESTION: ("fraga", "svar", Words("Du frågade", "You asked")),
    codes.REPLY: ("svar", "svar", Words("{by} svarade på din fråga", "{by} answered your question")),
    codes.FOLLOW_UP: ("uppfoljning", "mal", Words("Uppföljning med {by}", "Follow-up with {by}")),
    codes.NOTE: ("anteckning", "viktigt", Words("Du skrev", "You wrote")),
}


def _by(words: Words, speech: Speech, by: str | None) -> Words:
    return filled(words, by=speech.who(by))


def _level(body: Resource, was: Resource | None, about: _About) -> Iterator[Told]:
    """Where a goal is now, in the words of its step."""
    if was is not None or not has_code(body.get("code"), codes.GOAL_LEVEL):
        return
    value = int(body.get("valueInteger", 0))
    contract = about.view.contract
    goals = {each.id: each for each in (*contract.goals, *contract.wishes)}
    by = next(iter(targets(body.get("performer"))), about.by)
    for goal in (goals[key] for each in targets(body.get("focus")) if (key := id_of(each)) in goals):
        step = next((each.text for each in goal.steps if each.value == value), None)
        told = _at(goal.text, step, value)
        yield Told(about.at, "uppfoljning", "mal", _always(told), by)


def _always(words: Words) -> Saying:
    return lambda speech: words


def _at(goal: str, step: str | None, value: int) -> Words:
    level = quoted(step) if step else Words(f"steg {value:+d}", f"step {value:+d}")
    template = Words("Så går det med målet {goal}: {level}.", "This is how the goal {goal} goes: {level}.")
    return filled(template, goal=quoted(goal), level=level)


def _sharing(body: Resource, was: Resource | None, about: _About) -> Iterator[Told]:
    """With whom she shares, and with whom no longer."""
    if not has_code(body.get("category"), codes.SVOD):
        return
    provision = body.get("provision", {})
    units = targets(each.get("reference", {}) for each in provision.get("actor", []))
    others = tuple(each for each in units if each != f"Organization/{about.view.unit}")
    shares = body.get("status") == "active"
    shared = was is not None and was.get("status") == "active"
    if not shares and not shared:
        return
    until = day(provision.get("period", {}).get("end"))
    words = _SHARED[shares, shared]

    def told(speech: Speech) -> Words:
        end = speech.day(until) if until else Words("tills vidare", "further notice")
        return filled(words, who=speech.people(others), until=end)

    yield Told(about.at, "delning", "delning", told, target(body.get("patient")), others)


_SHARED: Final = {
    (True, False): Words(
        "Du delar planen med {who} till {until}.", "You share the plan with {who} until {until}."
    ),
    (False, True): Words(
        "Du delar inte längre planen med {who}.", "You no longer share the plan with {who}."
    ),
    (True, True): Words(
        "Du har ändrat delningen med {who}. Den gäller till {until}.",
        "You have changed the sharing with {who}. It holds until {until}.",
    ),
}

_TELLERS: Final[dict[str, Callable[[Resource, Resource | None, _About], Iterator[Told]]]] = {
    "Task": _answer,
    "Communication": _communication,
    "Observation": _level,
    "Consent": _sharing,
}

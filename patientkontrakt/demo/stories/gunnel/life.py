"""What happened to Gunnel's plan, in the order it happened."""

from collections.abc import Callable

from patientkontrakt.care.contract.model import Section, Story
from patientkontrakt.care.contract.story import questionnaire_response
from patientkontrakt.care.questions.model import About
from patientkontrakt.demo.days import Days
from patientkontrakt.demo.fhir import Resource
from patientkontrakt.demo.stories import visits
from patientkontrakt.demo.stories.goal_level import reached
from patientkontrakt.demo.stories.gunnel import plans, words
from patientkontrakt.demo.stories.teller import Moment, Teller

LEVELS = {"gunnel-mal-1": -1, "gunnel-mal-2": -1}
"""Where she is on the five steps of each goal."""
HOSPITAL, HOME = -99, -91
BREATHLESS: tuple[Moment, ...] = ((-74, 14, 20), (-27, 20, 45), (-9, 21, 50))
"""When she came to the emergency department: three times in ninety days, two of them after eight in the evening."""


def tell(teller: Teller) -> None:
    """Utgåva 1 in spring, 2 after the hospital, 3 with her own story; 4 waits for her answer."""
    _at_the_hospital(teller)
    _first_plan(teller)
    _after_the_hospital(teller)
    _her_own_words(teller)
    _the_latest(teller)
    _since_then(teller)


def _at_the_hospital(teller: Teller) -> None:
    visits.admitted(teller, (HOSPITAL, 11, 30), 5, "hjärtsvikt")
    for number, when in enumerate(BREATHLESS, 1):
        visits.emergency(teller, number, when, "andfåddhet")


def _first_plan(teller: Teller) -> None:
    day = words.FIRST_PLAN
    teller.open("maria", (day, 9, 30), words.first(teller.days))
    number = teller.publish("maria", (day, 10, 15))
    teller.record_yes("maria", (day, 10, 20), number)
    teller.change("maria", (words.VISIT, 9, 45), "Appointment/gunnel-tid-besok", status="fulfilled")


def _after_the_hospital(teller: Teller) -> None:
    _plan(teller, "linden", plans.REHAB, plans.rehab)
    when = plans.REHAB, 14, 0
    teller.edit("maria", when, {
        Section.ANSVAR: words.promises(teller.days, 2),
        Section.TIDER: words.times(teller.days, 2),
        Section.SAMORDNING: words.coordination(teller.days, 2),
    })  # fmt: skip
    number = teller.publish("maria", (plans.REHAB, 14, 20))
    teller.invite("maria", (plans.REHAB, 14, 30), "hemsjukvarden-ekby", "utskrivning", words.WOUND)
    teller.say_yes((plans.REHAB + 2, 19, 5), number)
    teller.accept("ahmed", (plans.REHAB + 5, 11, 0))
    teller.begin("ahmed", (plans.REHAB + 5, 11, 5), "gunnel-ansvar-7")
    _plan(teller, "ekby-sjukhus-hjarta", plans.HEART, plans.vardplan)
    _plan(teller, "hemsjukvarden-ekby", plans.SIP_MEETING, plans.sip)


def _her_own_words(teller: Teller) -> None:
    teller.write("gunnel", (-18, 7, 50), _story(teller, (-18, 7, 50)))
    teller.edit("maria", (-18, 8, 40), {
        Section.TIDER: words.times(teller.days, 3),
        Section.SAMORDNING: words.coordination(teller.days, 3),
    })  # fmt: skip
    number = teller.publish("maria", (-18, 9, 10))
    teller.say_yes((-17, 10, 45), number)
    for number in (1, 2, 3, 9):
        teller.begin("gunnel", (-17, 10, 50), f"gunnel-ansvar-{number}")
    teller.begin("maria", (-17, 15, 0), "gunnel-ansvar-5")


def _the_latest(teller: Teller) -> None:
    for goal, level in LEVELS.items():
        reached(teller, "maria", (-3, 10, 0), goal, level)
    teller.remind("maria", (-3, 10, 5), "gunnel-ansvar-8", words.REMINDED)
    teller.edit("maria", (-3, 10, 10), {
        Section.MAL: words.goals(4),
        Section.ANSVAR: words.promises(teller.days, 4),
        Section.TIDER: words.times(teller.days, 4),
        Section.SAMRE: words.warnings(4),
    })  # fmt: skip
    teller.publish("maria", (-3, 10, 40))
    teller.invite("maria", (-3, 10, 45), "ekby-sjukhus-hjarta", "samordning", words.JOIN_US)


def _story(teller: Teller, when: Moment) -> Resource:
    written = teller.days.at(*when)
    return questionnaire_response(
        Story("gunnel-viktigt", words.STORY, author=words.GUNNEL, written=written), words.GUNNEL
    )


def _plan(teller: Teller, unit: str, day: int, plan: Callable[[Days], Resource]) -> None:
    """Another plan, from those who made it."""
    teller.bring(unit, teller.days.at(day, 13, 0), plan(teller.days))


def _since_then(teller: Teller) -> None:
    teller.read("johan", (-3, 11, 30))
    teller.ask((-2, 12, 15), words.QUESTION, About.TID, "gunnel-tid-blodprov")
    teller.read("ahmed", (-1, 14, 5))

"""What happened to Gunnel's plan, in the order it happened."""

from patientkontrakt import clock
from patientkontrakt.care import codes
from patientkontrakt.care.contract.model import Section, Story
from patientkontrakt.care.contract.story import questionnaire_response
from patientkontrakt.demo.fhir import Resource, concept, ref, resource
from patientkontrakt.demo.stories.gunnel import plans, words
from patientkontrakt.demo.stories.teller import Moment, Teller

LEVELS = {"gunnel-mal-1": -1, "gunnel-mal-2": -1}
"""Where she is on the five steps of each goal."""


def tell(teller: Teller) -> None:
    """Utgåva 1 in spring, 2 after the hospital, 3 with her own story; 4 waits for her answer."""
    _first_plan(teller)
    _after_the_hospital(teller)
    _her_own_words(teller)
    _the_latest(teller)


def _first_plan(teller: Teller) -> None:
    day = words.FIRST_PLAN
    teller.open("maria", (day, 9, 30), words.first(teller.days))
    number = teller.publish("maria", (day, 10, 15))
    teller.record_yes("maria", (day, 10, 20), number)
    teller.change("maria", (words.VISIT, 9, 45), "Appointment/gunnel-tid-besok", status="fulfilled")


def _after_the_hospital(teller: Teller) -> None:
    teller.bring("linden", plans.rehab(teller.days))
    when = plans.REHAB, 14, 0
    teller.edit("maria", when, {
        Section.ANSVAR: words.promises(teller.days, 2),
        Section.TIDER: words.times(teller.days, 2),
        Section.SAMORDNING: words.coordination(teller.days, 2),
    })  # fmt: skip
    number = teller.publish("maria", (plans.REHAB, 14, 20))
    teller.say_yes((plans.REHAB + 2, 19, 5), number)
    teller.bring("ekby-sjukhus-hjarta", plans.vardplan(teller.days))
    teller.bring("hemsjukvarden-ekby", plans.sip(teller.days))


def _her_own_words(teller: Teller) -> None:
    teller.write("gunnel", (-18, 7, 50), _story(teller, (-18, 7, 50)))
    teller.edit("maria", (-18, 8, 40), {
        Section.TIDER: words.times(teller.days, 3),
        Section.SAMORDNING: words.coordination(teller.days, 3),
    })  # fmt: skip
    number = teller.publish("maria", (-18, 9, 10))
    teller.say_yes((-17, 10, 45), number)
    for id in ("gunnel-ansvar-1", "gunnel-ansvar-2", "gunnel-ansvar-3"):
        teller.change("gunnel", (-17, 10, 50), f"Task/{id}", status="in-progress")
    teller.change("maria", (-17, 15, 0), "Task/gunnel-ansvar-5", status="in-progress")


def _the_latest(teller: Teller) -> None:
    for goal, level in LEVELS.items():
        teller.write("maria", (-3, 10, 0), _level(goal, level, teller, (-3, 10, 0)))
    teller.edit("maria", (-3, 10, 10), {
        Section.ANSVAR: words.promises(teller.days, 4),
        Section.TIDER: words.times(teller.days, 4),
    })  # fmt: skip
    teller.publish("maria", (-3, 10, 40))


def _story(teller: Teller, when: Moment) -> Resource:
    written = teller.days.at(*when)
    return questionnaire_response(
        Story("gunnel-viktigt", words.STORY, author=words.GUNNEL, written=written), words.GUNNEL
    )


def _level(goal: str, level: int, teller: Teller, when: Moment) -> Resource:
    """Where she stands on the steps of a goal (model.md D6)."""
    return resource(
        "Observation",
        f"{goal}-niva",
        status="final",
        code=concept(*codes.GOAL_LEVEL, "Målnivå"),
        subject=ref("Patient", teller.person.id),
        focus=[ref("Goal", goal)],
        effectiveDateTime=clock.iso(teller.days.at(*when)),
        performer=[ref("PractitionerRole", "maria")],
        valueInteger=level,
    )

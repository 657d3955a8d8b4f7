"""What is said when a goal has changed. Pure."""

from typing import Any, Final

from patientkontrakt.care.contract.wording.saying import Speech, Words, quoted
from patientkontrakt.care.contract.wording.telling import Kind, bare, choose, day, filled, person, tell
from patientkontrakt.care.goals.model import GoalItem


def _goal(goal: GoalItem, speech: Speech) -> Words:
    told = quoted(goal.text)
    return Words(f"målet {told.sv}", f"the goal {told.en}")


def _steps(steps: Any, speech: Speech) -> Words:
    told = [f"{'+' if each.value > 0 else ''}{each.value} {quoted(each.text).sv}" for each in steps]
    return Words(", ".join(told), ", ".join(told))


def _new_goal(goal: GoalItem, speech: Speech, place: str) -> Words:
    mine = place == "wishes"
    sv, en = ("Nytt eget mål", "New goal of your own") if mine else ("Nytt mål", "New goal")
    return filled(Words(f"{sv}: {{new}}.", f"{en}: {{new}}."), new=bare(goal.text))


GOAL: Final = Kind(
    "mal",
    {
        "text": tell("text", _goal, "{it} heter nu {new}.", "{it} is now called {new}."),
        "by": tell(
            "by", _goal, "{it} är nu formulerat av {new}.", "{it} is now put into words by {new}.", value=person
        ),
        "rephrased": tell(
            "rephrased", _goal, "Vården skriver om {it}: {new}.", "Care puts {it} this way: {new}.",
            ("Vårdens egna ord om {it} är borttagna.", "Care's own words about {it} have been removed."),
        ),
        "steps": tell(
            "steps", _goal, "Stegen mot {it} är nu: {new}.", "The steps towards {it} are now: {new}.",
            ("Stegen mot {it} är borttagna.", "The steps towards {it} have been removed."), _steps,
        ),
        "due": tell(
            "due", _goal, "{it} ska nås senast {new}.", "{it} is to be reached by {new}.",
            ("{it} har inte längre någon sista dag.", "{it} no longer has a last day."), day,
        ),
        "lifecycle": choose(
            "lifecycle", _goal,
            {
                "proposed": ("{it} är ett förslag.", "{it} is a proposal."),
                "planned": ("{it} ska börja längre fram.", "{it} is to begin later."),
                "accepted": ("Ni är överens om {it}.", "You agree on {it}."),
                "active": ("{it} gäller nu.", "{it} now holds."),
                "on-hold": ("{it} vilar.", "{it} is resting."),
                "completed": ("{it} är avslutat.", "{it} has ended."),
                "cancelled": ("{it} gäller inte längre.", "{it} no longer holds."),
                "rejected": ("{it} blev inte av.", "{it} did not come about."),
                "entered-in-error": ("{it} var ett misstag.", "{it} was a mistake."),
            },
            ("Något har hänt med {it}.", "Something has happened with {it}."),
        ),
        "achievement": choose(
            "achievement", _goal,
            {
                "achieved": ("Du har nått {it}.", "You have reached {it}."),
                "sustaining": ("Du håller fast vid {it}.", "You are keeping up {it}."),
                "improving": ("Det går framåt med {it}.", "{it} is getting closer."),
                "in-progress": ("Du är på väg mot {it}.", "You are on your way to {it}."),
                "no-change": ("Det är som förut med {it}.", "{it} is as before."),
                "worsening": ("Det går bakåt med {it}.", "{it} is getting further away."),
                "no-progress": ("Det går inte framåt med {it}.", "{it} is not getting closer."),
                "not-achieved": ("{it} nåddes inte.", "{it} was not reached."),
                "not-attainable": ("{it} går inte att nå.", "{it} cannot be reached."),
                None: ("Det står inte längre hur det går med {it}.", "It no longer says how {it} goes."),
            },
            ("Det står nu hur det går med {it}.", "It now says how {it} goes."),
        ),
        "now": tell(
            "now", _goal, "Så är det nu med {it}: {new}.", "This is how it is now with {it}: {new}.",
            ("Det står inte längre hur det är nu med {it}.", "It no longer says how it is now with {it}."),
        ),
        "first_step": tell(
            "first_step", _goal, "Första steget mot {it}: {new}.", "The first step towards {it}: {new}.",
            ("Första steget mot {it} är borttaget.", "The first step towards {it} has been removed."),
        ),
    },
    added=_new_goal,
    removed=lambda goal, speech, place: filled(
        Words("{it} är borttaget.", "{it} has been removed."), it=_goal(goal, speech)
    ),
    moved=lambda goal, speech, place: filled(
        Words("{it} är nu med i planen.", "{it} is now in the plan.")
        if place == "goals"
        else Words("{it} är inte längre med i planen.", "{it} is no longer in the plan."),
        it=_goal(goal, speech),
    ),
)  # fmt: skip

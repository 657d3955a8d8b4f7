"""What is said when the plan itself, its story, its warning signs or its linked plans have changed. Pure."""

from typing import Any, Final

from patientkontrakt.care.contract.model import Contract, LinkedPlan, Status, Story, WarningSign
from patientkontrakt.care.contract.wording.saying import Speech, Words, quoted
from patientkontrakt.care.contract.wording.telling import Kind, choose, day, filled, person, tell


def _plan(contract: Contract, speech: Speech) -> Words:
    return Words("planen", "the plan")


PLAN: Final = Kind(
    "samordning",
    {
        "title": tell("title", _plan, "{it} heter nu {new}.", "{it} is now called {new}."),
        "author": tell("author", _plan, "{it} skrivs nu av {new}.", "{it} is now written by {new}.", value=person),
        "status": choose(
            "status", _plan,
            {
                Status.DRAFT: ("{it} väntar på ditt svar.", "{it} waits for your answer."),
                Status.ACTIVE: ("Du och vården är överens om {it}.", "You and care agree on {it}."),
                Status.ON_HOLD: ("{it} är pausad.", "{it} is paused."),
                Status.COMPLETED: ("{it} är avslutad.", "{it} has ended."),
                Status.REVOKED: ("{it} är avbruten.", "{it} was broken off."),
                Status.ENTERED_IN_ERROR: ("{it} var ett misstag.", "{it} was a mistake."),
            },
            ("Det är oklart om {it} gäller.", "It is unclear whether {it} holds."),
        ),
        "published": tell(
            "published", _plan, "{it} är utgiven. Nu kan du läsa den.", "{it} has been given out. Now you can read it.",
            ("{it} är inte utgiven.", "{it} has not been given out."), lambda value, speech: Words("", ""),
        ),
        "description": tell(
            "description", _plan, "Så beskrivs {it} nu: {new}.", "This is how {it} is described now: {new}.",
            ("{it} har ingen beskrivning längre.", "{it} has no description any more."),
        ),
        "start": tell(
            "start", _plan, "{it} börjar {new}.", "{it} begins {new}.",
            ("{it} har inte längre någon första dag.", "{it} no longer has a first day."), day,
        ),
        "end": tell(
            "end", _plan, "{it} gäller till {new}.", "{it} holds until {new}.",
            ("{it} har inte längre någon sista dag.", "{it} no longer has a last day."), day,
        ),
        "no_time_needed": choose(
            "no_time_needed", _plan, {True: ("Ingen tid behövs just nu.", "No time is needed just now.")},
            ("En tid behövs.", "A time is needed."),
        ),
        "coordination": tell(
            "coordination", _plan, "Så samordnas din vård: {new}.", "This is how your care is coordinated: {new}.",
            ("Det står inte längre hur din vård samordnas.", "It no longer says how your care is coordinated."),
        ),
        "relatives": choose(
            "relatives", _plan,
            {
                "ja": ("Närstående är med.", "Relatives take part."),
                "nej": ("Närstående är inte med.", "Relatives do not take part."),
            },
            ("Det står inte längre om närstående är med.", "It no longer says whether relatives take part."),
        ),
        "review_by": tell(
            "review_by", _plan, "{it} följs upp senast {new}.", "{it} is followed up by {new}.",
            ("Det finns ingen dag för uppföljning längre.", "There is no day for a follow-up any more."), day,
        ),
        "end_reason": choose(
            "end_reason", _plan,
            {
                "mal-uppnadda": ("{it} avslutades för att målen är nådda.", "{it} ended: the goals are reached."),
                "patienten-vill-inte": ("{it} avslutades för att du ville det.", "{it} ended because you wanted so."),
                "flyttat": ("{it} avslutades för att du har flyttat.", "{it} ended because you have moved."),
                "avliden": ("{it} är avslutad.", "{it} has ended."),
                "ersatt": ("{it} har fått en ny plan i sitt ställe.", "{it} has been replaced by a new one."),
                "felregistrerad": ("{it} var ett misstag.", "{it} was a mistake."),
            },
            ("Det står inte längre varför {it} avslutades.", "It no longer says why {it} ended."),
        ),
        "starter": tell(
            "starter", _plan, "{it} utgår nu från en annan mall.", "{it} now starts from another template.",
            ("{it} utgår inte längre från någon mall.", "{it} no longer starts from a template."),
        ),
    },
    elsewhere={"no_time_needed": "tider", "review_by": "tider"},
)  # fmt: skip


def _own(story: Story, speech: Speech) -> Words:
    return Words("”Viktigt för mig”", "“Important to me”")


def _told(story: Story, speech: Speech, place: str) -> Words:
    if story.declined:
        return _DECLINED
    return filled(
        Words("Nu står det vad som är viktigt för dig: {new}.", "It now says what matters to you: {new}."),
        new=quoted(story.text or ""),
    )


_DECLINED = Words(
    "Du vill inte svara på vad som är viktigt för dig just nu.",
    "You do not want to say what matters to you just now.",
)


STORY: Final = Kind(
    "viktigt",
    {
        "text": tell(
            "text", _own, "{it} har nya ord: {new}.", "{it} has new words: {new}.",
            ("Orden i {it} är borttagna.", "The words in {it} have been removed."),
        ),
        "declined": choose(
            "declined", _own, {True: (_DECLINED.sv, _DECLINED.en)},
            ("Nu vill du svara på vad som är viktigt för dig.", "Now you want to say what matters to you."),
        ),
        "author": tell(
            "author", _own, "{it} är nu skrivet av {new}.", "{it} is now written by {new}.",
            ("Det står inte längre vem som skrev {it}.", "It no longer says who wrote {it}."), person,
        ),
        "written": tell(
            "written", _own, "{it} skrevs {new}.", "{it} was written {new}.",
            ("Det står inte längre när {it} skrevs.", "It no longer says when {it} was written."),
            lambda value, speech: speech.moment(value),
        ),
    },
    added=_told,
    removed=lambda story, speech, place: filled(
        Words("{it} är borttaget.", "{it} has been removed."), it=_own(story, speech)
    ),
    tells=lambda name, was, now, changed: (
        (name in ("author", "written") and bool(changed & {"text", "declined"}))
        or (name == "written" and "author" in changed)
        or (name == "text" and "declined" in changed and now.declined)
        or (name == "declined" and "text" in changed and not now.declined)
    ),
)  # fmt: skip


def _sign(warning: WarningSign, speech: Speech) -> Words:
    told = quoted(warning.sign)
    return Words(f"om du blir sämre, {told.sv}", f"if you get worse, {told.en}")


_LEVELS = {
    "gron": ("{it}: det är nu grönt.", "{it}: it is now green."),
    "gul": ("{it}: det är nu gult.", "{it}: it is now yellow."),
    "rod": ("{it}: det är nu rött.", "{it}: it is now red."),
}

WARNING: Final = Kind(
    "samre",
    {
        "level": choose("level", _sign, _LEVELS, ("{it}: färgen är ändrad.", "{it}: the colour has changed.")),
        "sign": tell("sign", _sign, "{it} heter nu {new}.", "{it} is now {new}."),
        "act": tell("act", _sign, "{it}: gör nu så här: {new}.", "{it}: now do this: {new}."),
        "contact": tell(
            "contact", _sign, "{it}: ring {new}.", "{it}: call {new}.",
            ("{it}: det står inte längre vem du ringer.", "{it}: it no longer says whom to call."),
        ),
    },
    added=lambda warning, speech, place: filled(
        Words("Nytt i ”Om du blir sämre”: {sign}. Gör så här: {act}.", "New in “If you get worse”: {sign}. Do this: {act}."),
        sign=quoted(warning.sign), act=quoted(warning.act),
    ),
    removed=lambda warning, speech, place: filled(
        Words("{sign} står inte längre i ”Om du blir sämre”.", "{sign} is no longer in “If you get worse”."),
        sign=quoted(warning.sign),
    ),
)  # fmt: skip


def _link(plan: LinkedPlan, speech: Speech) -> Words:
    return quoted(plan.display)


def _nameless(value: Any, speech: Speech) -> Words:
    return Words("", "")


LINKED: Final = Kind(
    "samordning",
    {
        "display": tell("display", _link, "{it} heter nu {new}.", "{it} is now called {new}."),
        "reference": tell(
            "reference", _link, "{it} har bytts mot en annan plan.", "{it} has been replaced by another plan.",
            ("{it} finns inte längre här.", "{it} is no longer here."), _nameless,
        ),
        "identifier": tell(
            "identifier", _link, "{it} har fått ett annat nummer.", "{it} has another number.",
            ("{it} har inget nummer längre.", "{it} has no number any more."), _nameless,
        ),
        "responsible": tell(
            "responsible", _link, "{new} ansvarar nu för {it}.", "{new} now answers for {it}.",
            ("Det står inte längre vem som ansvarar för {it}.", "It no longer says who answers for {it}."), person,
        ),
    },
    added=lambda plan, speech, place: filled(
        Words("{it} hör nu ihop med planen.", "{it} now belongs with the plan."), it=_link(plan, speech)
    ),
    removed=lambda plan, speech, place: filled(
        Words("{it} hör inte längre ihop med planen.", "{it} no longer belongs with the plan."),
        it=_link(plan, speech),
    ),
)  # fmt: skip


def joined(who: Words) -> Words:
    """A unit has come to take part."""
    return filled(Words("{who} är nu med i planen.", "{who} now takes part in the plan."), who=who)


def left(who: Words) -> Words:
    """A unit takes part no longer."""
    return filled(
        Words("{who} är inte längre med i planen.", "{who} no longer takes part in the plan."), who=who
    )

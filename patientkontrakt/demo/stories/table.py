"""Whose story is told how (model.md D11), and the telling of one: what she shares and blocks, then her plan."""

from collections.abc import Callable
from functools import partial

from patientkontrakt.demo import consents
from patientkontrakt.demo.days import Days
from patientkontrakt.demo.people import Person
from patientkontrakt.demo.putting import LOADER, put
from patientkontrakt.demo.stories import at_linden, children, elsewhere, gunnel, others, rut
from patientkontrakt.demo.stories.contract import Contract, sections
from patientkontrakt.demo.stories.goal_level import reached
from patientkontrakt.demo.stories.teller import Teller
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.ownership import Owner
from patientkontrakt.records.siblings import siblings

TOLD_IN = ("CarePlan", "Consent", "CareTeam", "Encounter")
"""What only a story brings: a patient who has one of these has a life of her own already."""


def agree(contract: Contract, by_herself: bool, teller: Teller) -> None:
    """A contract of one utgåva, answered two days later: by herself, or at the meeting when it is published."""
    day = contract.day
    teller.open(contract.by, (day, 13, 0), sections(teller.person.id, contract, teller.days))
    number = teller.publish(contract.by, (day, 13, 45))
    if by_herself:
        teller.say_yes((day + 2, 18, 30), number)
    else:
        teller.record_yes(contract.by, (day, 13, 50), number)
    _has_begun(contract, teller)


def _has_begun(contract: Contract, teller: Teller) -> None:
    """What has begun since the yes, and where she is on the way to her goals."""
    patient, day = teller.person.id, contract.day
    for number, each in enumerate(contract.promises, 1):
        if each.going:
            teller.begin(
                contract.by if each.owner else patient, (day + 5, 8, 0), f"{patient}-ansvar-{number}"
            )
    for number, goal in enumerate(contract.goals, 1):
        if goal.level is not None:
            reached(teller, contract.by, (day + 5, 9, 0), f"{patient}-mal-{number}", goal.level)


def _rut(teller: Teller) -> None:
    agree(rut.RUT, False, teller)
    rut.appoint(teller)


STORIES: dict[str, Callable[[Teller], None]] = {
    "gunnel": gunnel.tell,
    "birger": partial(agree, elsewhere.BIRGER, True),
    "asta": partial(agree, at_linden.ASTA, True),
    "sara": partial(agree, at_linden.SARA, True),
    "alva": partial(agree, children.ALVA, False),
    "noel": partial(agree, children.NOEL, False),
    "maja": partial(agree, at_linden.MAJA, True),
    "elsa": partial(agree, elsewhere.ELSA, True),
    "hassan": others.hassan,
    "ingrid": others.ingrid,
    "samir": others.samir,
    "rut": _rut,
}


def tell(desk: Desk, person: Person, days: Days) -> bool:
    """Tell the story of one patient; false, and nothing written, when she has one already."""
    if any(siblings(desk, person.id, type) for type in TOLD_IN):
        return False
    given = desk.taken_by(LOADER, days.at(consents.GIVEN, 10, 30))
    for (custodian, unit), consent in consents.BY_PATIENT.get(person.id, ()):
        put(given, consent(days), Owner(custodian, unit))
    STORIES[person.id](Teller(desk, days, person))
    return True

"""Names for the sentences about a contract: everybody whom its readings name."""

from collections.abc import Iterable, Iterator

from patientkontrakt import clock
from patientkontrakt.care.contract.model import Contract
from patientkontrakt.care.contract.wording.saying import Speech
from patientkontrakt.care.people import Party, described
from patientkontrakt.records.desk import Desk


def speech(desk: Desk, *contracts: Contract, others: Iterable[str | None] = ()) -> Speech:
    """How those contracts are spoken of today; `others` are named too."""
    parties = described(desk, [*(each for one in contracts for each in named(one)), *others])
    names = {key: name for key, each in parties.items() if (name := _name(each))}
    return Speech(names, clock.today(desk.now))


def _name(party: Party) -> str | None:
    return party.name or party.unit


def named(contract: Contract) -> Iterator[str | None]:
    """Everybody the sentences about a contract may name."""
    yield contract.author
    yield from contract.contributors
    for promise in (*contract.promises, *contract.proposals):
        yield from (promise.owner, promise.requester, promise.watched_by)
        yield from (each.author for each in promise.notes)
    for goal in (*contract.goals, *contract.wishes):
        yield goal.by
    for contact in contract.contacts:
        yield from (contact.member, contact.team, contact.unit)
    for time in contract.times:
        yield from time.who
    yield from (each.responsible for each in contract.linked)
    yield contract.story.author if contract.story else None

"""What follows from every write, run anew for what is stored already: accounts of people who came before the feed did."""

from collections.abc import Callable, Collection
from datetime import datetime

from patientkontrakt.policy.actor import Actor
from patientkontrakt.records.counter import Counter
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.stored import stored
from patientkontrakt.store import batches


def follow_again(
    counter: Counter,
    actor: Actor,
    types: Collection[str],
    now: datetime,
    progress: Callable[[int], None] = lambda done: None,
) -> int:
    """Run the rules of `Hooks.at_every_write` for every current resource of these types; how many there were.

    In steps of 200 at most, each a transaction of its own. Safe to repeat, and while the service writes.
    """
    followed = 0
    for records in batches.batches(counter.database):
        wanted = [record for record in records if record.type in types]
        if wanted:
            with counter.writing(actor, now) as desk:
                held = [batches.held(desk.tx, record.type, record.id) for record in wanted]
                for record in filter(None, held):
                    desk.rules.always(desk, None, stored(record))
                    followed += 1
        progress(len(records))
    return followed


def follow_one(desk: Desk, type: str, id: str) -> bool:
    """Run the same rules for one current resource; False when there is none."""
    held = batches.held(desk.tx, type, id)
    if held is not None:
        desk.rules.always(desk, None, stored(held))
    return held is not None

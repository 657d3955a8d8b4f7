"""SQL and the law agree at every level of sharing, between custodians and inside one, on both databases."""

import pytest

from patientkontrakt.db import Database
from patientkontrakt.policy.actor import Actor
from patientkontrakt.policy.decision import Permitted, judge, narrow
from patientkontrakt.policy.facts import Facts
from patientkontrakt.store import history, resources
from tests.cast import AT
from tests.policy.test_levels import AHMED, AT_HJARTA, GUNNELS, LEVELS, narrowed, shared_at
from tests.store.archive import put_facts_of, put_rows

SHARED = [(AHMED, shared_at(level)) for level in LEVELS]
NARROWED = [(AT_HJARTA, narrowed(level, None)) for level in LEVELS]
CLOSED = [
    (AT_HJARTA, narrowed(level, *types))
    for level in ("utan-berattelse", None)
    for types in (("Goal", "Appointment"), (",Goal,",))
]


@pytest.mark.parametrize(("actor", "facts"), [*SHARED, *NARROWED, *CLOSED])
def test_a_level_says_the_same_in_sql_as_in_the_law(database: Database, actor: Actor, facts: Facts) -> None:
    with database.write() as tx:
        put_rows(tx, GUNNELS)
        put_facts_of(tx, facts)
    with database.read() as tx:
        for row in GUNNELS:
            restriction = narrow(actor, "r", row.type, AT)
            lawful = judge(restriction, row, facts)
            said = f"+{lawful.ground}" if isinstance(lawful, Permitted) else f"-{lawful.reason}"
            assert resources.judged(tx, row.type, row.id, restriction)[1] == said, row
            shown = bool(history.versions(tx, row.type, row.id, restriction, 1, None))
            assert shown == isinstance(lawful, Permitted), row

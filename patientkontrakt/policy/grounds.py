"""The grounds: what makes a record somebody's to read or write, and which of them can permit which letter.

Each is one rule with its paragraph; one that cannot be true of this actor, act and time says Never. Nobody has
yet checked the paragraphs with a lawyer. The order is that in which the log names them.
"""

from patientkontrakt.policy.of_offices import (
    administrator,
    feed,
    group,
    log_reader,
    own_log,
    reference_data,
    subscriber,
)
from patientkontrakt.policy.of_persons import extended_guardian, guardian_of_child, mature_child, own_record
from patientkontrakt.policy.of_staff import emergency, relation, shared, shared_unable
from patientkontrakt.policy.permissions import Letter
from patientkontrakt.policy.rule import Rule

_READING: tuple[Rule, ...] = (
    own_record,
    mature_child,
    guardian_of_child,
    extended_guardian,
    emergency,
    relation,
    shared,
    shared_unable,
    group,
    reference_data,
    own_log,
    log_reader,
    administrator,
    subscriber,
)

# None permits d: care data are corrected, never removed (PDL 3 kap. 14 §).
GROUNDS: dict[Letter, tuple[Rule, ...]] = {
    "r": _READING,
    "s": _READING,
    "c": (own_record, guardian_of_child, relation, shared, feed, administrator, subscriber),
    "u": (own_record, guardian_of_child, relation, feed, administrator, subscriber),
    "d": (),
}

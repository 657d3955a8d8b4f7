"""Whom a guardian may act for, asked of the law itself: the same verdict as when she reads the child's Patient.

Nothing is read for her and nothing logged: what she is told is that she is a guardian, and her child's name.
"""

from typing import Final

from patientkontrakt.db import Tx
from patientkontrakt.fhir.person import birth_date, identity_numbers
from patientkontrakt.policy.actor import Actor
from patientkontrakt.policy.decision import Permitted, decide
from patientkontrakt.policy.row import Row
from patientkontrakt.policy.scopes import Scopes
from patientkontrakt.policy.signing_in import Child
from patientkontrakt.records.identities import of_guardian
from patientkontrakt.records.names import name_in
from patientkontrakt.records.stored import body_of
from patientkontrakt.store import resources
from patientkontrakt.store.derive import number_hash
from patientkontrakt.store.facts import gather

_READING: Final = Scopes.parse("patient/Patient.r")


def hashes_of(tx: Tx, account: str, number_hmac: str | None, key: bytes) -> set[str]:
    """The keyed hashes an account is known by as a guardian: its own, or those of its Patient's numbers."""
    if number_hmac:
        return {number_hmac}
    type, _, id = account.partition("/")
    own = resources.current(tx, "Patient", id) if type == "Patient" else None
    return {number_hash(number, key) for number in identity_numbers(body_of(own.body))} if own else set()


def child_of(tx: Tx, account: str, child: str, relative: str, at: int) -> Child | None:
    """The child, when the law lets this RelatedPerson read for it at `at` (epoch ms): age, decisions, protection, death."""
    record = resources.current(tx, "Patient", child)
    if record is None:
        return None
    patient = body_of(record.body)
    guardian = Actor(
        kind="guardian",
        account=account,
        who=f"RelatedPerson/{relative}",
        patient=child,
        born=birth_date(patient),
        scopes=_READING,
    )
    row = Row(type="Patient", id=child, patient=child, visibility=record.visibility)
    verdict = decide(of_guardian(tx, guardian), "r", row, gather(tx, child), at)
    return Child(child, relative, name_in(patient)) if isinstance(verdict, Permitted) else None

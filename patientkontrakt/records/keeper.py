"""Where data lie: a unit, and the custodian that answers for it."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Keeper:
    """A unit that keeps data about a patient, and its custodian; both are ids of Organizations."""

    custodian: str
    unit: str

"""What the authorization server needs to know about people, and asks others for.

`records.directory` implements PeopleDirectory; `demo` fills the showcase of the demo sign-in page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from patientkontrakt.policy.actor import Actor


class PeopleDirectory(Protocol):
    """The people known to the records; every look-up is asked of the law and logged by who implements it."""

    def patient_by_number(self, number: str) -> str | None:
        """The Patient id of an identity number, for sign-in through an identity provider."""

    def roles_of_hsa_id(self, hsa_id: str) -> Sequence[str]:
        """The PractitionerRole ids of a member of staff, for sign-in through an identity provider."""

    def children_of(self, actor: Actor, now: datetime) -> Sequence[tuple[str, str]]:
        """(Patient id, label) of the children the signed-in guardian may act for now."""

    def patients_for_picker(self, actor: Actor, now: datetime) -> Sequence[tuple[str, str]]:
        """(Patient id, label) of the patients the signed-in member of staff may choose among now."""

    def name_of(self, who: str) -> str | None:
        """The name of "Patient/x" or "PractitionerRole/x", shown to the person herself when she signs in."""


@dataclass(frozen=True)
class Showcase:
    """One line of the demo sign-in page: whom you can be, and what that shows."""

    person: str
    group: str  # patient | staff
    name: str
    sv: str
    en: str

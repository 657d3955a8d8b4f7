"""What the authorization server needs to know about people, and asks others for.

`records.directory` implements PeopleDirectory; `demo` fills the showcase of the demo sign-in page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from patientkontrakt.policy.actor import Actor
from patientkontrakt.policy.signing_in import Child, Known, Listed, Post


class PeopleDirectory(Protocol):
    """The people known to the records. What shows a patient to staff is asked of the law and logged by who implements it."""

    def person_by_number(self, number: str) -> Known | None:
        """Whom a sign-in by identity number (12 digits) at a provider means; None when nobody here."""

    def posts_of_hsa_id(self, hsa_id: str) -> Sequence[Post]:
        """The assignments of the member of staff with that HSA-id, for sign-in through an identity provider."""

    def children_of(self, account: str, number_hmac: str | None, now: datetime) -> Sequence[Child]:
        """The children this account may act for now: below 13, or let read on. `number_hmac` is of one who is no patient."""

    def acts_for(self, relative: str, child: str, now: datetime) -> bool:
        """Whether that RelatedPerson is still a guardian who may act for the child (S-085)."""

    def patients_for_picker(self, actor: Actor, words: Sequence[str], most: int, now: datetime) -> Listed:
        """The first `most`, by name, of those she may choose among now whose names have all the words in them.

        Logged as shown, so show them all. A role that is kept from patients gets none.
        """

    def patient_for_picker(self, actor: Actor, patient: str, now: datetime) -> str | None:
        """The name of the one patient she has chosen, logged as read; None for one that she may not read now."""

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

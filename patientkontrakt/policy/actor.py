"""Who is asking. The guard makes an Actor for every request, from token and registers, never the body."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from patientkontrakt.clock import moment, today
from patientkontrakt.policy.scopes import Level, Scopes

Kind = Literal["patient", "guardian", "staff", "system"]
CARE = "Vård och behandling"

AUDITOR = "loggranskare"
ADMINISTRATOR = "systemadministrator"
DEVELOPER = "verksamhetsutvecklare"
# Tasks that need no patient's record (PDL 4 kap. 2 §): refused on care data whatever else is true.
ROLES_WITHOUT_CARE = frozenset({AUDITOR, ADMINISTRATOR, DEVELOPER})

# The level of scope that speaks for each kind. To a patient user/ gives no more than patient/: the grounds
# see to that.
LEVELS: dict[Kind, tuple[Level, ...]] = {
    "patient": ("patient", "user"),
    "guardian": ("patient", "user"),
    "staff": ("user",),
    "system": ("system",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """One caller in one request (model.md D1).

    `who` is "PractitionerRole/maria", "Patient/gunnel", "RelatedPerson/…" (a guardian) or "client:demo-feed".
    `patient` is the id in context and `born` the birth date of that patient. `unit` and `custodian` are the
    assignment chosen at sign-in; of a system, its organization. `groups` are the Groups a system may read,
    `feed` says that it may write what it owns. `protected` tells whether the child or the guardian has a
    protected identity; None, nobody knows, counts as yes.
    """

    kind: Kind
    account: str
    who: str
    scopes: Scopes
    patient: str | None = None
    unit: str | None = None
    custodian: str | None = None
    role: str | None = None
    client: str = ""
    jti: str = ""
    purpose: str = CARE
    request_id: str = ""
    born: date | None = None
    groups: tuple[str, ...] = ()
    feed: bool = False
    protected: bool | None = None

    @property
    def levels(self) -> tuple[Level, ...]:
        """The levels of scope that count for this kind of actor."""
        return LEVELS[self.kind]

    @property
    def assignment(self) -> tuple[str, str] | None:
        """(unit, custodian) of staff; None for others, and if anything of the assignment is unknown."""
        if self.kind != "staff" or not self.role or not self.unit or not self.custodian:
            return None
        return self.unit, self.custodian

    @property
    def related_person(self) -> str | None:
        """The id of the RelatedPerson a guardian acts as."""
        type, _, id = self.who.partition("/")
        return id if self.kind == "guardian" and type == "RelatedPerson" and id else None


def age(born: date, at: int) -> int:
    """Whole years on the day in Stockholm; a leap-day child turns on 1 March (domain.md §5.7)."""
    day = today(moment(at))
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

"""What a contract is. Pure: no JSON, no HTTP, no SQL."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from patientkontrakt.care.contacts.model import FixedContact
from patientkontrakt.care.goals.model import GoalItem
from patientkontrakt.care.promises.model import Promise
from patientkontrakt.care.times.model import NextTime


class Section(StrEnum):
    """The parts of the form, each edited and versioned by itself (D4)."""

    VIKTIGT = "viktigt"
    MAL = "mal"
    ANSVAR = "ansvar"
    KONTAKTER = "kontakter"
    TIDER = "tider"
    SAMRE = "samre"
    SAMORDNING = "samordning"
    DELNING = "delning"


class Status(StrEnum):
    """CarePlan.status, as R4 names it."""

    DRAFT = "draft"
    ACTIVE = "active"
    ON_HOLD = "on-hold"
    COMPLETED = "completed"
    REVOKED = "revoked"
    ENTERED_IN_ERROR = "entered-in-error"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Story:
    """ "Viktigt för mig": the patient's own words, or that she did not want to answer now."""

    id: str
    text: str | None = None
    declined: bool = False
    author: str | None = None
    written: datetime | None = None


@dataclass(frozen=True)
class WarningSign:
    """ "Om du blir sämre": level gron, gul or rod; what one notices, what one does, whom one calls."""

    level: str
    sign: str
    act: str
    contact: str | None = None


@dataclass(frozen=True)
class LinkedPlan:
    """Another plan that belongs here, never a copy: its kind in words, where it is and who answers for it."""

    display: str
    reference: str | None = None
    identifier: tuple[str, str] | None = None
    responsible: str | None = None


@dataclass(frozen=True)
class Contract:
    """One contract with its parts. References are "Type/id"; a published one is seen by the patient.

    `proposals` and `wishes` are promises and goals that others have written beside it, and `bookings` times that
    were booked without it; none is taken into it yet.
    """

    id: str
    patient: str
    title: str
    author: str
    status: Status = Status.DRAFT
    published: bool = False
    description: str | None = None
    start: date | None = None
    end: date | None = None
    created: datetime | None = None
    contributors: tuple[str, ...] = ()
    story: Story | None = None
    goals: tuple[GoalItem, ...] = ()
    promises: tuple[Promise, ...] = ()
    contacts: tuple[FixedContact, ...] = ()
    times: tuple[NextTime, ...] = ()
    no_time_needed: bool = False
    warnings: tuple[WarningSign, ...] = ()
    coordination: str | None = None
    relatives: str | None = None
    review_by: date | None = None
    linked: tuple[LinkedPlan, ...] = ()
    end_reason: str | None = None
    starter: str | None = None
    proposals: tuple[Promise, ...] = ()
    wishes: tuple[GoalItem, ...] = ()
    bookings: tuple[NextTime, ...] = ()

    @property
    def key(self) -> str:
        """ "CarePlan/x"."""
        return f"CarePlan/{self.id}"


class Answer(StrEnum):
    """What the patient may say to an utgåva; none is preselected and silence is never a yes."""

    JA = "ja"
    ANDRA = "andra"
    PRATA = "prata"


class Method(StrEnum):
    """How a yes was given (pk-satt)."""

    DIGITALT = "digitalt"
    MUNTLIGT = "muntligt"
    TELEFON = "telefon"


class Deed(StrEnum):
    """What a Provenance of a contract records."""

    UTGIVEN = "utgiven"
    OVERENS = "overens"
    ATERKALLAD = "aterkallad"


@dataclass(frozen=True)
class Utgava:
    """One entry of a contract's life: utgåva `number` was published, agreed to or taken back.

    `targets` are versioned references ("CarePlan/x/_history/3"); `content` the fingerprint of it.
    """

    number: int
    deed: Deed
    at: datetime
    content: str
    targets: tuple[str, ...] = ()
    author: str | None = None
    unit: str | None = None
    custodian: str | None = None
    patient: str | None = None
    method: Method | None = None


@dataclass(frozen=True)
class Life:
    """All entries of one contract in the order they happened; what applies is read from them."""

    entries: tuple[Utgava, ...] = field(default=())

    def latest(self) -> Utgava | None:
        """The newest published utgåva."""
        published = [each for each in self.entries if each.deed == Deed.UTGIVEN]
        return max(published, key=lambda each: each.number, default=None)

    def number(self, number: int) -> Utgava | None:
        """The publication of that number."""
        of = (each for each in self.entries if each.number == number and each.deed == Deed.UTGIVEN)
        return next(of, None)

    def agreed(self) -> Utgava | None:
        """The latest yes that has not been taken back: this utgåva applies."""
        standing: dict[int, Utgava] = {}
        for entry in self.entries:
            if entry.deed == Deed.OVERENS:
                standing[entry.number] = entry
            elif entry.deed == Deed.ATERKALLAD:
                standing.pop(entry.number, None)
        return standing[max(standing)] if standing else None

"""A small world in plain words: who there is, what has been said and decided, and the entries of a record.

Nothing here knows how the service stores or judges anything. Instants are epoch milliseconds; a span of time
holds its first instant and not its last, and None is open.
"""

from dataclasses import dataclass, replace
from datetime import date

HOUR = 3_600_000
DAY = 24 * HOUR

# Unit → the care provider or social authority that answers for what it writes.
UNITS = {
    "linden": "region-exempel",
    "eken": "region-exempel",
    "hemsjukvarden-ekby": "ekby-kommun.hsv",
    "solgarden": "ekby-kommun.hsv",
    "hemtjansten-ekby": "ekby-kommun.sol",
    "rydhalsan-vc": "rydhalsan",
}
SOCIAL = {"ekby-kommun.sol"}
"""Who answers for social services; the others are care providers."""

# What is written down when a patient cannot decide: three assessments, by whom and when.
ASSESSED = frozenset({"behov", "installning", "inget-motsatt", "by", "when"})
GROUP = "region-exempel-kontrakt"


@dataclass(frozen=True, kw_only=True)
class Span:
    """From `starts`, until just before `ends`."""

    starts: int | None = None
    ends: int | None = None


ALWAYS = Span(starts=0)


@dataclass(frozen=True, kw_only=True)
class Patient:
    """`protection`: sekretessmarkering, skyddadFolkbokforing, fingeradePersonuppgifter, or none."""

    id: str
    born: date
    protection: str | None = None
    dead: bool = False
    groups: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Relation:
    """A unit's listing or care relation."""

    unit: str
    when: Span
    kind: str = "listning"


@dataclass(frozen=True, kw_only=True)
class Sharing:
    """Consent under lag 2022:913 between two units of different custodians; `crossed`: its
    custodians stand in the other order, so that nobody can say whose unit is which; it opens nothing."""

    units: tuple[str, str]
    level: str | None
    when: Span
    informed: bool = True
    verified: bool = True
    crossed: bool = False


@dataclass(frozen=True, kw_only=True)
class Narrowing:
    """Less for one unit of the custodian: a level, or closed types, or neither in words anybody knows."""

    unit: str
    level: str | None
    closed: tuple[str, ...]
    when: Span


@dataclass(frozen=True, kw_only=True)
class Lift:
    """A block lifted for a unit, or for one person ("PractitionerRole/x")."""

    whom: str
    when: Span


@dataclass(frozen=True, kw_only=True)
class Block:
    """A spärr: `inner` of a unit, else outer of a custodian, over data about some time (None: all data)."""

    closed: str
    inner: bool
    when: Span
    data: Span | None = None
    lifts: tuple[Lift, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Emergency:
    """Emergency access of one person at one unit to what other units keep."""

    who: str
    unit: str
    opened: tuple[str, ...]
    when: Span


@dataclass(frozen=True, kw_only=True)
class Unable:
    """A patient who cannot decide, not only for the moment: what `custodian` keeps, to `unit`."""

    custodian: str
    unit: str
    when: Span
    assessed: frozenset[str] = ASSESSED


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What a unit decided about a guardian or a child: `utestangd`, `utokad` or `mogen`."""

    kind: str
    unit: str
    guardian: str | None
    when: Span


@dataclass(frozen=True, kw_only=True)
class Guardian:
    """A registered guardian, by the id of the RelatedPerson."""

    id: str
    when: Span


@dataclass(frozen=True, kw_only=True)
class Contact:
    """A fixed contact in person."""

    who: str
    when: Span


@dataclass(frozen=True, kw_only=True)
class Said:
    """All that is known about one patient besides the record."""

    patient: Patient
    relations: tuple[Relation, ...] = ()
    sharings: tuple[Sharing, ...] = ()
    narrowings: tuple[Narrowing, ...] = ()
    blocks: tuple[Block, ...] = ()
    emergencies: tuple[Emergency, ...] = ()
    unable: tuple[Unable, ...] = ()
    decisions: tuple[Decision, ...] = ()
    guardians: tuple[Guardian, ...] = ()
    contacts: tuple[Contact, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One resource of a record, or of the reference data (`patient` None) or the log.

    `purpose` is what a Consent is about. `about` is the time the information is about, None if nobody knows.
    `earlier` is how its first version was marked, when that was another way.
    """

    type: str
    id: str
    patient: str | None = None
    unit: str | None = None
    visibility: str = "alla"
    about: Span | None = None
    purpose: str | None = None
    earlier: str | None = None

    @property
    def first(self) -> "Entry":
        """The entry as its first version had it."""
        return replace(self, visibility=self.earlier or self.visibility)

    @property
    def is_behind_roles(self) -> bool:
        """Whether only roles refer to it, each as the person whose role it is."""
        return (self.type, self.id) == ("Practitioner", "maria")

    @property
    def custodian(self) -> str | None:
        """Who answers for the entry; a Patient and reference data have nobody (model.md D3)."""
        return UNITS[self.unit] if self.unit else None


@dataclass(frozen=True, kw_only=True)
class Grant:
    """What a token covers: letters on a type ("*": every type), of a Consent only some purpose."""

    type: str
    letters: str
    purpose: str | None = None


@dataclass(frozen=True, kw_only=True)
class Asker:
    """Whoever asks. `patient` is herself, or the child; `kept` says what a backend is registered for."""

    kind: str  # patient | guardian | staff | system
    who: str
    grants: tuple[Grant, ...] = (Grant(type="*", letters="cruds"),)
    patient: str | None = None
    unit: str | None = None
    custodian: str | None = None
    role: str | None = None
    groups: frozenset[str] = frozenset()
    feed: bool = False
    guardian_is_protected: bool | None = False


@dataclass(frozen=True, kw_only=True)
class World:
    """Everything, at one instant. Every resource among the entries refers to every other; to Maria only roles do."""

    at: int
    said: tuple[Said, ...]
    entries: tuple[Entry, ...]
    asker: Asker

    def about(self, patient: str | None) -> Said | None:
        """What is known of a patient."""
        return next((each for each in self.said if each.patient.id == patient), None)

    @property
    def stored(self) -> list[Entry]:
        """The entries that are resources: the log is not."""
        return [entry for entry in self.entries if entry.type != "AuditEvent"]

    def naming(self, entry: Entry) -> list[Entry]:
        """The entries that refer to this one."""
        others = [each for each in self.stored if (each.type, each.id) != (entry.type, entry.id)]
        roles = [each for each in others if each.type == "PractitionerRole"]
        return roles if entry.is_behind_roles else others

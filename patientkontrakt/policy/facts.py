"""The facts a verdict rests on, one frozen class per derived table of model.md D2, columns by the same names.

All instants are epoch milliseconds UTC. `starts` is always known (an unknown beginning is stored as 0);
`ends` None is open. Every fact names the resource it was derived from.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from patientkontrakt.policy.row import Row

FactTable = Literal[
    "fact_relation",
    "fact_consent",
    "fact_guardian",
    "fact_contact",
    "fact_agreement",
    "fact_protection",
    "fact_death",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A unit's listing or care relation with a patient: kind `listning` or `vardrelation` (EpisodeOfCare)."""

    patient: str
    unit: str
    kind: str
    starts: int
    ends: int | None
    source_type: str = "EpisodeOfCare"
    source_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentFact:
    """What the patient has said about her data. Side a is *whose* data, side b *who* may or may not read.

    | kind | a | b | also |
    |---|---|---|---|
    | svod | one unit and its custodian | the other; works both ways | level: how much it opens |
    | delning-inom | custodian | the unit that is kept out | level: what is left; classes: one closed type |
    | sparr-inre | custodian and unit that are closed | - | data_from, data_to |
    | sparr-yttre | custodian that is closed | - | data_from, data_to |
    | havning | as the block it lifts, and from the same source | the unit it is lifted for, or | classes: the one person |
    | nodoppning | one unit that is opened, and its custodian | the unit that opens | classes: the one person |
    | beslutsoformogen | custodian | the unit that reads | |
    | vardnadshavare | the unit that decided, or nothing | - | classes: RelatedPerson ids kept out |
    | vardnadshavare-utokad | the unit that decided | - | classes: RelatedPerson ids let in |
    | mognad | the unit that decided | - | |
    | sip | opens nothing | | |

    A person in `classes` stands as ",PractitionerRole/maria,".
    """

    patient: str
    kind: str
    custodian_a: str | None = None
    unit_a: str | None = None
    custodian_b: str | None = None
    unit_b: str | None = None
    level: str | None = None
    classes: str | None = None
    data_from: int | None = None
    data_to: int | None = None
    starts: int = 0
    ends: int | None = None
    source_type: str = "Consent"
    source_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guardian:
    """A registered guardian (RelatedPerson) of the child `patient`; the number only as a keyed hash."""

    patient: str
    number_hmac: str
    starts: int
    ends: int | None
    source_type: str = "RelatedPerson"
    source_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A fixed contact (CareTeam). Never a ground by itself."""

    patient: str
    custodian: str
    code: str
    role: str
    starts: int
    ends: int | None
    source_type: str = "CareTeam"
    source_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """A yes to an utgåva of a plan (Provenance). Never a ground by itself."""

    patient: str
    plan: str
    utgava: int
    content: str
    at: int
    by: str
    method: str
    withdrawn: int | None = None
    source_type: str = "Provenance"
    source_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Protection:
    """A label on the Patient that protects the identity: `sekretessmarkering`, `skyddadFolkbokforing` …"""

    patient: str
    kind: str
    source_type: str = "Patient"
    source_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Death:
    """The Patient is known to be dead."""

    patient: str
    source_type: str = "Patient"
    source_id: str = ""


Fact: TypeAlias = Relation | ConsentFact | Guardian | Contact | Agreement | Protection | Death


@dataclass(frozen=True, slots=True)
class Reference:
    """A current resource, its search parameter, and the "Type/id" it refers to."""

    source: Row
    param: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that is known about one row's patient, gathered by one query; of reference data about the *actor's* patient.

    `groups` are the ids of the Groups the patient is a member of; `references` are those to the row, and to what
    refers to it (needed only for reference data read by a patient).
    """

    relations: tuple[Relation, ...] = ()
    consents: tuple[ConsentFact, ...] = ()
    guardians: tuple[Guardian, ...] = ()
    contacts: tuple[Contact, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    protections: tuple[Protection, ...] = ()
    deaths: tuple[Death, ...] = ()
    groups: frozenset[str] = frozenset()
    references: frozenset[Reference] = frozenset()

    def table(self, name: FactTable) -> Iterable[Fact]:
        """The facts of one derived table."""
        found: Iterable[Fact] = getattr(self, _FIELDS[name])
        return found

    def like(self, fact: Fact) -> Iterable[Fact]:
        """The facts of the same table as `fact`."""
        return self.table(_TABLES[type(fact)])


_FIELDS: dict[FactTable, str] = {
    "fact_relation": "relations",
    "fact_consent": "consents",
    "fact_guardian": "guardians",
    "fact_contact": "contacts",
    "fact_agreement": "agreements",
    "fact_protection": "protections",
    "fact_death": "deaths",
}
_TABLES: dict[type[Fact], FactTable] = {
    Relation: "fact_relation",
    ConsentFact: "fact_consent",
    Guardian: "fact_guardian",
    Contact: "fact_contact",
    Agreement: "fact_agreement",
    Protection: "fact_protection",
    Death: "fact_death",
}

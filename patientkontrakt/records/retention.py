"""Every journal, as the rule of retention needs to know it: whose, under which regime, and when it was last written in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from patientkontrakt import clock
from patientkontrakt.db import Database, Tx
from patientkontrakt.fhir import systems
from patientkontrakt.records.stored import body_of
from patientkontrakt.store import organisations, resources
from patientkontrakt.store import retention as rows

REGIMES = {"vardgivare": "hsv", "omsorgsgivare": "sol"}
PUBLIC = frozenset({"kommun", "region"})
PLACEMENT = "placering"


@dataclass(frozen=True)
class Known:
    """One custodian's journal about one patient."""

    patient: str
    custodian: str
    regime: str | None
    public: bool
    last_entry: date
    born: date | None
    placement: bool
    size: int


def journals(database: Database) -> Iterator[Known]:
    """All of them, by patient and custodian."""
    kinds: dict[str, tuple[str | None, bool]] = {}
    for patient, custodian, last in rows.journals(database):
        with database.read() as tx:
            if custodian not in kinds:
                kinds[custodian] = _kind(tx, custodian)
            regime, public = kinds[custodian]
            yield Known(
                patient=patient,
                custodian=custodian,
                regime=regime,
                public=public,
                last_entry=clock.today(clock.moment(last)),
                born=_born(tx, patient),
                placement=rows.has_had(tx, patient, systems.RELATION, PLACEMENT),
                size=rows.count(tx, patient, custodian),
            )


def keys(database: Database, journal: Known) -> list[str]:
    """What it consists of: "Goal/x", …"""
    with database.read() as tx:
        return rows.keys(tx, journal.patient, journal.custodian)


def _kind(tx: Tx, custodian: str) -> tuple[str | None, bool]:
    """The custodian's regime, and whether it is a kommun's or a region's."""
    chain = list(organisations.ancestors(tx, custodian, systems.ORG))
    own = chain[0][1] if chain else set()
    regime = next((REGIMES[kind] for kind in REGIMES if kind in own), None)
    return regime, any(kinds & PUBLIC for _, kinds in chain)


def _born(tx: Tx, patient: str) -> date | None:
    record = resources.current(tx, "Patient", patient)
    told = body_of(record.body).get("birthDate", "") if record else ""
    try:
        return date.fromisoformat(told)
    except ValueError:
        return None

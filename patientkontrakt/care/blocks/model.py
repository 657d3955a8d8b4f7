"""A spärr as it stands, and the lifts in it (model.md D2; B-1 to B-8)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from patientkontrakt.care.codes import known
from patientkontrakt.care.parties import id_of
from patientkontrakt.care.shapes import Resource, day, moment, target, targets, value_of
from patientkontrakt.fhir import systems
from patientkontrakt.records.stored import Stored

INNER: Final = known(systems.CONSENT_PURPOSE, "sparr-inre")
OUTER: Final = known(systems.CONSENT_PURPOSE, "sparr-yttre")
KINDS: Final = {"inre": INNER, "yttre": OUTER}
LIFTED: Final = systems.ext("havd")
"""On a lift, how the patient agreed to it, and who wrote it down."""
LONGEST_LIFT: Final = timedelta(days=7)


@dataclass(frozen=True)
class Lift:
    """For whom a block is lifted (a unit or one person), until when, and how it was agreed."""

    whom: str
    until: datetime | None
    method: str | None


@dataclass(frozen=True)
class Block:
    """A block: `inre` closes a unit within its custodian, `yttre` a custodian to all others.

    ``since`` and ``until`` are the time that the closed information is about; None is open (B-8).
    """

    id: str
    kind: str
    organization: str
    since: date | None
    until: date | None
    made: date | None
    status: str
    lifts: tuple[Lift, ...]

    def holds(self) -> bool:
        """Whether it closes anything; the patient ends it when she likes (B-7)."""
        return self.status == "active"


def read_block(consent: Stored) -> Block:
    """The block a Consent holds."""
    body = consent.body()
    provision = body.get("provision", {})
    data = provision.get("dataPeriod", {})
    return Block(
        id=consent.id,
        kind=kind_of(body) or "",
        organization=next((id_of(each) for each in targets(body.get("organization"))), ""),
        since=day(data.get("start")),
        until=day(data.get("end")),
        made=day(body.get("dateTime")),
        status=body.get("status", ""),
        lifts=tuple(_lift(each) for each in lifts_in(body)),
    )


def kind_of(consent: Resource) -> str | None:
    """`inre`, `yttre`, or None for what is no block."""
    kinds = (name for name, code in KINDS.items() if systems.has_coding(consent.get("category"), *code))
    return next(kinds, None)


def lifts_in(consent: Resource) -> list[Resource]:
    """The nested provisions that lift the block for somebody."""
    nested: list[Resource] = consent.get("provision", {}).get("provision", [])
    return [each for each in nested if each.get("type") == "permit"]


def _lift(provision: Resource) -> Lift:
    actors = [target(each.get("reference")) for each in provision.get("actor", [])]
    told = systems.extension(provision, LIFTED)
    return Lift(
        whom=next((each for each in actors if each), ""),
        until=moment(provision.get("period", {}).get("end")),
        method=value_of(told, "satt") if told else None,
    )

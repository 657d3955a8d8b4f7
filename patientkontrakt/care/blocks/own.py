"""The patient blocks, and ends her blocks, herself; nobody can do it in her place (B-1, B-2, B-7; PDL 4 kap. 4 §)."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from patientkontrakt import clock
from patientkontrakt.care import codes, permissions
from patientkontrakt.care.blocks.model import KINDS, Block, read_block
from patientkontrakt.care.command import commanded
from patientkontrakt.care.refusals import RuleBroken, rule
from patientkontrakt.care.shapes import Resource, concept, put, ref, refs
from patientkontrakt.care.staff import require_own
from patientkontrakt.fhir.outcome import NotFound
from patientkontrakt.fhir.search.query import parse_query
from patientkontrakt.records import reader, writer
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.keeper import Keeper
from patientkontrakt.records.keepers import readable
from patientkontrakt.records.permission import require_changeable, require_scopes
from patientkontrakt.records.siblings import sibling
from patientkontrakt.records.writer import COMMAND

LAW: Final = {"inre": "PDL 4 kap. 4 §", "yttre": "lag 2022:913 2 kap. 3 §"}


@dataclass(frozen=True)
class MyBlocks:
    """Her blocks, newest first, ended ones too; and where her data lie, which is what there is to block."""

    blocks: list[Block]
    places: list[Keeper]


def my_blocks(desk: Desk) -> MyBlocks:
    """What the patient has blocked, and what she may block."""
    require_scopes(desk, *permissions.MY_SHARING)
    patient = require_own(desk)
    found: list[Block] = []
    for kind in KINDS.values():
        asked = [("patient", patient), ("category", "|".join(kind)), ("_count", "200")]
        page = reader.search(desk, parse_query("Consent", asked, strict=True))
        found += map(read_block, reversed(page.matches))
    return MyBlocks(found, readable(desk, patient))


def block(desk: Desk, kind: str, organization: str, since: date | None, until: date | None) -> Block:
    """Close a unit (`inre`) or a custodian (`yttre`), in this very transaction (B-1). Raises AccessRefused, RuleBroken.

    A guardian cannot (B-2): that is the law's answer to her writing a Consent, 403.
    """
    require_scopes(desk, *permissions.CHANGE_MY_SHARING)
    patient = require_own(desk)
    if since and until and until < since:
        raise RuleBroken(_BACKWARDS)
    return read_block(writer.create(desk, _consent(desk, patient, kind, organization, since, until)))


def end(desk: Desk, consent: str) -> Block:
    """End a block at once (B-7). Ending twice is ending. Raises NotFound."""
    require_scopes(desk, *permissions.CHANGE_MY_SHARING)
    patient = require_own(desk)
    require_changeable(desk, "Consent", consent)
    current = sibling(desk, patient, "Consent", consent)
    if current is None or not read_block(current).kind:
        raise NotFound()
    if not read_block(current).holds():
        return read_block(current)
    with commanded(desk):
        over = current.body() | {"status": "inactive"}
        return read_block(writer.update(desk, "Consent", consent, over, None, trust=COMMAND))


def _consent(
    desk: Desk, patient: str, kind: str, organization: str, since: date | None, until: date | None
) -> Resource:
    provision: Resource = {"type": "deny", "period": {"start": clock.iso(desk.now)}}
    data = {"start": since and since.isoformat(), "end": until and until.isoformat()}
    put(provision, "dataPeriod", {name: day for name, day in data.items() if day})
    return {
        "resourceType": "Consent",
        "status": "active",
        "scope": concept(codes.CONSENT_SCOPE),
        "category": [concept(KINDS[kind])],
        "patient": ref(f"Patient/{patient}"),
        "dateTime": clock.iso(desk.now),
        "performer": [ref(f"Patient/{patient}")],
        "organization": refs([f"Organization/{organization}"]),
        "policyRule": {"text": LAW[kind]},
        "provision": provision,
    }


_BACKWARDS: Final = rule("Slutet ska komma efter början.", "The end must come after the beginning.", "until")

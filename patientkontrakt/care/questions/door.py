"""Whose a Communication's words are, at every door: the patient's own are hers, and an answer is care's.

A question that comes through the FHIR door gives the same work as one asked in the portal.
"""

from collections.abc import Iterator
from typing import Final

from patientkontrakt.care import codes
from patientkontrakt.care.command import is_commanded
from patientkontrakt.care.parties import PATIENT_SIDE, type_of
from patientkontrakt.care.questions.shapes import read_text
from patientkontrakt.care.questions.waiting import answer_by, wait_for
from patientkontrakt.care.refusals import rule
from patientkontrakt.care.shapes import Resource, has_code, target, targets
from patientkontrakt.fhir.outcome import Issue
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.ownership import Owner
from patientkontrakt.records.stored import Stored

HERS: Final = (codes.QUESTION, codes.NOTE, codes.OWN_NOTE)
KINDS: Final = (*HERS, codes.REPLY, codes.INTERNAL_NOTE)
WORDS: Final = ("payload", "sender", "sent", "subject", "inResponseTo")


def communication_rules(desk: Desk, before: Resource | None, after: Resource) -> list[Issue]:
    """What one write of a Communication may not do."""
    if is_commanded(desk) or desk.actor.kind == "system":
        return []
    return list(_begins(desk, after) if before is None else _stays(desk, before, after))


def _begins(desk: Desk, after: Resource) -> Iterator[Issue]:
    kind, ours = desk.actor.kind, _kinds(after)
    if ours & set(HERS):
        if kind == "staff" or (kind == "guardian" and codes.OWN_NOTE in ours):
            yield _ONLY_SHE
        if not read_text(after).strip():
            yield rule("Skriv något.", "Write something.", "Communication.payload")
    if codes.REPLY in ours:
        if kind != "staff":
            yield rule("Bara vården svarar.", "Only care answers.", "Communication.category")
        if not targets(after.get("inResponseTo")):
            yield rule("Ange frågan.", "Name the question.", "Communication.inResponseTo")


def _stays(desk: Desk, before: Resource, after: Resource) -> Iterator[Issue]:
    if _kinds(before) != _kinds(after):
        yield rule(
            "Det som har sagts byter inte slag.", "What was said stays what it is.", "Communication.category"
        )
    is_hers = type_of(target(before.get("sender")) or "") in PATIENT_SIDE
    if is_hers and desk.actor.kind == "staff" and any(before.get(each) != after.get(each) for each in WORDS):
        yield _HER_WORDS


def _kinds(resource: Resource) -> set[codes.Code]:
    return {code for code in KINDS if has_code(resource.get("category"), code)}


def give_work(desk: Desk, before: Resource | None, stored: Stored) -> None:
    """Somebody in care has the question to answer."""
    if before is not None:
        return
    body, owner = stored.body(), Owner(stored.custodian, stored.unit)
    plan = next((each for each in targets(body.get("about")) if type_of(each) == "CarePlan"), None)
    to = next(iter(targets(body.get("recipient"))), f"Organization/{owner.unit}" if owner.unit else None)
    wait_for(
        desk,
        "fraga",
        read_text(body),
        stored.patient or "",
        focus=stored.key,
        plan=plan,
        to=to,
        due=answer_by(desk),
        owner=owner,
    )


_ONLY_SHE: Final = rule(
    "Det här skriver bara patienten själv.", "Only the patient writes this.", "Communication.category"
)
_HER_WORDS: Final = rule(
    "Det här är patientens egna ord. Ingen annan ändrar dem.",
    "These are the patient's own words. Nobody else changes them.",
    "Communication.payload",
)

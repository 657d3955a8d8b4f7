"""The patient says that an entry is wrong, and care answers (R-3). Nobody takes the objection away."""

from typing import Final

from patientkontrakt import clock
from patientkontrakt.care import codes, permissions
from patientkontrakt.care.command import commanded
from patientkontrakt.care.contract.archive import Dossier, open_dossier
from patientkontrakt.care.contract.own import newest_contract
from patientkontrakt.care.entrance import read_by_staff
from patientkontrakt.care.entries.objection import (
    Objection,
    answer_resource,
    is_objection,
    objection_resource,
    read_objections,
)
from patientkontrakt.care.entries.part import KINDS
from patientkontrakt.care.followup import responsible
from patientkontrakt.care.parties import id_of, type_of
from patientkontrakt.care.questions.replying import work_items
from patientkontrakt.care.questions.waiting import answer_by, wait_for
from patientkontrakt.care.refusals import RuleBroken, rule
from patientkontrakt.care.staff import require_own
from patientkontrakt.fhir.outcome import NotFound
from patientkontrakt.fhir.search.query import parse_query
from patientkontrakt.records import reader, writer
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.ownership import Owner
from patientkontrakt.records.parts import OfType, parts_of
from patientkontrakt.records.permission import require_creatable, require_scopes
from patientkontrakt.records.siblings import hold, sibling
from patientkontrakt.records.stored import Stored
from patientkontrakt.records.writer import COMMAND, Trust

ABOUT: Final = (*KINDS, "CarePlan", "QuestionnaireResponse")
"""The types she may object to: everything that is written in a plan or about it."""
LETTERS: Final = OfType(
    "Communication",
    parse_query(
        "Communication",
        [
            (
                "category",
                ",".join(f"{each.system}|{each.code}" for each in (codes.OBJECTION, codes.OBJECTION_REPLY)),
            ),
            ("status", "completed"),
        ],
        strict=True,
    ).clauses,
)
"""What she has objected, and what care has answered."""


def object_to(desk: Desk, part: str, text: str) -> Objection:
    """Say that an entry is wrong. Raises NotFound (hidden, another's, none), RuleBroken for what only she sees.

    It is kept where the entry is, so that whoever may read the one may read the other.
    """
    require_scopes(desk, *permissions.OBJECT)
    patient = require_own(desk)
    require_creatable(desk, "Communication", patient)
    found = _entry(desk, patient, part)
    dossier = newest_contract(desk, patient)
    said = Objection(
        id="",
        part=part,
        text=text,
        by=desk.actor.who,
        at=desk.now,
        version=found.version,
        plan=dossier.plan.key if dossier else None,
    )
    owner = Owner(found.custodian, found.unit)
    with commanded(desk):
        body = objection_resource(said, f"Patient/{patient}")
        stored = writer.create(desk, body, trust=Trust("command", owner, found.visibility))
    _wait(desk, stored, said, dossier, owner)
    return read_objections([stored.body()])[0]


def _entry(desk: Desk, patient: str, part: str) -> Stored:
    kind, id = type_of(part), id_of(part)
    if kind not in ABOUT:
        raise NotFound()
    found = reader.read(desk, kind, id)
    hold(desk, patient)
    if found.patient != patient or is_objection(found.body()):
        raise NotFound()
    if found.visibility != "alla":
        raise RuleBroken(_HERS_ALONE)
    return found


def _wait(desk: Desk, stored: Stored, said: Objection, dossier: Dossier | None, owner: Owner) -> None:
    """Somebody where the entry is kept reads it and answers."""
    ours = dossier is not None and dossier.plan.unit == owner.unit
    unit = f"Organization/{owner.unit}" if owner.unit else None
    to = responsible(dossier.contract()) if dossier and ours else unit
    wait_for(
        desk,
        "invandning",
        said.text,
        stored.patient or "",
        focus=stored.key,
        plan=said.plan if ours else None,
        to=to,
        due=answer_by(desk),
        owner=owner,
    )


def my_objections(desk: Desk) -> list[Objection]:
    """Every objection of hers with what care has answered, newest first."""
    require_scopes(desk, *permissions.MY_OBJECTIONS)
    patient = require_own(desk)
    found = objections_of(desk, patient)
    if not found:
        desk.note("search", "Communication", "permitted", "no_hits", patient=patient)
    return found


def of_contract(desk: Desk, plan: str) -> list[Objection]:
    """The objections beside the entries of a contract that staff read, newest first."""
    require_scopes(desk, *permissions.OBJECTIONS)
    dossier = read_by_staff(desk, plan)
    return [each for each in objections_of(desk, dossier.patient) if _is_about(each, dossier)]


def _is_about(objection: Objection, dossier: Dossier) -> bool:
    return objection.plan == dossier.plan.key or objection.part in dossier.parts


def objections_of(desk: Desk, patient: str) -> list[Objection]:
    """Those of one patient's objections that the actor may read, newest first; none where the token does not cover them."""
    parts = parts_of(desk, patient, [LETTERS])
    # nothing found is not noted: beside a plan that is noted anyway nothing was shown, and there is nothing to tell her
    found = read_objections(each.body() for each in parts.brought("Communication", LETTERS))
    return sorted(found, key=lambda each: each.at or clock.moment(0), reverse=True)


def answer(desk: Desk, plan: str, objection: str, text: str) -> Objection:
    """Care answers an objection in a contract it reads: in words, beside it. Raises NotFound.

    A change in the entry itself is a correction, or the next utgåva.
    """
    require_scopes(desk, *permissions.ANSWER_OBJECTION)
    dossier = read_by_staff(desk, plan)
    reader.read(desk, "Communication", objection)
    hold(desk, dossier.patient)
    dossier = open_dossier(desk, dossier.patient, plan)
    found = sibling(desk, dossier.patient, "Communication", objection)
    if found is None or not is_objection(found.body()):
        raise NotFound()
    body = found.body()
    if not _is_about(read_objections([body])[0], dossier):
        raise NotFound()
    owner = Owner(found.custodian, found.unit)
    with commanded(desk):
        made = writer.create(
            desk,
            answer_resource(body, text, desk.actor.who, desk.now),
            trust=Trust("command", owner, found.visibility),
        )
        for task in work_items(desk, found):
            done = task.body() | {"status": "completed", "lastModified": clock.iso(desk.now)}
            writer.update(desk, "Task", task.id, done, None, trust=COMMAND)
    earlier = [each for each in objections_of(desk, dossier.patient) if each.id == objection]
    return earlier[0] if earlier else read_objections([body, made.body()])[0]


_HERS_ALONE: Final = rule(
    "Det här ser bara du själv. Ändra det i stället.", "Only you see this. Change it instead.", "part"
)

"""The vetoes: what closes a record whatever the ground. Each is one rule with its paragraph.

They are about care data. Nobody has yet checked the paragraphs with a lawyer.
"""

from patientkontrakt.fhir.systems import CONSENT_PURPOSE
from patientkontrakt.fhir.types import TYPES
from patientkontrakt.policy.actor import Actor, Kind, age
from patientkontrakt.policy.levels import LEAVES_OUT
from patientkontrakt.policy.permissions import BLOCKS, Permission
from patientkontrakt.policy.rule import Rule
from patientkontrakt.policy.terms import (
    Always,
    Current,
    FactExists,
    FactHasClass,
    FactIn,
    FactIs,
    FactIsRow,
    Indexed,
    Never,
    NoSibling,
    Not,
    RowIn,
    RowIs,
    Term,
    TouchesData,
    all_of,
    any_of,
)

# Who sees what is marked how (model.md D3). An unknown mark closes; `utkast` is open to the unit that writes it.
SEES: dict[Kind, tuple[str, ...]] = {
    "patient": ("alla", "egen"),
    "guardian": ("alla",),
    "staff": ("alla", "personal", "ej-patient"),
    "system": ("alla", "ej-patient"),
}


def entered_elsewhere(actor: Actor, act: Permission, at: int) -> Term:
    """A draft at another custodian is nobody else's, whatever has been shared.

    Law: PDL 2 kap. 6 § (its custodian answers for it, and has not made it available). model.md D12.
    """
    if actor.kind not in ("staff", "system"):
        return Never()
    return all_of(RowIs("visibility", "utkast"), _elsewhere(actor.custodian))


def not_for_you(actor: Actor, act: Permission, at: int) -> Term:
    """Drafts are for the unit that writes them, notes for staff, what is withheld not for the patient.

    Law: OSL 25 kap. 6-7 §§ (withheld from the patient, P-5, P-6); PDL 4 kap. 1 §. model.md D3.
    """
    seen: Term = RowIn("visibility", SEES[actor.kind])
    if actor.assignment:
        draft = all_of(RowIs("visibility", "utkast"), RowIs("unit", actor.assignment[0]))
        seen = any_of(seen, draft)
    return Not(seen)


def sparr_inre(actor: Actor, act: Permission, at: int) -> Term:
    """The patient has closed a unit's data to the other units of its custodian.

    A block that touches the data's time closes; one lifted for the reading unit does not, and what a unit
    wrote itself stays open to it.
    Law: PDL 4 kap. 4-5 §§; B-1, B-3, B-4, B-8. Rows C4, P6.
    """
    if not _is_told(actor, act) or not actor.custodian:
        return Never()
    closed = _blocked("sparr-inre", FactIsRow("unit_a", "unit"), actor, at)
    return all_of(RowIs("custodian", actor.custodian), _other_unit(actor), closed)


def sparr_yttre(actor: Actor, act: Permission, at: int) -> Term:
    """The patient has closed a custodian's data to every other custodian.

    A block that touches the data's time closes; one lifted for the reading unit does not.
    Law: SVO 2 kap. 3-5 §§; B-1, B-3, B-8. Rows M3, P6.
    """
    if not _is_told(actor, act):
        return Never()
    closed = _blocked("sparr-yttre", FactIsRow("custodian_a", "custodian"), actor, at)
    return all_of(_elsewhere(actor.custodian), closed)


def sparr_is_private(actor: Actor, act: Permission, at: int) -> Term:
    """That and where a patient has blocked is known to her and the custodian that enforces it, nobody else.

    Law: SVO 2 kap. 5 §; B-3. model.md D2.
    """
    if act.type != "Consent" or actor.kind not in ("staff", "system"):
        return Never()
    block = any_of(*(Indexed("category", CONSENT_PURPOSE, code) for code in BLOCKS))
    return all_of(block, _elsewhere(actor.custodian))


def delning_inom(actor: Actor, act: Permission, at: int) -> Term:
    """The patient has narrowed what a unit sees of the custodian's others.

    What her level leaves out is closed, and so is each type she names. A narrowing that says neither in words
    we know closes everything.
    Law: PDL 4 kap. 4 §, the patient's objection; model.md D2.
    """
    if actor.kind != "staff" or not _is_told(actor, act) or not actor.unit or not actor.custodian:
        return Never()
    narrowed = (FactIs("kind", "delning-inom"), FactIs("unit_b", actor.unit), Current(at))
    level = (
        all_of(left_out, FactExists("fact_consent", (*narrowed, FactIs("level", level))))
        for level, left_out in LEAVES_OUT.items()
    )
    named = FactExists("fact_consent", (*narrowed, FactIsRow("classes", "type")))
    unsaid = FactExists("fact_consent", (*narrowed, *_SAYS_NOTHING_WE_KNOW))
    return all_of(RowIs("custodian", actor.custodian), _other_unit(actor), any_of(*level, named, unsaid))


def guardian_cut(actor: Actor, act: Permission, at: int) -> Term:
    """No guardian from the 13th birthday, where either is protected, or where a unit has decided against it.

    Law: 1177's frame; S-3; OSL 12 kap. 3 § (betydande men). Rows G2, G3, G4, G5.
    """
    if actor.kind != "guardian":
        return Never()
    if actor.protected is not False or actor.born is None or age(actor.born, at) >= 13:
        return Always()
    kept_out = FactHasClass("classes", actor.related_person or "")
    return FactExists("fact_consent", (FactIs("kind", "vardnadshavare"), kept_out, Current(at)))


VETOES: tuple[Rule, ...] = (
    guardian_cut,
    entered_elsewhere,
    not_for_you,
    sparr_inre,
    sparr_yttre,
    sparr_is_private,
    delning_inom,
)


_SAYS_NOTHING_WE_KNOW = (
    NoSibling((FactIn("level", tuple(LEAVES_OUT)),)),
    NoSibling((FactIn("classes", tuple(TYPES)),)),
)


def _elsewhere(custodian: str | None) -> Term:
    return Not(RowIs("custodian", custodian)) if custodian else Always()


def _other_unit(actor: Actor) -> Term:
    return Not(RowIs("unit", actor.unit)) if actor.unit and actor.kind == "staff" else Always()


def _is_told(actor: Actor, act: Permission) -> bool:
    """Whether the act tells another than the patient what some custodian keeps.

    A feed that keeps its own record tells nobody, and a Patient has no custodian (model.md D3).
    """
    hears = actor.kind == "staff" or (actor.kind == "system" and act.is_reading)
    return hears and act.type != "Patient"


def _blocked(kind: str, whose: FactIsRow, actor: Actor, at: int) -> Term:
    """A block in force on these data, unless that very block is lifted for the reading unit (B-4, B-8)."""
    block = (FactIs("kind", kind), whose, Current(at), TouchesData())
    if actor.kind != "staff" or not actor.unit:
        return FactExists("fact_consent", block)
    lift = NoSibling((FactIs("kind", "havning"), FactIs("unit_b", actor.unit), Current(at)))
    return FactExists("fact_consent", (*block, lift))

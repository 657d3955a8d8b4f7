"""The vetoes: what closes a record whatever the ground. Each is one rule with its paragraph.

They are about care data. Nobody has yet checked the paragraphs with a lawyer.
"""

from patientkontrakt.policy.actor import Actor, Kind, age
from patientkontrakt.policy.blocks import delning_inom, sparr_inre, sparr_is_private, sparr_yttre
from patientkontrakt.policy.conditions import elsewhere
from patientkontrakt.policy.of_persons import ADULT_READER, TEENAGER, has_extended_access
from patientkontrakt.policy.permissions import Permission
from patientkontrakt.policy.protection import (
    IS_PROTECTED,
    skyddad_export,
    skyddad_inte_i_sokning,
    skyddad_vistelse,
)
from patientkontrakt.policy.rule import Rule
from patientkontrakt.policy.terms import (
    Always,
    Current,
    FactExists,
    FactHasClass,
    FactIs,
    Never,
    Not,
    RowIn,
    RowIs,
    Term,
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


def guardian_cut(actor: Actor, act: Permission, at: int) -> Term:
    """No guardian where either is protected, or where a unit has decided against it; none from the 13th birthday.

    Until the 16th a unit may let her read on what it wrote itself.
    Law: 1177's frame; S-3; OSL 12 kap. 3 § (betydande men). Rows G2, G3, G4, G5.
    """
    if actor.kind != "guardian":
        return Never()
    if actor.protected is not False or actor.born is None or age(actor.born, at) >= ADULT_READER:
        return Always()
    kept_out = FactExists(
        "fact_consent",
        (
            FactIs("kind", "vardnadshavare"),
            FactHasClass("classes", actor.related_person or ""),
            Current(at),
        ),
    )
    if age(actor.born, at) < TEENAGER:
        return any_of(kept_out, IS_PROTECTED)
    return any_of(kept_out, IS_PROTECTED, Not(has_extended_access(actor, act, at)))


def dead(actor: Actor, act: Permission, at: int) -> Term:
    """Nobody signs in as the dead, and nobody acts for them; for care the relation rules go on.

    Law: PDL 5 kap. 5 § and OSL 12 kap. 1-3 §§: direct access and guardianship end with life. Row U3.
    """
    return FactExists("fact_death", ()) if actor.kind in ("patient", "guardian") else Never()


def entered_elsewhere(actor: Actor, act: Permission, at: int) -> Term:
    """A draft at another custodian is nobody else's, whatever has been shared.

    Law: PDL 2 kap. 6 § (its custodian answers for it, and has not made it available). model.md D12.
    """
    if actor.kind not in ("staff", "system"):
        return Never()
    return all_of(RowIs("visibility", "utkast"), elsewhere(actor.custodian))


def not_for_you(actor: Actor, act: Permission, at: int) -> Term:
    """Drafts are for the unit that writes them, notes for staff, what is withheld not for the patient.

    Law: OSL 25 kap. 6-7 §§ (withheld from the patient, P-5, P-6); PDL 4 kap. 1 §. model.md D3.
    """
    seen: Term = RowIn("visibility", SEES[actor.kind])
    if actor.assignment:
        draft = all_of(RowIs("visibility", "utkast"), RowIs("unit", actor.assignment[0]))
        seen = any_of(seen, draft)
    return Not(seen)


VETOES: tuple[Rule, ...] = (
    dead,
    guardian_cut,
    skyddad_export,
    skyddad_inte_i_sokning,
    skyddad_vistelse,
    entered_elsewhere,
    not_for_you,
    sparr_inre,
    sparr_yttre,
    sparr_is_private,
    delning_inom,
)

"""What the law says of one entry, paragraph by paragraph, in plain ifs: a second opinion that has not read the first.

Written from domain.md §5, the table of access.md and model.md D2, D3, D12, for `world.py` alone. It must never
import the service's own law. Whoever changes the law changes it here from the text, not from the code.
"""

from dataclasses import replace

from tests.worlds.paragraphs import (
    age,
    cannot_decide,
    decided,
    holds,
    is_about,
    is_blocked_inside,
    is_blocked_outside,
    is_hidden_by_protection,
    is_narrowed,
    is_opened_in_emergency,
    log,
    reference,
    shares,
    shows_itself_to_staff,
    token_covers,
)
from tests.worlds.words import (
    BLOCKS,
    BY_COMMAND,
    BY_THE_PATIENT,
    CARE,
    FED,
    HERS_TO_SAY,
    NO_NEED_OF_CARE_DATA,
    REFERENCE,
)
from tests.worlds.world import SOCIAL, Entry, Grant, Said, World


def may(world: World, letter: str, entry: Entry) -> bool:
    """Whether the asker may do `letter` (c r u d s) to the entry at this instant."""
    if letter == "d" or not token_covers(world, letter, entry):
        return False  # nothing is erased
    if entry.type in REFERENCE:
        return reference(world, letter, entry) and (not _at_work(entry) or _is_told_of(world, entry))
    if entry.type == "AuditEvent":
        return letter in "rs" and log(world, entry)
    if entry.type not in CARE or (said := world.about(entry.patient)) is None:
        return False
    if world.asker.role in NO_NEED_OF_CARE_DATA:
        return False  # A-2; A2, S2
    kinds = {"patient": _patient, "guardian": _guardian, "staff": _staff, "system": _system}
    return kinds[world.asker.kind](world, letter, entry, said)


def found(world: World, type: str) -> set[str]:
    """The ids that a search of a type, about one patient, may show and count."""
    return {each.id for each in world.entries if each.type == type and may(world, "s", each)}


def listed(world: World, type: str) -> set[str]:
    """The same of a search about nobody in particular: health care lists nobody by social services (A-12)."""
    shown = {each.id for each in without_social(world) if each.type == type}
    return found(world, type) & shown


def without_social(world: World) -> list[Entry]:
    """The entries that may be in a list at all."""
    asker = world.asker
    in_health_care = asker.kind in ("staff", "system") and asker.custodian not in SOCIAL
    return [each for each in world.entries if not (in_health_care and each.custodian in SOCIAL)]


# People at work.


def _at_work(entry: Entry) -> bool:
    return entry.type in ("Practitioner", "PractitionerRole")


def _is_told_of(world: World, entry: Entry) -> bool:
    """A patient, and who acts for her, knows those whom what she sees of her record names: by name, or by their role."""
    if world.asker.kind not in ("patient", "guardian"):
        return True
    roles = [each for each in world.naming(entry) if each.type == "PractitionerRole"]
    return _is_named(world, entry) or any(_is_named(world, each) for each in roles)


def _is_named(world: World, entry: Entry) -> bool:
    asker = replace(
        world.asker, grants=(Grant(type="*", letters="r"),)
    )  # what she sees, whatever this app covers
    hers = [each for each in world.naming(entry) if each.patient == asker.patient]
    return any(may(replace(world, asker=asker), "r", each) for each in hers)


# The kinds of askers.


def _patient(world: World, letter: str, entry: Entry, said: Said) -> bool:
    """P1-P7: herself from 16; from 13 what a unit has found her mature for. No spärr stands between her and it."""
    if entry.patient != world.asker.patient or entry.visibility not in ("alla", "egen"):
        return False  # P7; P-5, P-6 (NOPAT), D3
    if said.patient.dead:
        return False  # U3
    years = age(world, said)
    if years < 13:
        return False
    if years < 16:
        return letter in "rs" and decided(world, said, "mogen", entry)  # P5
    if letter in "rs":
        return True
    if entry.type == "Consent" and entry.purpose not in HERS_TO_SAY:
        return False
    return letter in BY_THE_PATIENT.get(entry.type, "")  # P2, P3, P6


def _guardian(world: World, letter: str, entry: Entry, said: Said) -> bool:
    """G1-G6: a registered guardian of a child under 13; to 15 what a unit has extended to."""
    asker = world.asker
    id = asker.who.removeprefix("RelatedPerson/")
    if entry.patient != asker.patient or entry.visibility != "alla":
        return False
    if said.patient.dead:
        return False  # U3
    if said.patient.protection or asker.guardian_is_protected is not False:
        return False  # G5, S-3; what is not known is a no
    if not any(each.id == id and holds(each.when, world.at) for each in said.guardians):
        return False
    if any(is_about(each, "utestangd", id) and holds(each.when, world.at) for each in said.decisions):
        return False  # G2, OSL 12:3
    if entry.type == "Consent" and entry.purpose in BLOCKS:
        return False  # model.md D2: a spärr is readable by the patient and the enforcing custodian only
    years = age(world, said)
    if years >= 16:
        return False  # G4
    if years >= 13:
        return letter in "rs" and decided(world, said, "utokad", entry, id)  # G3
    if letter in "rs":
        return True  # G1
    return entry.type != "Consent" and letter in BY_THE_PATIENT.get(entry.type, "")  # G1; G6, B-2


def _staff(world: World, letter: str, entry: Entry, said: Said) -> bool:
    """C1-C5, D1-D2, M1-M5, E1: a current relation always (A-1), and then whose data it is."""
    asker = world.asker
    if not asker.role or not asker.unit or not asker.custodian:
        return False
    if not any(each.unit == asker.unit and holds(each.when, world.at) for each in said.relations):
        return False  # A-1; C3
    if not shows_itself_to_staff(entry, asker.unit) or is_hidden_by_protection(world, letter, entry, said):
        return False
    if letter in "cu":
        return _staff_writes(world, letter, entry)
    if entry.type == "Patient":
        return True
    opened = is_opened_in_emergency(world, entry, said)
    if entry.custodian == asker.custodian:  # PDL: A-3
        if entry.unit == asker.unit or opened:
            return True  # C1; E1, B-4 case 2: PDL 4 kap. 5 §
        return not is_blocked_inside(world, entry, said) and not is_narrowed(world, entry, said)
    if entry.type == "Consent" and entry.purpose in BLOCKS:
        return False  # B-3
    if is_blocked_outside(world, entry, said):
        return False  # M3; B-5 and N-5: not in an emergency either
    return (
        opened  # B-6
        or any(shares(each, world, entry) for each in said.sharings)  # M1, A-4
        or any(cannot_decide(each, world, entry) for each in said.unable)  # M4, A-9
    )


def _staff_writes(world: World, letter: str, entry: Entry) -> bool:
    """Only its own unit's entries; a relation or a patient is made by other means (model.md D2)."""
    if entry.type in ("Patient", "EpisodeOfCare") or entry.unit != world.asker.unit:
        return False
    if entry.type != "Consent":
        return True
    loosened = letter == "u" and entry.purpose in BLOCKS
    return entry.purpose not in BY_COMMAND and not loosened


def _system(world: World, letter: str, entry: Entry, said: Said) -> bool:
    """B1-B3: a backend reads its own custodian's data on its Group's members; a feed writes its own, and never reads."""
    asker = world.asker
    own = asker.custodian is not None and (entry.type == "Patient" or entry.custodian == asker.custodian)
    if not own or entry.visibility not in ("alla", "ej-patient"):
        return False
    if letter in "cu":
        return asker.feed and entry.type in FED
    if said.patient.protection or not said.patient.groups & asker.groups:
        return False  # B1: protected are left out; B2
    return entry.type == "Patient" or not is_blocked_inside(world, entry, said)  # B1: and blocked

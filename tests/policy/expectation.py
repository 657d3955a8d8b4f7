"""What the cast may do, written by hand from access.md and model.md D11: a page to read aloud, not a second program.

`OPEN` says whose data each actor may read, and of which units' hand. What is not on the page is closed.
"""

from collections.abc import Callable

from patientkontrakt.policy.row import Row
from tests.cast import PATIENTS, STAFF, UNITS

EVERY_UNIT = tuple(UNITS)
LINDEN, EKEN, AKUT, HJARTA = "linden", "eken", "ekby-sjukhus-akut", "ekby-sjukhus-hjarta"
HEMSJUKVARDEN, SOLGARDEN, HEMTJANSTEN = "hemsjukvarden-ekby", "solgarden", "hemtjansten-ekby"
RYDHALSAN = "rydhalsan-vc"
# What region-exempel keeps, and the health care of Ekby kommun.
REGION = ("region-exempel", LINDEN, EKEN, AKUT, HJARTA)
EKBY_HSV = (HEMSJUKVARDEN, SOLGARDEN)

_MARIA = {
    "gunnel": (*REGION, *EKBY_HSV),  # C1, C2; and M1: she shares both ways with hemsjukvarden
    "rut": (*REGION, *EKBY_HSV),  # the same; hemtjansten, another custodian, is not shared
    "asta": REGION,  # C1, C2: her block closes Linden's data to others, not to Linden
    "sara": REGION,
    "alva": REGION,
    "noel": REGION,
    "maja": REGION,
    "hassan": REGION,
    "samir": REGION,
}

_OTHERS: dict[str, dict[str, tuple[str, ...]]] = {
    "staff maria": _MARIA,
    "staff johan": _MARIA,
    "staff dag": {
        "elsa": REGION,  # C1
        "asta": ("region-exempel", EKEN, AKUT, HJARTA),  # C4: Linden's data are blocked inside the region
    },
    "staff ahmed": {
        "gunnel": (*EKBY_HSV, *REGION),  # M1: his own custodian's, and what she shares
        "rut": (*EKBY_HSV, *REGION),
    },
    "staff karin": {"rut": (HEMTJANSTEN,)},  # nothing is shared with social care
    "staff frida": {"hassan": REGION},
    "staff petra": {"birger": (RYDHALSAN,), "ingrid": (RYDHALSAN,)},  # Solgarden is another custodian
    "staff lars": {},  # A2
    "staff astrid": {},  # S2
    "sara for alva": {"alva": EVERY_UNIT},  # G1
    "sara for noel": {},  # G3: he is 13
    "alva": {},  # nine years old
    "noel": {},  # P5: thirteen
    "demo-feed": {},  # B3: never reads
    "demo-integrator": dict.fromkeys(  # B1: its Group, its own custodian
        ("gunnel", "sara", "alva", "noel", "maja", "samir", "rut"), REGION
    ),
}
_THEMSELVES: dict[str, dict[str, tuple[str, ...]]] = {
    patient: {patient: EVERY_UNIT}  # P1, and P7: nobody else's
    for patient in PATIENTS
    if patient not in ("alva", "noel")
}
OPEN = _OTHERS | _THEMSELVES

# What a level leaves out of what would else be read (model.md D2).
TIMES_AND_CONTACTS = ("Appointment", "CareTeam")
LEAVES_OUT: dict[str | None, Callable[[str], bool]] = {
    "hela": lambda type: False,
    "utan-berattelse": lambda type: type == "QuestionnaireResponse",
    "tider-kontakter": lambda type: type not in TIMES_AND_CONTACTS,
    "allt": lambda type: True,  # no level of ours
    "": lambda type: True,
    None: lambda type: True,
}

# Marks beside `alla`. A draft is besides seen by the unit that writes it.
ALSO_SEES = {
    "staff": ("personal", "ej-patient"),
    "patient": ("egen",),
    "guardian": (),
    "system": ("ej-patient",),
}

PATIENT_MAY_WRITE = {  # P2, P6; the third column of model.md "Scopes"
    "Task": "cu",
    "QuestionnaireResponse": "cu",
    "Goal": "cu",
    "Communication": "c",
    "AppointmentResponse": "c",
    "Consent": "cu",
    "Observation": "c",
}
FEED_MAY_WRITE = ("Patient", "EpisodeOfCare", "Encounter", "Appointment", "ServiceRequest", "RelatedPerson")


def may_read(name: str, row: Row) -> bool:
    """Whether this actor of the cast may read or search this care row."""
    units = OPEN[name].get(row.patient or "")
    if units is None:
        return False
    if row.type == "Patient":
        return True
    return row.unit in units and _is_marked_for(name, row) and not _is_a_block_elsewhere(name, row)


def may_write(name: str, letter: str, row: Row) -> bool:
    """Whether this actor of the cast may create or update this care row."""
    if name == "demo-feed":  # B3
        return (
            row.type in FEED_MAY_WRITE
            and (row.type == "Patient" or row.unit in REGION)
            and row.visibility == "alla"
        )
    if not may_read(name, row) or name == "demo-integrator":  # B2
        return False
    if name.startswith("staff "):
        return (
            row.unit == STAFF[name[6:]].unit and row.type != "EpisodeOfCare" and _staff_may_say(letter, row)
        )
    by_guardian = "for" in name and row.type == "Consent"  # G6
    emergency = "nodoppning" in row.id  # E2
    return letter in PATIENT_MAY_WRITE.get(row.type, "") and not by_guardian and not emergency


def _is_marked_for(name: str, row: Row) -> bool:
    if row.visibility == "utkast":
        return name.startswith("staff ") and row.unit == STAFF[name[6:]].unit
    return row.visibility in ("alla", *ALSO_SEES[_kind(name)])


def _is_a_block_elsewhere(name: str, row: Row) -> bool:
    """Blocks are known to the patient and the custodian that enforces them (model.md D2)."""
    if "sparr" not in row.id or _kind(name) == "patient":
        return False
    if _kind(name) == "guardian":
        return True
    mine = UNITS[STAFF[name[6:]].unit].custodian if name.startswith("staff ") else "region-exempel"
    return row.custodian != mine


def _staff_may_say(letter: str, row: Row) -> bool:
    """Staff record a block a patient asks for, but do not loosen it, and declare no emergency here."""
    return "nodoppning" not in row.id and not (letter == "u" and "sparr" in row.id)


def _kind(name: str) -> str:
    if name.startswith("staff "):
        return "staff"
    if name.startswith("demo-"):
        return "system"
    return "guardian" if " for " in name else "patient"

"""What can be asked for: a letter on a type. And what each kind of actor may ever write, whatever the row."""

from dataclasses import dataclass
from typing import Literal

from patientkontrakt.fhir.types import TYPES

Letter = Literal["c", "r", "u", "d", "s"]
LETTERS: tuple[Letter, ...] = ("c", "r", "u", "d", "s")

# What a patient may write (model.md "Scopes"). That a goal she changes is her own, and the like, is a rule of
# care.
PATIENT_WRITES = {
    "Task": "cu",
    "QuestionnaireResponse": "cu",
    "Goal": "cu",
    "Communication": "c",
    "AppointmentResponse": "c",
    "Consent": "cu",
    "Observation": "c",
}
# A guardian does the same for the child, but cannot consent or block in its place (PDL 4 kap. 4 § second
# paragraph).
GUARDIAN_WRITES = {type: letters for type, letters in PATIENT_WRITES.items() if type != "Consent"}

# Made by domain commands or feeds only, never by a person through FHIR: an own care relation would be an own
# key.
NOT_BY_STAFF = frozenset({"Patient", "EpisodeOfCare"})

# What a unit of another custodian may add to a contract that is shared with it (access.md M1).
CONTRIBUTIONS = frozenset({"Task", "Communication", "Observation"})

# Who works where is shown to a patient only for those her own record refers to, to a person also by her role.
STAFF_TYPES = frozenset({"Practitioner", "PractitionerRole"})
BEHIND = {"Practitioner": (("PractitionerRole", "practitioner"),)}

# Categories of Consent (pk-consent-purpose).
BLOCKS = ("sparr-inre", "sparr-yttre")
SHARING = ("svod", "delning-inom", "sip")
# What nobody writes but by the command that asks for its reasons: emergencies, and a unit's decisions.
BY_COMMAND = ("nodoppning", "beslutsoformogen", "vardnadshavare", "vardnadshavare-utokad", "mognad")


@dataclass(frozen=True, slots=True)
class Permission:
    """One SMART letter (create, read, update, delete, search) on one FHIR type."""

    letter: Letter
    type: str

    @property
    def is_reading(self) -> bool:
        """Reading or searching."""
        return self.letter in ("r", "s")

    @property
    def kind(self) -> str | None:
        """`care`, `reference`, `log` or `subscription`; None for a type we do not have, which nothing permits."""
        known = TYPES.get(self.type)
        return known.kind if known else None

    def is_among(self, writes: dict[str, str]) -> bool:
        """Whether a table of letters by type has it."""
        return self.letter in writes.get(self.type, "")

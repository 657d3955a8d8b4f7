"""What the form is filled from: the contract's sections as they stand, and what is known about the patient."""

from dataclasses import dataclass, field, replace
from typing import Any

from flask_babel import gettext as _

from patientkontrakt.portal.arbete.kept import is_ours
from patientkontrakt.portal.door import ask, session
from patientkontrakt.portal.refusals import Refused

Data = dict[str, Any]

ORDER = ("viktigt", "mal", "ansvar", "tider", "kontakter", "delning", "samre", "samordning")
"""The sections in the order of the form."""

EMPTY: dict[str, Data] = {
    "viktigt": {"text": None, "declined": False},
    "mal": {"goals": []},
    "ansvar": {"promises": [], "starter": None},
    "tider": {"times": [], "no_time_needed": False, "review_by": None},
    "kontakter": {"contacts": [], "contributors": []},
    "delning": {"shares": []},
    "samre": {"warnings": []},
    "samordning": {"coordination": None, "relatives": None, "linked": []},
}


@dataclass(frozen=True)
class Sheet:
    """A contract that is being written, or one to be; `contract` is its id, None until the first save.

    `sections` hold the data as the API has it, `versions` what was read of each. `known` is the patient's overview.
    `told` is the contract as the API showed it, empty for a new one.
    """

    known: Data
    contract: str | None = None
    sections: dict[str, Data] = field(default_factory=lambda: dict(EMPTY))
    versions: dict[str, int] = field(default_factory=dict)
    told: Data = field(default_factory=dict)

    def now(self, name: str, stands: Data) -> "Sheet":
        """The same sheet with one section as it stands after a save."""
        told = self.told | {"sections": self.told.get("sections", {}) | {name: stands}}
        sections = self.sections | {name: EMPTY[name] | stands["data"]}
        return replace(self, sections=sections, versions=self.versions | {name: stands["version"]}, told=told)

    @property
    def patient(self) -> str:
        """As an owner is named: Patient/x."""
        return f"Patient/{self.known['id']}"

    @property
    def first_name(self) -> str:
        """What the pages call her: not the first word of "Skyddad uppgift"."""
        if self.known["masked"]:
            return str(_("Patienten"))
        return str(self.known["name"] or "").split(" ")[0]

    @property
    def published(self) -> bool:
        """Whether an utgåva has been given out."""
        return bool(self.told.get("published"))

    @property
    def her_story(self) -> Data | None:
        """What she has written herself: nobody else changes it."""
        story = self.told.get("story") if self.contract else self.known["story"]
        return story if story and story["own"] else None

    @property
    def wishes(self) -> list[Data]:
        """Goals of hers that are not in the plan yet."""
        return [each for each in self.told.get("wishes", []) if each["audience"] != "egen"]

    @property
    def proposals(self) -> list[Data]:
        """Promises that somebody has offered, and that are not in the plan yet."""
        return list(self.told.get("proposals", []))


def of_patient(id: str) -> Sheet:
    """A form for a patient who has none yet. Raises Refused (404 for one that is not the unit's)."""
    return Sheet(known=ask("GET", f"/patients/{id}/overview"))


def of_contract(id: str) -> Sheet:
    """A contract at work, with its drafts. Raises Refused: one that another unit keeps is not ours to write in."""
    told = ask("GET", f"/contracts/{id}")
    if not is_ours(told):
        raise Refused(404)
    known = ask("GET", f"/patients/{told['patient']}/overview")
    sections = {name: EMPTY[name] | each["data"] for name, each in told["sections"].items()}
    versions = {name: each["version"] for name, each in told["sections"].items()}
    return Sheet(known, id, sections, versions, told)


def me() -> str:
    """Who writes: PractitionerRole/x."""
    return session().person


def my_unit() -> str:
    """Where: Organization/x."""
    return f"Organization/{session().about.get('unit')}"

"""What stands beside a contract's entries, for its reader: one question for the plan's page and for the staff's."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from patientkontrakt.care.contract.views import View
from patientkontrakt.care.entries.objecting import objections_of
from patientkontrakt.care.entries.objection import Objection
from patientkontrakt.care.entries.reading import Marks, marks
from patientkontrakt.care.parties import id_of
from patientkontrakt.records.desk import Desk


@dataclass(frozen=True)
class Beside:
    """Objections, corrections and what is withheld."""

    objections: tuple[Objection, ...]
    marks: Marks

    def references(self) -> Iterable[str | None]:
        """Everybody who is named in them."""
        yield from (reply.by for each in self.objections for reply in each.answers)
        yield from (each.by for each in self.marks.corrections)
        yield from (who for each in self.marks.withheld for who in (each.by, each.reviewer))

    def shown(self) -> dict[str, Any]:
        """As the schemas take it."""
        return {
            "objections": self.objections,
            "corrections": self.marks.corrections,
            "withheld": self.marks.withheld,
        }


def beside(desk: Desk, view: View) -> Beside:
    """What stands beside the entries of a contract that the actor reads."""
    return Beside(tuple(objections_of(desk, id_of(view.contract.patient))), marks(desk, view))

"""How far an export has come: kept with the job, so that whoever goes on after a kill begins where it was last certain."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from patientkontrakt.fhir.bulk.manifest import Part
from patientkontrakt.store.exporting_cut import Cut


@dataclass
class Course:
    """`at` is the transaction time (epoch ms); `began` when the cut was taken; `patients` of `of` are done, up to the id `after`.

    Then come reference data: `types` that are done, and the id `after_id` in the next. `refused` is why nothing came of it.
    """

    cut: Cut
    at: int
    began: int
    of: int
    patients: int = 0
    after: str = ""
    is_past_patients: bool = False
    types: list[str] = field(default_factory=list)
    after_id: str = ""
    parts: tuple[Part, ...] = ()
    refused: str = ""

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        return asdict(self)

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> "Course | None":
        """From what was kept; None when nothing was."""
        if not kept:
            return None
        cut = Cut(kept["cut"]["below"], tuple(kept["cut"]["running"]))
        return cls(**{**kept, "cut": cut, "parts": tuple(Part(**each) for each in kept["parts"])})

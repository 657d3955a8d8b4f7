"""What an answer says about itself, beside what was found: one entry with search mode `outcome` (FHIR R4 3.1.1.2)."""

from collections.abc import Iterable
from typing import Final

from patientkontrakt.api.fhir import answers, bundles
from patientkontrakt.fhir.outcome import Issue, operation_outcome

_CUT: Final = Issue(
    "incomplete",
    "Alla medföljande poster fick inte plats. Hämta dem med egna sökningar.",
    "Not all included resources found room. Fetch them with searches of their own.",
    (),
    "warning",
)
_SUPPRESSED: Final = Issue(
    "suppressed",
    "Det finns uppgifter om patienten som är spärrade och inte visas.",
    "There are data about the patient that are blocked and not shown.",
    (),
    "information",
)


def of(ignored: Iterable[Issue] = (), *, cut: bool = False, suppressed: bool = False) -> list[str]:
    """The entry, as text, if there is anything to say."""
    issues = [*ignored, *([_CUT] if cut else []), *([_SUPPRESSED] if suppressed else [])]
    return [bundles.remark(operation_outcome(issues, answers.language()))] if issues else []

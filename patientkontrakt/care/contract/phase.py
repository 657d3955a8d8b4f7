"""Where a contract is in its life, in the words of the pages (docs/contract.md). Pure."""

from enum import StrEnum

from patientkontrakt.care.contract.model import Answer, Status


class Phase(StrEnum):
    """What the status line says."""

    UTKAST = "utkast"
    SKICKAD = "skickad"
    VILL_ANDRA = "vill-andra"
    VILL_PRATA = "vill-prata"
    OVERENS = "overens"
    PAUSAD = "pausad"
    AVSLUTAD = "avslutad"
    AVBRUTEN = "avbruten"
    FELREGISTRERAD = "felregistrerad"


_BY_STATUS = {
    Status.COMPLETED: Phase.AVSLUTAD,
    Status.REVOKED: Phase.AVBRUTEN,
    Status.ENTERED_IN_ERROR: Phase.FELREGISTRERAD,
}
_BY_ANSWER = {
    Answer.JA: Phase.OVERENS,
    Answer.ANDRA: Phase.VILL_ANDRA,
    Answer.PRATA: Phase.VILL_PRATA,
    None: Phase.SKICKAD,
}


def phase_of(status: Status, *, published: bool, answer: Answer | None, agreed: bool) -> Phase:
    """`answer` is the one to the newest utgåva; `agreed` whether some utgåva applies (a paused one does)."""
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    if not published:
        return Phase.UTKAST
    if status == Status.ON_HOLD and agreed:
        return Phase.PAUSAD
    return _BY_ANSWER[answer]

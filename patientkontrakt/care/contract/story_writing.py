"""The patient tells what matters to her (model.md D8): hers becomes the story, and only she changes it after that."""

from patientkontrakt.care import permissions
from patientkontrakt.care.contract.archive import Dossier
from patientkontrakt.care.contract.model import Story
from patientkontrakt.care.contract.own import kept_with, own_contract
from patientkontrakt.care.contract.story import questionnaire_response
from patientkontrakt.care.parties import PATIENT_SIDE, type_of
from patientkontrakt.fhir.outcome import VersionConflict
from patientkontrakt.records import writer
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.permission import require_scopes
from patientkontrakt.records.stored import Stored


def tell(desk: Desk, text: str | None, version: int) -> Stored:
    """Write her story anew over the `version` of her own that she read, 0 when there was none; no text is declining.

    Raises VersionConflict (412), StepNotAllowed when the contract has ended, NotFound without one.
    """
    require_scopes(desk, *permissions.WRITE_MY_STORY)
    dossier = own_contract(desk, "QuestionnaireResponse")
    hers = _her_own(dossier)
    current = hers.version if hers else 0
    if version != current:
        raise VersionConflict(current)
    story = Story(hers.id if hers else "", text, text is None, desk.actor.who, desk.now)
    body = questionnaire_response(story, f"Patient/{dossier.patient}", hers.body() if hers else None)
    if hers:
        return writer.update(desk, hers.type, hers.id, body, hers.version)
    del body["id"]
    return writer.create(desk, body, trust=kept_with(dossier))


def _her_own(dossier: Dossier) -> Stored | None:
    story = dossier.contract().story
    if story is None or type_of(story.author or "") not in PATIENT_SIDE:
        return None
    return dossier.parts.get(f"QuestionnaireResponse/{story.id}")

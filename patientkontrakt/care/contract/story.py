"""Story ⇄ QuestionnaireResponse `viktigt-for-mig` (model.md D8).

An author who is the patient means that only she may change it; a question she would not answer has no value
but the data-absent-reason `asked-declined`.
"""

from typing import Final

from patientkontrakt import clock
from patientkontrakt.care import codes
from patientkontrakt.care.contract.model import Story
from patientkontrakt.care.shapes import Resource, moment, put, ref, start_from, target
from patientkontrakt.fhir import systems

LINK: Final = "viktigt"
DECLINED: Final = {"url": systems.DATA_ABSENT_REASON, "valueCode": "asked-declined"}


def questionnaire_response(story: Story, patient: str, base: Resource | None = None) -> Resource:
    """The QuestionnaireResponse of a story of `patient`."""
    resource = start_from(base, "QuestionnaireResponse", story.id)
    resource |= {
        "questionnaire": resource.get("questionnaire", codes.STORY_QUESTIONNAIRE),
        "status": resource.get("status", "completed"),
        "subject": ref(patient),
        "source": ref(patient),
    }
    put(resource, "author", ref(story.author))
    put(resource, "authored", clock.iso(story.written) if story.written else None)
    others = [item for item in resource.get("item", []) if item.get("linkId") != LINK]
    put(resource, "item", [*_item(story), *others])
    return resource


def _item(story: Story) -> list[Resource]:
    if story.declined:
        return [{"linkId": LINK, "answer": [{"_valueString": {"extension": [DECLINED]}}]}]
    return [{"linkId": LINK, "answer": [{"valueString": story.text}]}] if story.text else []


def read_story(resource: Resource) -> Story:
    """The story a QuestionnaireResponse holds."""
    item: Resource = next((each for each in resource.get("item", []) if each.get("linkId") == LINK), {})
    answer: Resource = next(iter(item.get("answer", [])), {})
    absent = systems.extension(answer.get("_valueString", {}), systems.DATA_ABSENT_REASON) or {}
    return Story(
        id=resource.get("id", ""),
        text=answer.get("valueString"),
        declined=absent.get("valueCode") == "asked-declined",
        author=target(resource.get("author")),
        written=moment(resource.get("authored")),
    )

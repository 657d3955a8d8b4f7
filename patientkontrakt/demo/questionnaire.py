"""The form "viktigt för mig", which the stories answer (model.md D8)."""

from patientkontrakt.care import codes
from patientkontrakt.care.contract.story import LINK
from patientkontrakt.demo.fhir import Resource, resource

ID = "viktigt-for-mig"


def questionnaire() -> Resource:
    """The Questionnaire: one question, in the patient's own words."""
    return resource(
        "Questionnaire",
        ID,
        url=codes.STORY_QUESTIONNAIRE,
        name="ViktigtForMig",
        title="Det här är viktigt för mig",
        status="active",
        subjectType=["Patient"],
        item=[{"linkId": LINK, "text": "Vad är viktigt för dig?", "type": "text"}],
    )

"""The codes our own resources carry (model.md D2–D8), each said once; what it means is told in fhir/profiles."""

from typing import Final, NamedTuple

from patientkontrakt.fhir import systems
from patientkontrakt.fhir.profiles.vocabulary import CODINGS


class Code(NamedTuple):
    """A code in its system; compare and unpack it as a pair."""

    system: str
    code: str


def known(system: str, code: str) -> Code:
    """The code as the tables of fhir/profiles have it, where its words are. Raises ValueError of one they lack."""
    if (system, code) not in CODINGS:
        raise ValueError(f"{system}|{code} has no row in fhir/profiles")
    return Code(system, code)


SNOMED_CARE_PLAN: Final = Code(*systems.PATIENTKONTRAKT_SNOMED)

CONTRACT: Final = known(systems.PLAN_CATEGORY, "patientkontrakt")
FAST_KONTAKT: Final = known(systems.CARETEAM_TYP, "fast-kontakt")
SIP_PLAN: Final = known(systems.TYPE_OF_CAREPLAN, "SIP")

ANSVAR: Final = known(systems.TASK, "ansvar")
SVAR: Final = known(systems.TASK, "svar")
ATERKOPPLING: Final = known(systems.TASK, "aterkoppling")
DOUBLE_DOCTOR: Final = known(systems.TASK, "dubbel-lakarkontakt")
NAR: Final = known(systems.TASK_INPUT, "nar")
OUTPUT_ANSWER: Final = known(systems.pk("task-output"), "svar")
OUTPUT_TEXT: Final = known(systems.pk("task-output"), "text")
OUTPUT_METHOD: Final = known(systems.pk("task-output"), "satt")
BUSINESS_STATUS: Final = systems.pk("business-status")

UTGIVEN: Final = known(systems.ACTIVITY, "utgiven")
OVERENS: Final = known(systems.ACTIVITY, "overens")
ATERKALLAD: Final = known(systems.ACTIVITY, "aterkallad")
RATTAD: Final = known(systems.ACTIVITY, "rattad")
UNDANHALLEN: Final = known(systems.ACTIVITY, "undanhallen")
VISAS_IGEN: Final = known(systems.ACTIVITY, "visas-igen")
PARTICIPANT_TYPE: Final = "http://terminology.hl7.org/CodeSystem/provenance-participant-type"

END_REASON: Final = systems.pk("end-reason")
MEETING_FORM: Final = systems.pk("motesform")
GOAL_ACHIEVEMENT: Final = "http://terminology.hl7.org/CodeSystem/goal-achievement"
GOAL_LEVEL: Final = known(systems.OBSERVATION, "malniva")

INTERNAL_NOTE: Final = known(systems.COMMUNICATION, "intern-anteckning")
FOLLOW_UP: Final = known(systems.COMMUNICATION, "uppfoljning")

INBJUDAN: Final = known(systems.TASK, "inbjudan")
DELTAGARE: Final = known(systems.TEAM, "deltagare")
PAMINNELSE: Final = systems.ext("paminnelse")
"""On a note of a promise or an invitation: it reminds (valueBoolean true)."""
NOTE: Final = known(systems.COMMUNICATION, "anteckning")
OWN_NOTE: Final = known(systems.COMMUNICATION, "egen-anteckning")
QUESTION: Final = known(systems.COMMUNICATION, "fraga")
REPLY: Final = known(systems.COMMUNICATION, "svar")
OBJECTION: Final = known(systems.COMMUNICATION, "invandning")
OBJECTION_REPLY: Final = known(systems.COMMUNICATION, "svar-pa-invandning")
DISCLOSURE: Final = known(systems.COMMUNICATION, "utlamnande")
OWN_GOAL: Final = known(systems.pk("goal"), "egen")

CARE_RELATION: Final = known(systems.RELATION, "vardrelation")
SVOD: Final = known(systems.CONSENT_PURPOSE, "svod")
GUARDIAN_BLOCK: Final = known(systems.CONSENT_PURPOSE, "vardnadshavare")
GUARDIAN_EXTENDED: Final = known(systems.CONSENT_PURPOSE, "vardnadshavare-utokad")
MATURITY: Final = known(systems.CONSENT_PURPOSE, "mognad")
CONSENT_SCOPE: Final = Code("http://terminology.hl7.org/CodeSystem/consentscope", "patient-privacy")
RECIPIENT: Final = Code(systems.PARTICIPATION_TYPE, "IRCP")

IFO: Final = known(systems.ORG, "ifo")
"""A unit of individ- och familjeomsorg: outside what may be shared (domain.md A-7)."""

STORY_QUESTIONNAIRE: Final = f"{systems.BASE}/Questionnaire/viktigt-for-mig"

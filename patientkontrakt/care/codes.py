"""The codes our own resources carry (model.md D2–D8), each a (system, code) pair said once."""

from typing import Final, NamedTuple

from patientkontrakt.fhir import systems


class Code(NamedTuple):
    """A code in its system; compare and unpack it as a pair."""

    system: str
    code: str


SNOMED_CARE_PLAN: Final = Code(*systems.PATIENTKONTRAKT_SNOMED)

CONTRACT: Final = Code(systems.PLAN_CATEGORY, "patientkontrakt")
FAST_KONTAKT: Final = Code(systems.CARETEAM_TYP, "fast-kontakt")
SIP_PLAN: Final = Code(systems.TYPE_OF_CAREPLAN, "SIP")

ANSVAR: Final = Code(systems.TASK, "ansvar")
SVAR: Final = Code(systems.TASK, "svar")
ATERKOPPLING: Final = Code(systems.TASK, "aterkoppling")
NAR: Final = Code(systems.TASK_INPUT, "nar")
OUTPUT_ANSWER: Final = Code(systems.pk("task-output"), "svar")
OUTPUT_TEXT: Final = Code(systems.pk("task-output"), "text")
OUTPUT_METHOD: Final = Code(systems.pk("task-output"), "satt")
BUSINESS_STATUS: Final = systems.pk("business-status")

UTGIVEN: Final = Code(systems.ACTIVITY, "utgiven")
OVERENS: Final = Code(systems.ACTIVITY, "overens")
ATERKALLAD: Final = Code(systems.ACTIVITY, "aterkallad")
RATTAD: Final = Code(systems.ACTIVITY, "rattad")
UNDANHALLEN: Final = Code(systems.ACTIVITY, "undanhallen")
VISAS_IGEN: Final = Code(systems.ACTIVITY, "visas-igen")
PARTICIPANT_TYPE: Final = "http://terminology.hl7.org/CodeSystem/provenance-participant-type"

END_REASON: Final = systems.pk("end-reason")
MEETING_FORM: Final = systems.pk("motesform")
GOAL_ACHIEVEMENT: Final = "http://terminology.hl7.org/CodeSystem/goal-achievement"
GOAL_LEVEL: Final = Code(systems.OBSERVATION, "malniva")

INTERNAL_NOTE: Final = Code(systems.COMMUNICATION, "intern-anteckning")
FOLLOW_UP: Final = Code(systems.COMMUNICATION, "uppfoljning")

INBJUDAN: Final = Code(systems.TASK, "inbjudan")
DELTAGARE: Final = Code(systems.TEAM, "deltagare")
PAMINNELSE: Final = systems.ext("paminnelse")
"""On a note of a promise or an invitation: it reminds (valueBoolean true)."""
NOTE: Final = Code(systems.COMMUNICATION, "anteckning")
OWN_NOTE: Final = Code(systems.COMMUNICATION, "egen-anteckning")
QUESTION: Final = Code(systems.COMMUNICATION, "fraga")
REPLY: Final = Code(systems.COMMUNICATION, "svar")
OBJECTION: Final = Code(systems.COMMUNICATION, "invandning")
OBJECTION_REPLY: Final = Code(systems.COMMUNICATION, "svar-pa-invandning")
DISCLOSURE: Final = Code(systems.COMMUNICATION, "utlamnande")
OWN_GOAL: Final = Code(systems.pk("goal"), "egen")

SVOD: Final = Code(systems.CONSENT_PURPOSE, "svod")
GUARDIAN_BLOCK: Final = Code(systems.CONSENT_PURPOSE, "vardnadshavare")
GUARDIAN_EXTENDED: Final = Code(systems.CONSENT_PURPOSE, "vardnadshavare-utokad")
MATURITY: Final = Code(systems.CONSENT_PURPOSE, "mognad")
CONSENT_SCOPE: Final = Code("http://terminology.hl7.org/CodeSystem/consentscope", "patient-privacy")
RECIPIENT: Final = Code(systems.PARTICIPATION_TYPE, "IRCP")

IFO: Final = Code(systems.ORG, "ifo")
"""A unit of individ- och familjeomsorg: outside what may be shared (domain.md A-7)."""

STORY_QUESTIONNAIRE: Final = f"{systems.BASE}/Questionnaire/viktigt-for-mig"

"""Which SMART permissions each operation of the domain uses (model.md D10): asked once, for the whole command."""

from typing import Final

SEARCH_PATIENTS: Final = ("Patient.s",)
OPEN_CONTRACT: Final = ("CarePlan.c", "Goal.c", "Task.c", "CareTeam.c", "Appointment.c", "Consent.c")
READ_CONTRACT: Final = (
    "CarePlan.rs", "Goal.rs", "Task.rs", "CareTeam.rs", "Appointment.rs", "Consent.rs",
)  # fmt: skip
CHANGE_CONTRACT: Final = ("CarePlan.u",)
TAKE_PART: Final = ("CarePlan.r", "CareTeam.s", "Task.s")
INVITE: Final = ("CarePlan.u", "CareTeam.cu", "Task.cu")
INVITATIONS: Final = ("Task.s",)
ANSWER_INVITATION: Final = ("Task.u",)
SHARING: Final = ("CarePlan.r", "Consent.s")
CHANGE_SHARING: Final = ("CarePlan.u", "Consent.cu")
GOAL_LEVEL: Final = ("CarePlan.r", "Goal.r", "Observation.c")
FOLLOW_UP: Final = ("CarePlan.u", "Goal.r", "Observation.c", "Communication.c")
KEEP_PROMISE: Final = ("CarePlan.r", "Task.ru")
PROPOSE: Final = ("CarePlan.r", "Task.c")
QUESTIONS: Final = ("Task.s", "Communication.s")
ANSWER_QUESTION: Final = ("Communication.rc", "Task.u")
WORK_ITEM: Final = ("Task.u",)
WORK_ITEMS: Final = ("Task.s",)
LIST_PATIENTS: Final = ("Patient.s",)
PATIENT_OVERVIEW: Final = ("Patient.r",)
SHARED_TIMES: Final = ("Patient.r", "Appointment.s", "CareTeam.s")
SHARED_WITH_US: Final = ("Patient.s", "CarePlan.s")
UNITS: Final = ("Organization.s",)
STAFF_AT_WORK: Final = ("PractitionerRole.s",)
WORKLIST: Final = ("Task.s", "CarePlan.s")
MY_PLAN: Final = ("CarePlan.rs",)
MY_ANSWER: Final = ("Task.u",)
MY_SHARING: Final = ("Consent.rs",)
CHANGE_MY_SHARING: Final = ("Consent.cu",)
MY_LOG: Final = ("AuditEvent.s",)
MY_PROFILE: Final = ("Patient.rs",)
WRITE_MY_STORY: Final = ("QuestionnaireResponse.cu",)
WRITE_MY_GOALS: Final = ("Goal.cu",)
WRITE_MY_PROMISES: Final = ("Task.cu",)
READ_MY_WORDS: Final = ("Communication.rs",)
WRITE_MY_WORDS: Final = ("Communication.c",)
ANSWER_MY_TIMES: Final = ("AppointmentResponse.c",)
MYSELF: Final = ()
"""Who one is: any live token tells."""
STAFF_ONLY: Final = ()
"""A relation, a reason and what is shared are for staff with an assignment, and asked of that."""

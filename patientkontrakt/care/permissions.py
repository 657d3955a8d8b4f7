"""Which SMART permissions each operation of the domain uses (model.md D10): asked once, for the whole command."""

from typing import Final

SEARCH_PATIENTS: Final = ("Patient.s",)
OPEN_CONTRACT: Final = ("CarePlan.c", "Goal.c", "Task.c", "CareTeam.c", "Appointment.c", "Consent.c")
READ_CONTRACT: Final = (
    "CarePlan.rs", "Goal.rs", "Task.rs", "CareTeam.rs", "Appointment.rs", "Consent.rs",
)  # fmt: skip
CHANGE_CONTRACT: Final = ("CarePlan.u",)
WORKLIST: Final = ("Task.s", "CarePlan.s")
MY_PLAN: Final = ("CarePlan.rs",)
MY_ANSWER: Final = ("Task.u",)
MY_SHARING: Final = ("Consent.rs",)
CHANGE_MY_SHARING: Final = ("Consent.cu",)
MY_LOG: Final = ("AuditEvent.s",)
"""A relation, a reason and what is shared use none: they are for staff with an assignment, and asked of that."""
STAFF_ONLY: Final = ()

"""What a patient does: her story, goals, duties, notes, answer, sharing and log. At /min, beside the plan."""

from flask import Blueprint

from patientkontrakt.portal.admission import guarded

acts_of_patient = guarded(Blueprint("portal_mitt", __name__, url_prefix="/min"), staff=False)

# Each module opens its own addresses.
from patientkontrakt.portal.mitt import (  # noqa: E402, F401
    answer,
    apps,
    blocks,
    duties,
    goals,
    log,
    log_copies,
    mine,
    notes,
    objections,
    questions,
    settings,
    sharing,
    story,
    times,
)

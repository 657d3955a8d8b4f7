"""The pages of staff, at /arbete: the day, the patients, the contract and its tasks, what others share."""

from flask import Blueprint

from patientkontrakt.portal.admission import guarded

pages_of_staff = guarded(Blueprint("portal_arbete", __name__, url_prefix="/arbete"), staff=True)

# Each module opens its own addresses.
from patientkontrakt.portal.arbete import (  # noqa: E402, F401
    answer,
    apps,
    closing,
    consent,
    contract,
    day,
    emergency,
    entries,
    inviting,
    lifting,
    me,
    patients,
    promise,
    questions,
    reading,
    reviewing,
    search,
)

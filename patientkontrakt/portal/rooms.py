"""Every room of signed-in pages, with its addresses."""

from typing import Final

from patientkontrakt.portal import administrera, arbete, delade, granska, mitt, skriva
from patientkontrakt.portal import min as min_
from patientkontrakt.portal.staying import stays_of_patient, stays_of_staff

ROOMS: Final = (
    min_.pages_of_patient,
    mitt.acts_of_patient,
    arbete.pages_of_staff,
    skriva.pages_of_writing,
    delade.pages_of_sharing,
    granska.pages_of_review,
    administrera.pages_of_administration,
    stays_of_patient,
    stays_of_staff,
)

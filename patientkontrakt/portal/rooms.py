"""Every room of signed-in pages, with its addresses."""

from typing import Final

from patientkontrakt.portal import arbete, delade, mitt, skriva
from patientkontrakt.portal import min as min_

ROOMS: Final = (
    min_.pages_of_patient,
    mitt.acts_of_patient,
    arbete.pages_of_staff,
    skriva.pages_of_writing,
    delade.pages_of_sharing,
)

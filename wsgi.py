"""The WSGI entry, for gunicorn and for `flask --app wsgi`. Refuses a database that was made in the other mode."""

import gc

from patientkontrakt.app import create_app
from patientkontrakt.db.installation import require_mode
from patientkontrakt.fhir.types import TYPES
from patientkontrakt.fhir.validate import warm

application = create_app()
house = application.extensions["patientkontrakt"]
require_mode(house.database, house.settings.mode)
house.database.engine.dispose()  # gunicorn forks from here: a connection must not be in two processes
warm(TYPES)  # before the fork: every worker shares the models, and no first write waits for them
gc.collect()
gc.freeze()  # what is loaded now stays: no collection walks it again, which would also unshare its memory from the others

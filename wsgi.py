"""The WSGI entry, for gunicorn and for `flask --app wsgi`. Refuses a database that was made in the other mode."""

from patientkontrakt.app import create_app
from patientkontrakt.db.installation import require_mode

application = create_app()
house = application.extensions["patientkontrakt"]
require_mode(house.database, house.settings.mode)

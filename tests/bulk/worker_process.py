"""A worker in a process of its own, to be killed: it keeps its progress after each page, of PAGE patients at most."""

import os
import time
from functools import partial

from patientkontrakt import clock
from patientkontrakt.app import create_app
from patientkontrakt.auth.given.on_behalf import system_actor
from patientkontrakt.config import Settings
from patientkontrakt.records.bulk.run import Exporting, Sizes
from patientkontrakt.records.duties import Duties
from patientkontrakt.records.worker import Worker


def main() -> None:
    """Work until the end comes."""
    house = create_app(Settings.from_environ(os.environ)).extensions["patientkontrakt"]
    small = Exporting(
        house.counter,
        house.exports,
        partial(system_actor, house.database),
        clock.now,
        Sizes(patients=int(os.environ["PAGE"]), kept_bytes=1, file_bytes=int(os.environ["FILE_BYTES"])),
    )
    Worker(house.database, Duties(jobs=(small,)), lambda: clock.millis(clock.now())).start()
    time.sleep(600)


if __name__ == "__main__":
    main()

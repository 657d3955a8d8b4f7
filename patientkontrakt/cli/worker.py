"""`patientkontrakt worker`: do the jobs without answering requests."""

import signal

import click
from flask import current_app
from flask.cli import with_appcontext

from patientkontrakt.cli.counter import open_counter

_ENDS = (signal.SIGTERM, signal.SIGINT)


@click.command()
@with_appcontext
def worker() -> None:
    """Do jobs until SIGTERM or Ctrl-C. `serve` has one already; further ones, on any machine, share the work."""
    open_counter()  # refuses a database that is not migrated, or of the other mode
    house = current_app.extensions["patientkontrakt"]
    signal.pthread_sigmask(signal.SIG_BLOCK, _ENDS)  # before the threads: none of them is interrupted
    house.sealer.start()
    house.worker.start()
    click.echo("Working. SIGTERM or Ctrl-C ends it in order.")
    signal.sigwait(_ENDS)
    whole = house.worker.stop()
    house.sealer.stop()
    click.echo("Ended." if whole else "Ended; what it still held is taken over within half a minute.")

"""`patientkontrakt jobs …`: what waits, what is being done, what went wrong."""

import click
from flask import current_app
from flask.cli import with_appcontext

from patientkontrakt import clock
from patientkontrakt.cli.counter import open_counter
from patientkontrakt.records.queue import ALIVE_MS, STATES, Job, Queue

_LINE = "{:<32}  {:<12}  {:<9}  {:>5}  {:<24}  {}"
_HEAD = _LINE.format("ID", "KIND", "STATE", "TRIED", "ASKED FOR", "FAULT").rstrip()


@click.group()
def jobs() -> None:
    """Work that goes on beside the requests."""


@jobs.command("list")
@click.option("--kind", help="Only jobs of this kind.")
@click.option("--state", type=click.Choice(STATES), help="Only jobs in this state.")
@click.option(
    "--most", type=click.IntRange(min=1), default=100, show_default=True, help="No more lines than this."
)
@with_appcontext
def list_jobs(kind: str | None, state: str | None, most: int) -> None:
    """The newest jobs first, and whether a worker is there."""
    queue = _queue()
    found = queue.listed(kind, state, most)
    if found:
        click.echo(_HEAD)
    for job in found:
        click.echo(_told(job))
    click.echo(f"{len(found)} {'job' if len(found) == 1 else 'jobs'}.")
    _say_who_works(queue)


@jobs.command()
@click.argument("ids", nargs=-1, metavar="[ID]…")
@click.option("--all", "every", is_flag=True, help="Every job that has failed.")
@with_appcontext
def retry(ids: tuple[str, ...], every: bool) -> None:
    """Put failed jobs back into the queue. They go on from where they were."""
    if bool(ids) == every:
        raise click.UsageError("Name the jobs, or say --all.")
    queue, now = _queue(), clock.millis(clock.now())
    if every:
        click.echo(f"{queue.retry_all(now)} back in the queue.")
        return
    unknown = [id for id in ids if not queue.retry(id, now)]
    _say(f"{len(ids) - len(unknown)} back in the queue.", unknown)


@jobs.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID…")
@with_appcontext
def dismiss(ids: tuple[str, ...]) -> None:
    """Leave failed jobs at that: they are cancelled, and nobody is told of them as failed any more."""
    queue = _queue()
    unknown = [id for id in ids if not queue.dismiss(id)]
    _say(f"{len(ids) - len(unknown)} dismissed.", unknown)


def _say(done: str, unknown: list[str]) -> None:
    click.echo(done)
    if unknown:
        raise click.ClickException(f"No failed job has this id: {', '.join(unknown)}")


def _queue() -> Queue:
    open_counter()  # refuses a database that is not migrated, or of the other mode
    queue: Queue = current_app.extensions["patientkontrakt"].queue
    return queue


def _told(job: Job) -> str:
    asked = clock.iso(job.created)
    return _LINE.format(job.id, job.kind, job.state, job.attempts, asked, job.fault or "").rstrip()


def _say_who_works(queue: Queue) -> None:
    now = clock.millis(clock.now())
    alive = [(name, seen) for name, seen in queue.workers() if now - seen <= ALIVE_MS]
    for name, seen in alive:
        click.echo(f"Worker {name} gave a sign {max(0, now - seen) // 1000} s ago.")
    if not alive:
        click.echo("No worker is there. Start the service, or: patientkontrakt worker")

"""`patientkontrakt staff …`: who may work in which role at which unit, as accounts have it; given and ended by the operator."""

from datetime import datetime
from typing import Final

import click
from flask.cli import with_appcontext

from patientkontrakt import clock
from patientkontrakt.auth.administration import assignments
from patientkontrakt.auth.administration.assignments import Assignment, Book
from patientkontrakt.care.assignments import Wanted, give
from patientkontrakt.care.assignments import end as end_entry
from patientkontrakt.cli.counter import open_counter
from patientkontrakt.fhir.outcome import Refusal
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.importing.run import operator
from patientkontrakt.records.organisations import custodian_of
from patientkontrakt.records.registers import reference_entry
from patientkontrakt.records.writer import Trust

IMPORT: Final = Trust("import")
_LINE = "{:<24}  {:<24}  {:<24}  {:<18}  {:<10}  {:<10}  {}"
_HEAD = _LINE.format("ASSIGNMENT", "ACCOUNT", "UNIT", "ROLE", "FROM", "LAST DAY", "STANDS").rstrip()
_WORDS: Final = {
    "not-begun": "not begun",
    "suspended": "account suspended",
    "closed": "account closed",
}


@click.group()
def staff() -> None:
    """Assignments: begun and ended. Each act stands in the access log."""


@staff.command("list")
@click.option("--unit", help="Only those at this Organization.")
@with_appcontext
def list_assignments(unit: str | None) -> None:
    """Every assignment there is or was, and whether one may work on it now."""
    counter, at = open_counter(), clock.millis(clock.now())
    with counter.database.read() as tx:
        found = assignments.every(tx, unit)
    if found:
        click.echo(_HEAD)
    for each in found:
        days = _day(each.starts), _day(each.last_moment)
        click.echo(_LINE.format(each.id, each.account, each.unit, each.role, *days, _stands(each, at)))
    click.echo(f"{len(found)} {'assignment' if len(found) == 1 else 'assignments'}.")


@staff.command()
@click.argument("practitioner")
@click.argument("unit")
@click.argument("role", type=click.Choice(assignments.ROLES))
@click.option(
    "--until", type=click.DateTime(["%Y-%m-%d"]), help="The last day; without it until further notice."
)
@with_appcontext
def start(practitioner: str, unit: str, role: str, until: datetime | None) -> None:
    """Let PRACTITIONER (an id) work at UNIT (an Organization's id) as ROLE from today; anew, if an earlier one is over."""
    counter = open_counter()
    last = until.date().isoformat() if until else None
    wanted = Wanted(f"Practitioner/{practitioner}", unit, role, last)
    try:
        with counter.writing(operator(), clock.now()) as desk:
            told = _start(desk, wanted)
    except Refusal as refusal:
        raise click.ClickException(refusal.issues[0].en) from refusal
    click.echo(told)


@staff.command()
@click.argument("ids", nargs=-1, required=True, metavar="ASSIGNMENT…")
@with_appcontext
def end(ids: tuple[str, ...]) -> None:
    """End assignments now: refused at the next request, whatever the register writes. `start` gives a new one."""
    counter = open_counter()
    with counter.writing(operator(), clock.now()) as desk:
        ended = {id: end_entry(desk, _book(desk), id, IMPORT) for id in ids}
        for id in (id for id, is_ended in ended.items() if is_ended):
            desk.note("update", f"PractitionerRole/{id}", "permitted", "assignment ended")
    unknown = [id for id, is_ended in ended.items() if not is_ended]
    click.echo(f"{len(ended) - len(unknown)} ended.")
    if unknown:
        raise click.ClickException(f"Not there, or over already: {', '.join(unknown)}")


def _start(desk: Desk, wanted: Wanted) -> str:
    person = wanted.practitioner.partition("/")[2]
    if reference_entry(desk, "Practitioner", person) is None:
        raise click.ClickException(f"There is no {wanted.practitioner}. Import it first.")
    if custodian_of(desk, wanted.unit) is None:
        raise click.ClickException(
            f"There is no Organization/{wanted.unit}, or it belongs to no care provider."
        )
    made = give(desk, _book(desk), wanted, IMPORT)
    (one,) = (each for each in assignments.every(desk.tx, wanted.unit) if each.id == made)
    return f"Begun, {_stands(one, desk.at)}: {made}"


def _book(desk: Desk) -> Book:
    return Book(desk.tx, desk.at, "operator")


def _stands(one: Assignment, at: int) -> str:
    stands = one.stands(at)
    return _WORDS.get(stands, stands) if stands != "ended" else f"ended by {one.ended_by}"


def _day(at: int | None) -> str:
    return clock.today(clock.moment(at)).isoformat() if at else ""

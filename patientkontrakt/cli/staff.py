"""`patientkontrakt staff …`: who may work in which role at which unit, as accounts have it; begun and ended by the operator."""

from datetime import datetime

import click
from flask.cli import with_appcontext

from patientkontrakt import clock
from patientkontrakt.auth import accounts
from patientkontrakt.auth.feed import ROLE
from patientkontrakt.cli.counter import open_counter
from patientkontrakt.fhir.outcome import Refusal
from patientkontrakt.records import writer
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.importing.run import operator
from patientkontrakt.records.organisations import custodian_of
from patientkontrakt.records.registers import reference_entry

_LINE = "{:<24}  {:<24}  {:<24}  {:<18}  {:<10}  {:<10}  {}"
_HEAD = _LINE.format("ASSIGNMENT", "ACCOUNT", "UNIT", "ROLE", "FROM", "UNTIL", "STANDS").rstrip()


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
        found = [each for each in accounts.assignments(tx) if unit in (None, each.unit)]
    if found:
        click.echo(_HEAD)
    for each in found:
        days = _day(each.starts), _day(each.ends)
        click.echo(_LINE.format(each.id, each.account, each.unit, each.role, *days, each.stands(at)))
    click.echo(f"{len(found)} {'assignment' if len(found) == 1 else 'assignments'}.")


@staff.command()
@click.argument("practitioner")
@click.argument("unit")
@click.argument("role", type=click.Choice(accounts.ROLES))
@click.option(
    "--until", type=click.DateTime(["%Y-%m-%d"]), help="The last day; without it until further notice."
)
@with_appcontext
def start(practitioner: str, unit: str, role: str, until: datetime | None) -> None:
    """Let PRACTITIONER (an id) work at UNIT (an Organization's id) as ROLE; one that was ended by hand begins again."""
    counter = open_counter()
    try:
        with counter.writing(operator(), clock.now()) as desk:
            told = _start(desk, practitioner, unit, role, until)
    except Refusal as refusal:
        raise click.ClickException(refusal.issues[0].en) from refusal
    click.echo(told)


@staff.command()
@click.argument("assignments", nargs=-1, required=True, metavar="ASSIGNMENT…")
@with_appcontext
def end(assignments: tuple[str, ...]) -> None:
    """End assignments now: refused at the next request, whatever the register writes, until one is started again."""
    counter = open_counter()
    with counter.writing(operator(), clock.now()) as desk:
        ended = {id: accounts.end_assignment(desk.tx, id, desk.at, by="operator") for id in assignments}
        for id in (id for id, is_ended in ended.items() if is_ended):
            desk.note("update", f"PractitionerRole/{id}", "permitted", "assignment ended")
    unknown = [id for id, is_ended in ended.items() if not is_ended]
    click.echo(f"{len(ended) - len(unknown)} ended.")
    if unknown:
        raise click.ClickException(f"Not there, or over already: {', '.join(unknown)}")


def _start(desk: Desk, practitioner: str, unit: str, role: str, until: datetime | None) -> str:
    if reference_entry(desk, "Practitioner", practitioner) is None:
        raise click.ClickException(f"There is no Practitioner/{practitioner}. Import it first.")
    if custodian_of(desk, unit) is None:
        raise click.ClickException(f"There is no Organization/{unit}, or it belongs to no care provider.")
    known = accounts.assignment_of(desk.tx, f"Practitioner/{practitioner}", unit, role)
    entry = reference_entry(desk, "PractitionerRole", known) if known else None
    if known is None or entry is None:
        period = {"start": clock.today(desk.now).isoformat()}
        period |= {"end": until.date().isoformat()} if until else {}
        made = writer.create(desk, _role(practitioner, unit, role, period), trust=writer.Trust("import"))
        return f"Begun: {made.id}"
    if until:
        raise click.ClickException(f"{known} is in the register, which says how long it lasts.")
    accounts.lift_end(desk.tx, known)
    desk.rules.always(desk, None, entry)
    desk.note("update", entry.key, "permitted", "assignment begun again")
    return f"Begun again, as long as the register says: {known}"


def _role(practitioner: str, unit: str, role: str, period: dict[str, str]) -> dict[str, object]:
    return {
        "resourceType": "PractitionerRole",
        "active": True,
        "period": period,
        "practitioner": {"reference": f"Practitioner/{practitioner}"},
        "organization": {"reference": f"Organization/{unit}"},
        "code": [{"coding": [{"system": ROLE, "code": role}]}],
    }


def _day(at: int | None) -> str:
    return clock.today(clock.moment(at)).isoformat() if at else ""

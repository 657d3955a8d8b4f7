"""`python -m bench`: load, serve, measure, print, keep."""

import click

from bench import options, report, results, wrk
from bench.measuring import Plan
from bench.operations import OPERATIONS, Operation
from bench.running import run
from bench.stage import stage
from bench.table import table
from patientkontrakt import clock

KINDS = ("postgresql", "sqlite")


@click.command()
@click.option("--patients", "-n", default=2000, show_default=True, help="Synthetic patients.")
@click.option("--database", type=click.Choice(KINDS), default=KINDS[0], show_default=True)
@click.option(
    "--only", "chosen", default="", callback=options.operations, help="Some rows, with commas between."
)
@click.option("--connections", default="1,8,32", show_default=True, callback=options.numbers)
@click.option("--rounds", default=3, show_default=True, help="Turns of service and floor.")
@click.option("--seconds", default=2, show_default=True, help="Length of a slice.")
def bench(
    patients: int, database: str, chosen: list[Operation], connections: list[int], rounds: int, seconds: int
) -> None:
    """Measure the service beside the floor."""
    plan = Plan(rounds, seconds)
    try:
        wrk.program()
    except wrk.NoLoad as missing:
        raise click.ClickException(str(missing)) from missing
    with stage(database, patients) as running:
        rows = run(running, chosen, patients, connections, plan)
        told = results.told(running, plan, rows)
    print(table(rows))
    print(", ".join(f"{who} {size:.0f} MB" for who, size in told["memory"].items()), "(PSS)")
    is_whole = chosen == list(OPERATIONS) and {report.SHOWN, report.P99_AT} <= set(connections)
    print(results.write(told, patients, database, clock.now(), is_whole=is_whole))
    if is_whole and database == "postgresql":
        report.put()


if __name__ == "__main__":
    bench()

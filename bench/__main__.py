"""`python -m bench`: load, serve, measure, print, keep."""

import click

from bench import results, wrk
from bench.measuring import Plan
from bench.operations import BY_NAME, OPERATIONS, Operation
from bench.running import run
from bench.stage import stage
from bench.table import table
from patientkontrakt import clock

KINDS = ("postgresql", "sqlite")


def _operations(_: click.Context, __: click.Parameter, names: str) -> list[Operation]:
    unknown = [name for name in names.split(",") if name and name not in BY_NAME]
    if unknown:
        raise click.BadParameter(f"no such row: {', '.join(unknown)}; there are {', '.join(BY_NAME)}")
    return [BY_NAME[name] for name in names.split(",") if name] or list(OPERATIONS)


def _numbers(_: click.Context, __: click.Parameter, text: str) -> list[int]:
    return [int(each) for each in text.split(",")]


@click.command()
@click.option("--patients", "-n", default=2000, show_default=True, help="Synthetic patients.")
@click.option("--database", type=click.Choice(KINDS), default=KINDS[0], show_default=True)
@click.option("--only", "chosen", default="", callback=_operations, help="Some rows, with commas between.")
@click.option("--connections", default="1,8,32", show_default=True, callback=_numbers)
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
    is_whole = chosen == list(OPERATIONS)
    print(results.write(told, patients, database, clock.now(), is_whole=is_whole))


if __name__ == "__main__":
    bench()

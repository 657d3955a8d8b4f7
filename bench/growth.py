"""`python -m bench.growth`: what a request costs with two thousand patients, and what with ten times as many."""

import click

from bench import options, results
from bench.measuring import Plan
from bench.operations import Operation
from bench.running import run
from bench.stage import stage
from bench.table import Row, growth
from patientkontrakt import clock


@click.command()
@click.option("--patients", "sizes", default="2000,20000", show_default=True, callback=options.numbers)
@click.option(
    "--only", "chosen", default="", callback=options.operations, help="Some rows, with commas between."
)
@click.option("--rounds", default=3, show_default=True, help="Turns of service and floor.")
@click.option("--seconds", default=2, show_default=True, help="Length of a slice.")
def grow(sizes: list[int], chosen: list[Operation], rounds: int, seconds: int) -> None:
    """Measure with 8 connections, in a new database for each number of patients."""
    plan = Plan(rounds, seconds)
    runs: dict[int, list[Row]] = {}
    for patients in sizes:
        with stage("postgresql", patients) as running:
            runs[patients] = run(running, chosen, patients, [8], plan)
            told = results.told(running, plan, runs[patients])
        results.write(told, patients, "growth", clock.now(), is_whole=False)
    print(growth(runs))


if __name__ == "__main__":
    grow()

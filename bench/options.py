"""What the commands of this package are told on their command lines."""

import click

from bench.operations import BY_NAME, OPERATIONS, Operation


def operations(_: click.Context, __: click.Parameter, names: str) -> list[Operation]:
    """Rows by name, with commas between; every one for nothing."""
    unknown = [name for name in names.split(",") if name and name not in BY_NAME]
    if unknown:
        raise click.BadParameter(f"no such row: {', '.join(unknown)}; there are {', '.join(BY_NAME)}")
    return [BY_NAME[name] for name in names.split(",") if name] or list(OPERATIONS)


def numbers(_: click.Context, __: click.Parameter, text: str) -> list[int]:
    """Numbers above 0, with commas between."""
    if not all(each.isdecimal() and int(each) for each in text.split(",")):
        raise click.BadParameter("write numbers with commas between")
    return [int(each) for each in text.split(",")]

"""What is sent: requests, and the file in which the load generator finds them."""

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

VERSION = "@VERSION@"
"""In a body, the number of the version it is of: so no update is the same as the one before."""


@dataclass(frozen=True)
class Request:
    """One request. `who` asks; `version` is the one an update is of."""

    path: str
    who: str
    method: str = "GET"
    body: str = ""
    version: int | None = None


def shuffled(requests: Iterable[Request]) -> list[Request]:
    """The same requests in an order that is the same every time, so that neighbours are strangers."""
    mixed = list(requests)
    random.Random(1).shuffle(mixed)  # noqa: S311 - no secret
    return mixed


def write(path: Path, requests: Iterable[Request], headers: Mapping[str, Mapping[str, str]]) -> None:
    """The file load.lua reads: a line for each header of each caller, then one for each request; tabs between."""
    requests = list(requests)
    lines = [
        f"H\t{who}\t{name}\t{value}"
        for who in sorted({each.who for each in requests})
        for name, value in headers[who].items()
    ]
    lines += [_line(each) for each in requests]
    path.write_text("\n".join(lines) + "\n")


def _line(each: Request) -> str:
    fields = ("R", each.who, each.method, each.path, str(each.version or "-"), each.body)
    if any("\t" in field or "\n" in field for field in fields):
        raise ValueError(f"a tab or a new line in a request of {each.path}")
    return "\t".join(fields)

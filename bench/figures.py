"""The arithmetic: what slices amount to, and how the service compares to its floor."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Slice:
    """One short run of the load. Times in seconds; `took` counts answers by microseconds; CPU is what was used meanwhile,
    also for the requests that were `unfinished` at its end.
    """

    seconds: float
    requests: int
    bytes: int
    refused: int
    broken: int
    took: Mapping[int, int] = field(repr=False)
    server_cpu: float = 0.0
    database_cpu: float = 0.0
    unfinished: int = 0


@dataclass(frozen=True)
class Figures:
    """What all slices of one side amount to. Rates in requests/s, times in ms; CPU in ms for each request."""

    requests: int
    failed: int
    rate: float
    bytes_each: float
    p50: float
    p95: float
    p99: float
    server_cpu: float
    database_cpu: float

    @property
    def cpu(self) -> float:
        """Server and database together."""
        return self.server_cpu + self.database_cpu


def percentile(took: Mapping[int, int], share: float) -> float:
    """The time in milliseconds that `share` of the answers did not exceed; 0.0 of none."""
    left = share * sum(took.values())
    for microseconds in sorted(took):
        left -= took[microseconds]
        if left <= 1e-9:
            return microseconds / 1000
    return 0.0


def add_up(slices: Iterable[Slice]) -> Figures:
    """The figures of all slices together: each request counts the same, whichever slice it was in."""
    slices = list(slices)
    took: Counter[int] = Counter()
    for each in slices:
        took.update(each.took)
    requests, seconds = sum(each.requests for each in slices), sum(each.seconds for each in slices)
    by_each = 1 / requests if requests else 0.0
    begun = requests + sum(each.unfinished for each in slices)
    by_begun = 1000 / begun if begun else 0.0
    return Figures(
        requests=requests,
        failed=sum(each.refused + each.broken for each in slices),
        rate=requests / seconds if seconds else 0.0,
        bytes_each=sum(each.bytes for each in slices) * by_each,
        p50=percentile(took, 0.50),
        p95=percentile(took, 0.95),
        p99=percentile(took, 0.99),
        server_cpu=sum(each.server_cpu for each in slices) * by_begun,
        database_cpu=sum(each.database_cpu for each in slices) * by_begun,
    )


@dataclass(frozen=True)
class Compared:
    """The service and the floor, asked in turns."""

    service: Figures
    floor: Figures

    @property
    def rate(self) -> float:
        """The service's rate as a part of the floor's: at best 1."""
        return self.service.rate / self.floor.rate if self.floor.rate else 0.0

    @property
    def cpu(self) -> float:
        """How many times the floor's processor time a request takes."""
        return self.service.cpu / self.floor.cpu if self.floor.cpu else 0.0

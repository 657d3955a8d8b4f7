"""What is looked up when somebody asks: a table of lines that app.py puts together, each room bringing its own."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import structlog
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

Reading: TypeAlias = tuple[tuple[str, ...], float]
log = structlog.get_logger()


@dataclass(frozen=True)
class Line:
    """A measure with its name (`patientkontrakt_…`), its words, its labels, and how to read it now.

    `read` gives a value for each set of labels. It is asked at every scrape: make it a short question, and label by
    words of the code only.
    """

    name: str
    words: str
    labels: tuple[str, ...]
    read: Callable[[], Iterable[Reading]]


class Lines(Collector):
    """Reads every line. One that cannot be read is left out and counted, and the others are told."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines

    def collect(self) -> Iterator[Metric]:
        unread = GaugeMetricFamily(
            "patientkontrakt_unread_measures", "Measures that could not be read just now."
        )
        structlog.contextvars.clear_contextvars()  # this is asked beside requests: an id there is another's
        missing = 0
        for line in self._lines:
            try:
                yield _family(line)
            except Exception as fault:
                log.warning("measure not read", measure=line.name, exc_info=fault)
                missing += 1
        unread.add_metric((), missing)
        yield unread


def _family(line: Line) -> Metric:
    family = GaugeMetricFamily(line.name, line.words, labels=line.labels)
    for labels, value in line.read():
        family.add_metric(labels, value)
    return family

"""A brake on what needs no token: so much a minute from one address, counted in memory by each worker, kept nowhere."""

from threading import Lock
from typing import Final

from patientkontrakt.fhir.outcome import Throttled

MINUTE: Final = 60_000
_KEPT: Final = 10_000


class Brake:
    """At most `most` within a window; then nothing from that address until the window has passed."""

    def __init__(self, most: int, window_ms: int = MINUTE) -> None:
        self._most = most
        self._window = window_ms
        self._seen: dict[str, tuple[int, int]] = {}
        self._lock = Lock()

    def pass_or_refuse(self, address: str, at: int, cost: int = 1) -> None:
        """Count one request at `at` (epoch ms), as `cost`. Raises Throttled."""
        with self._lock:
            since, count = self._seen.get(address, (at, 0))
            if since + self._window <= at:
                since, count = at, 0
            if count + cost > self._most:
                raise Throttled((since + self._window - at) // 1000 + 1)
            self._make_room(address, at)
            self._seen[address] = (since, count + cost)

    def _make_room(self, address: str, at: int) -> None:
        """Forget windows that have passed; of too many addresses at once, all."""
        if address in self._seen or len(self._seen) < _KEPT:
            return
        self._seen = {known: window for known, window in self._seen.items() if window[0] + self._window > at}
        if len(self._seen) >= _KEPT:
            self._seen.clear()

"""The operator's hand at the machine: acts alone, and every act is in the access log (ADR 0026)."""

from typing import Any

from patientkontrakt import clock
from patientkontrakt.auth.administration import journal
from patientkontrakt.auth.administration.hand import OPERATOR, Hand
from patientkontrakt.db import Tx


def operators_hand(house: Any, tx: Tx) -> Hand:
    """Her hand now, in this transaction: done and in the log, or neither."""
    at = clock.millis(clock.now())

    def note(act: str, client: str) -> None:
        house.log.append(tx, [journal.of_administration(act, f"client:{client}", at, "", None)])

    return Hand(OPERATOR, at, note)

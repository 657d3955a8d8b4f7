"""Whose a subscription is: a client, as it stands now. The authorization server knows; the counter only asks."""

from typing import Protocol

from patientkontrakt.db import Tx
from patientkontrakt.policy.actor import Actor


class Owners(Protocol):
    """What the authorization server tells."""

    def actor(self, tx: Tx, client: str, scope: str) -> Actor | None:
        """The client as it would ask now, with no more than ``scope``; None when it is suspended or gone."""

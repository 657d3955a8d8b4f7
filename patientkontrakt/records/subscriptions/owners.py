"""Whose a subscription is: a client, as it stands now. The authorization server knows; the counter only asks."""

from collections.abc import Callable
from typing import TypeAlias

from patientkontrakt.db import Tx
from patientkontrakt.policy.actor import Actor

OwnerNow: TypeAlias = Callable[[Tx, str, str], Actor | None]
"""Of a client and a scope: the client as it would ask now, with no more than the scope; None when it is suspended or gone."""

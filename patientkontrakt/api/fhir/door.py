"""What the FHIR door stands on, put together once per application."""

from dataclasses import dataclass, field
from typing import Final

from flask import current_app

from patientkontrakt.api.brakes import NumberBrake
from patientkontrakt.api.fhir.brake import Brake
from patientkontrakt.api.guarding import Guarding
from patientkontrakt.records.bulk.exports import Exports
from patientkontrakt.records.counter import Counter
from patientkontrakt.records.subscriptions.vault import Vault

EXTENSION: Final = "patientkontrakt-fhir"
A_MINUTE: Final = 120
"""How many resources are judged for one address, by one worker; a large one counts as several, since it takes as long."""


@dataclass(frozen=True)
class Door:
    """`base_url` is what the service calls itself, without a slash at the end; `page_key` seals page links, `vault`
    what receivers of notifications want to be shown.

    `numbers` is the brake on searches by personal number, `judging` that on $validate, which needs no token;
    `exports` is where files of `$export` lie.
    """

    base_url: str
    counter: Counter
    guard: Guarding
    page_key: bytes
    numbers: NumberBrake
    vault: Vault
    exports: Exports
    judging: Brake = field(default_factory=lambda: Brake(A_MINUTE))

    @property
    def base(self) -> str:
        """The FHIR base address."""
        return self.base_url + "/fhir"


def door() -> Door:
    """The running application's."""
    found: Door = current_app.extensions[EXTENSION]
    return found

"""An export as it lies in the queue: what was asked for, by which client, with which scopes."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from patientkontrakt.fhir.bulk.kickoff import Kickoff
from patientkontrakt.policy.actor import Actor

KIND = "export"


@dataclass(frozen=True)
class Order:
    """What one job exports. `request` is the address of the kick-off; `group` the Group it is limited to.

    `scope` is the token's: the export never gets more than it, nor more than the client has by then. `errors` are the
    OperationOutcomes of what was left unheeded.
    """

    kickoff: Kickoff
    request: str
    group: str | None
    client: str
    custodian: str | None
    scope: str
    jti: str
    request_id: str
    errors: tuple[Mapping[str, Any], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """As it is stored."""
        return asdict(self)

    @classmethod
    def of(cls, wanted: Mapping[str, Any]) -> "Order":
        """From what was stored."""
        asked: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in wanted["kickoff"].items()
        }
        return cls(**{**wanted, "kickoff": Kickoff(**asked), "errors": tuple(wanted["errors"])})

    def groups(self, actor: Actor) -> tuple[str, ...]:
        """The Groups whose members it is about, of those the client may read now."""
        if self.group is None:
            return actor.groups
        return (self.group,) if self.group in actor.groups else ()

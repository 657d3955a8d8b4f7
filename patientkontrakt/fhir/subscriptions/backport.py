"""Addresses of the guide Subscriptions R5 Backport 1.1, and its extensions as an R4 Subscription carries them."""

from typing import Any, Final

from patientkontrakt.fhir import peek
from patientkontrakt.fhir.systems import extensions

_GUIDE: Final = "http://hl7.org/fhir/uv/subscriptions-backport"


def _structure(name: str) -> str:
    return f"{_GUIDE}/StructureDefinition/{name}"


PROFILE: Final = _structure("backport-subscription")
NOTIFICATION: Final = _structure("backport-subscription-notification-r4")
STATUS: Final = _structure("backport-subscription-status-r4")
TOPIC_IN_STATEMENT: Final = _structure("capabilitystatement-subscriptiontopic-canonical")
FILTER: Final = _structure("backport-filter-criteria")
CONTENT: Final = _structure("backport-payload-content")
HEARTBEAT: Final = _structure("backport-heartbeat-period")
TIMEOUT: Final = _structure("backport-timeout")
MOST: Final = _structure("backport-max-count")
OPERATIONS: Final = {
    "status": f"{_GUIDE}/OperationDefinition/backport-subscription-status",
    "events": f"{_GUIDE}/OperationDefinition/backport-subscription-events",
}


def told(holder: dict[str, Any], url: str, *kinds: str) -> list[Any]:
    """The values of every extension `url` of `holder`, of whichever of these kinds (`valueCode`)."""
    found = extensions(holder, url)
    return [each[kind] for each in found for kind in kinds if kind in each]


def of_primitive(holder: dict[str, Any], name: str) -> dict[str, Any]:
    """Where the extensions of a primitive element stand."""
    return peek.mapping(holder, f"_{name}")

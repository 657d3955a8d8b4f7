"""What a receiver is sent, and what $status and $events answer: Bundles with the subscription's status first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal
from uuid import uuid4

from patientkontrakt import clock
from patientkontrakt.fhir.subscriptions import backport
from patientkontrakt.fhir.text import render

Kind = Literal["handshake", "heartbeat", "event-notification", "query-status", "query-event"]
Body = dict[str, Any]


@dataclass(frozen=True)
class Event:
    """One event as it is told. `key` (Type/id) is None where nothing may be said of it but that it was.

    `text` is the resource as it goes out, when all of it does; `at` is epoch ms; `created` says that it is the first version.
    """

    number: int
    at: int
    key: str | None = None
    created: bool = False
    text: str | None = None


@dataclass(frozen=True)
class Status:
    """How a subscription stands when it is told: `counted` is the number of its latest event, `fault` why it failed."""

    id: str
    topic: str
    status: str
    counted: int
    fault: str | None = None


def notification(base: str, told: Status, kind: Kind, events: Sequence[Event], at: int) -> str:
    """The Bundle of a notification, or of $events; `base` is our FHIR address, `at` epoch ms."""
    head = {
        "resourceType": "Bundle",
        "meta": {"profile": [backport.NOTIFICATION]},
        "type": "history",
        "timestamp": clock.iso(at),
    }
    first = {
        "fullUrl": uuid4().urn,
        "resource": parameters(base, told, kind, events),
        "request": {"method": "GET", "url": f"{base}/Subscription/{told.id}/$status"},
        "response": {"status": "200"},
    }
    entries = [render(first), *_entries(base, events)]
    return f'{render(head)[:-1]},"entry":[{",".join(entries)}]}}'


def status_set(base: str, told: Iterable[Status]) -> str:
    """The Bundle that $status answers."""
    entries = [
        {
            "fullUrl": uuid4().urn,
            "resource": parameters(base, each, "query-status", ()),
            "search": {"mode": "match"},
        }
        for each in told
    ]
    head: Body = {"resourceType": "Bundle", "type": "searchset", "total": len(entries)}
    return render(head | ({"entry": entries} if entries else {}))


def parameters(base: str, told: Status, kind: Kind, events: Sequence[Event]) -> Body:
    """The status as Parameters: R4 has no SubscriptionStatus."""
    said: list[Body] = [
        {"name": "subscription", "valueReference": {"reference": f"{base}/Subscription/{told.id}"}},
        {"name": "topic", "valueCanonical": told.topic},
        {"name": "status", "valueCode": told.status},
        {"name": "type", "valueCode": kind},
        {"name": "events-since-subscription-start", "valueString": str(told.counted)},
    ]
    said += [{"name": "notification-event", "part": _event(base, each)} for each in events]
    if told.fault:
        said.append({"name": "error", "valueCodeableConcept": {"text": told.fault}})
    return {"resourceType": "Parameters", "meta": {"profile": [backport.STATUS]}, "parameter": said}


def _event(base: str, event: Event) -> list[Body]:
    said: list[Body] = [
        {"name": "event-number", "valueString": str(event.number)},
        {"name": "timestamp", "valueInstant": clock.iso(event.at)},
    ]
    if event.key is not None:
        said.append({"name": "focus", "valueReference": {"reference": f"{base}/{event.key}"}})
    return said


def _entries(base: str, events: Iterable[Event]) -> Iterable[str]:
    """One for each resource, as it is after the last of its events here: a Bundle says nothing twice (bdl-7)."""
    latest = {each.key: each for each in events if each.key is not None}
    for event in latest.values():
        type, _, _ = str(event.key).partition("/")
        request = (
            {"method": "POST", "url": type} if event.created else {"method": "PUT", "url": str(event.key)}
        )
        rest = {"request": request, "response": {"status": "201" if event.created else "200"}}
        resource = f',"resource":{event.text}' if event.text is not None else ""
        yield f"{render({'fullUrl': f'{base}/{event.key}'})[:-1]}{resource},{render(rest)[1:]}"


FAULTS: Final = {
    "unreachable": "The receiver could not be reached.",
    "timeout": "The receiver did not answer in time.",
    "status": "The receiver answered with another status than success.",
    "redirect": "The receiver answered with a redirect, which is not followed.",
    "address": "The receiver's address is not one it may have.",
    "gone": "The receiver answered 410 Gone.",
    "restored": "The service was restored from a backup: numbers may have been lost. Make a new subscription.",
    "uncounted": "The service could not count a change for it. Read what you need anew, and ask for it again.",
    "receiver": "The receiver is not registered for the client.",
    "order": "It asks for what does not exist any more.",
    "client": "The client may not subscribe any more.",
    "headers": "Its headers cannot be opened any more. Write their values anew.",
    "ours": "The service could not make or send its notification. Its operator can see why.",
}
"""What is told of each code a failure is kept by: never what the receiver said."""

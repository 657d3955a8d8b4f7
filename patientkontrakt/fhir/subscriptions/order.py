"""What a Subscription asks for, read out of the resource, with every fault in it at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal, cast
from urllib.parse import parse_qsl, urlsplit

from patientkontrakt import clock
from patientkontrakt.fhir import peek
from patientkontrakt.fhir.outcome import Invalid, Issue, Malformed
from patientkontrakt.fhir.search.privacy import forbid_personal_numbers, has_personal_number
from patientkontrakt.fhir.search.query import SearchQuery, parse_query
from patientkontrakt.fhir.subscriptions import backport, headers
from patientkontrakt.fhir.subscriptions.topics import TOPICS, Topic

Content = Literal["empty", "id-only", "full-resource"]
CONTENTS: Final = ("empty", "id-only", "full-resource")
JSON: Final = "application/fhir+json"
LONGEST: Final = 2_000  # characters of an address or a filter
MOST_FILTERS: Final = 10
# Seconds, and events in one notification: the least and the most that may be asked for, and what is if nothing is.
HEARTBEAT: Final = (30, 86_400, None)
TIMEOUT: Final = (1, 30, 10)
MOST_EVENTS: Final = (1, 100, 1)

Body = dict[str, Any]


@dataclass(frozen=True)
class Endpoint:
    """Where notifications go. `port` is told, whether or not the address says it."""

    url: str
    scheme: str
    host: str
    port: int

    @property
    def receiver(self) -> str:
        """As an administrator registers it: the host, and its port where it is not that of https."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == 443 else f"{host}:{self.port}"


@dataclass(frozen=True)
class Order:
    """A Subscription as it is meant. `filters` are queries on the topic's type, of which all must hold."""

    topic: Topic
    filters: tuple[str, ...]
    endpoint: Endpoint
    content: Content
    heartbeat_s: int | None
    timeout_s: int
    most: int
    end: int | None
    headers: tuple[str, ...]


def order_of(resource: Body, base: str) -> Order:
    """The order in a Subscription that is sound R4. Raises Invalid with every fault; `base` is our FHIR address."""
    if faults := [*_faults(resource, base)]:
        raise Invalid(*faults)
    channel = resource["channel"]
    return Order(
        TOPICS[resource["criteria"]],
        tuple(_filters(resource)),
        cast(Endpoint, endpoint_of(channel["endpoint"])),
        _content(channel)[0],
        _number(channel, backport.HEARTBEAT, HEARTBEAT[2]),
        cast(int, _number(channel, backport.TIMEOUT, TIMEOUT[2])),
        cast(int, _number(channel, backport.MOST, MOST_EVENTS[2])),
        _end(resource),
        tuple(channel.get("header", ())),
    )


def query_of(topic: Topic, filter: str, base: str) -> SearchQuery:
    """A filter as a question: `CarePlan?patient=Patient/x`. Raises Malformed for what the topic is not filtered by."""
    type, _, text = filter.partition("?")
    try:
        pairs = parse_qsl(text, keep_blank_values=True, strict_parsing=True, max_num_fields=MOST_FILTERS)
    except ValueError:
        pairs = []
    if type != topic.type or not pairs or any(name not in topic.filters for name, _ in pairs):
        raise Malformed(_unfit(topic))
    forbid_personal_numbers(pairs)
    return parse_query(topic.type, pairs, True, base)


def endpoint_of(text: str) -> Endpoint | None:
    """The parts of an address one may send to: http(s), a host and nothing beside the path and query; None for others."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return None
    plain = text.isascii() and text.isprintable() and not set(text) & set(' \\"<>#') and len(text) <= LONGEST
    if not plain or parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        return None
    return Endpoint(text, parts.scheme, parts.hostname, port or (443 if parts.scheme == "https" else 80))


def _faults(resource: Body, base: str) -> Iterator[Issue]:
    channel = peek.mapping(resource, "channel")
    topic = TOPICS.get(peek.string(resource, "criteria") or "")
    if topic is None:
        yield _fault(
            "criteria", f"Ämnet ska vara ett av: {_TOPICS}.", f"The topic must be one of: {_TOPICS}."
        )
    else:
        yield from _faults_of_filters(topic, resource, base)
    if channel.get("type") != "rest-hook":
        yield _fault("channel.type", "Bara rest-hook finns här.", "Only rest-hook exists here.")
    endpoint = peek.string(channel, "endpoint") or ""
    if endpoint_of(endpoint) is None:
        yield _fault(
            "channel.endpoint",
            "Ange en http- eller https-adress utan användare och fragment.",
            "Give an http or https address without user and fragment.",
        )
    elif has_personal_number(endpoint):
        yield _fault(
            "channel.endpoint",
            "Ett personnummer får inte stå i en adress.",
            "A personal number must not stand in an address.",
        )
    if channel.get("payload") != JSON or len(_content(channel)) != 1:
        yield _fault(
            "channel.payload",
            f"payload ska vara {JSON}, med ett backport-payload-content: {', '.join(CONTENTS)}.",
            f"payload must be {JSON}, with one backport-payload-content: {', '.join(CONTENTS)}.",
        )
    yield from _faults_of_numbers(channel)
    yield from headers.faults(channel.get("header", []))
    try:
        _end(resource)
    except ValueError:
        yield _fault("end", "Slutet kan inte läsas.", "The end cannot be read.")


def _faults_of_filters(topic: Topic, resource: Body, base: str) -> Iterator[Issue]:
    filters = _filters(resource)
    if len(filters) > MOST_FILTERS or any(len(each) > LONGEST for each in filters):
        yield _fault(
            "criteria", "För många filter, eller ett för långt.", "Too many filters, or one too long."
        )
        return
    for each in filters:
        try:
            query = query_of(topic, each, base)
        except Malformed as refusal:
            yield from (Issue(one.code, one.sv, one.en, ("Subscription.criteria",)) for one in refusal.issues)
        else:
            if any(clause.modifier is not None for clause in query.clauses) or query.links:
                yield _unfit(topic)


def _faults_of_numbers(channel: Body) -> Iterator[Issue]:
    told = ((backport.HEARTBEAT, HEARTBEAT), (backport.TIMEOUT, TIMEOUT), (backport.MOST, MOST_EVENTS))
    for url, (least, most, _) in told:
        values = _numbers(channel, url)
        if len(values) > 1 or any(not isinstance(each, int) or not least <= each <= most for each in values):
            name = url.rpartition("/")[2]
            yield _fault(
                "channel.extension",
                f"{name} ska vara ett tal från {least} till {most}.",
                f"{name} must be a number from {least} to {most}.",
            )


def _end(resource: Body) -> int | None:
    return clock.millis(datetime.fromisoformat(resource["end"])) if "end" in resource else None


def _filters(resource: Body) -> Sequence[str]:
    return backport.told(backport.of_primitive(resource, "criteria"), backport.FILTER, "valueString")


def _content(channel: Body) -> list[Content]:
    said = backport.told(backport.of_primitive(channel, "payload"), backport.CONTENT, "valueCode")
    return [each for each in said if each in CONTENTS] if len(said) == 1 else []


def _numbers(channel: Body, url: str) -> list[Any]:
    return backport.told(channel, url, "valueUnsignedInt", "valuePositiveInt", "valueInteger")


def _number(channel: Body, url: str, otherwise: int | None) -> int | None:
    return next(iter(_numbers(channel, url)), otherwise)


def _unfit(topic: Topic) -> Issue:
    names = ", ".join(topic.filters)
    return _fault(
        "criteria",
        f"Ett filter skrivs {topic.type}?namn=värde med något av {names}, utan tillägg.",
        f"A filter is written {topic.type}?name=value with some of {names}, without modifiers.",
    )


def _fault(element: str, sv: str, en: str) -> Issue:
    return Issue("business-rule", sv, en, (f"Subscription.{element}",))


_TOPICS: Final = ", ".join(TOPICS)

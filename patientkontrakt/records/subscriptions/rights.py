"""What a subscription may be told of: what its owner may read and find now, by the rules of any search."""

from collections.abc import Sequence

from patientkontrakt.fhir.search.question import SearchQuery
from patientkontrakt.fhir.subscriptions.order import Order, query_of
from patientkontrakt.policy.decision import AccessRefused, Restriction
from patientkontrakt.records import social_terms
from patientkontrakt.records.desk import Desk


def questions(order: Order, base: str) -> list[SearchQuery]:
    """The filters of an order as questions."""
    return [query_of(order.topic, each, base) for each in order.filters]


def required(desk: Desk, order: Order) -> tuple[Restriction, ...]:
    """The rights to the topic's type. Raises AccessRefused where there are none, or a filter names social services (A-12).

    Reading and finding, both: a standing question about many is a search that is asked again and again.
    """
    type = order.topic.type
    reading, searching = desk.restriction("r", type), desk.restriction("s", type)
    closed = social_terms.closed_to(desk, _as_one(type, questions(order, desk.base)))
    return social_terms.without(reading, closed), searching


def opened(desk: Desk, order: Order) -> tuple[Restriction, ...] | None:
    """The same; None where there are none any more."""
    if desk.opens("r", order.topic.type) is None or desk.opens("s", order.topic.type) is None:
        return None
    try:
        return required(desk, order)
    except AccessRefused:
        return None


def _as_one(type: str, asked: Sequence[SearchQuery]) -> SearchQuery:
    return SearchQuery(type, clauses=tuple(clause for each in asked for clause in each.clauses))

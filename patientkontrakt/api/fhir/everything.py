"""Patient/id/$everything (FHIR R4 OperationDefinition Patient-everything), in pages."""

from typing import Any, Final

from flask import Response

from patientkontrakt.api.fhir import answers, bodies, bundles, links, refusals, remarks, since
from patientkontrakt.api.fhir.ask import Ask, Pair
from patientkontrakt.fhir.outcome import Malformed
from patientkontrakt.fhir.search import refusals as search_refusals
from patientkontrakt.fhir.search.results import parse_result
from patientkontrakt.records.everything import everything

DEFAULT_COUNT: Final = 1_000


def by_get(ask: Ask, id: str) -> Response:
    """GET Patient/id/$everything?_type=…&_since=…&_count=…"""
    place = links.place_in(ask, "everything", id)
    wanted = _Wanted(place.pairs)
    with ask.reading() as desk:
        found = everything(
            desk, id, types=wanted.types, since=wanted.since, count=wanted.count, after=_position(place.after)
        )
    entries = [bundles.found(ask.door.base, each, each.text, "match") for each in found.resources]
    entries += remarks.of(suppressed=found.suppressed)
    page = links.of_page(ask, f"Patient/{id}/$everything", place, found.after)
    return answers.pasted(ask, bundles.bundle("searchset", entries, page))


def by_post(ask: Ask, id: str) -> Response:
    """POST the same, its parameters in a Parameters resource or a form."""
    if bodies.has_form(ask.request) or bodies.is_empty(ask.request):
        return by_get(ask.also(bodies.form(ask.request)), id)
    return by_get(ask.also(pairs_of(bodies.resource(ask.request, "Parameters"))), id)


class _Wanted:
    """What the parameters ask for. Raises Malformed for one it does not know: left unheeded it would show too much."""

    def __init__(self, pairs: tuple[Pair, ...]) -> None:
        self.types: tuple[str, ...] = ()
        self.since: int | None = None
        self.count = DEFAULT_COUNT
        for name, value in pairs:
            match name:
                case "_type":
                    self.types += tuple(value.split(","))
                case "_since":
                    self.since = since.instant(value)
                case "_count":
                    found = parse_result("Patient", name, value)
                    self.count = found.value if found and found.value else DEFAULT_COUNT
                case _:
                    raise refusals.not_a_parameter(name)
        if not set(self.types) <= set(refusals.SERVED):
            raise Malformed(
                search_refusals.issue(
                    "value",
                    "_type",
                    "ska vara resurstyper som finns här.",
                    "must be resource types that exist here.",
                )
            )


def _position(after: tuple[int | str, ...]) -> tuple[int, str] | None:
    return (int(after[0]), str(after[1])) if after else None


def pairs_of(parameters: dict[str, Any]) -> list[Pair]:
    """Parameters as name and value; what is no plain value is refused by name."""
    given = parameters.get("parameter", [])
    pairs = []
    for each in given if isinstance(given, list) else [None]:
        values = (
            [value for name, value in each.items() if name.startswith("value")]
            if isinstance(each, dict)
            else []
        )
        name = each.get("name") if isinstance(each, dict) else None
        if len(values) != 1 or not isinstance(name, str) or not isinstance(values[0], str | int):
            raise refusals.not_a_parameter("parameter")
        pairs.append((name, str(values[0])))
    return pairs

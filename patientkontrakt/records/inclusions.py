"""What a search brings along: `_include`, `_revinclude`, `*` and `:iterate`, every row judged by its own type's law."""

from collections.abc import Iterator, Sequence

from patientkontrakt.fhir.search.parameters import parameter_of
from patientkontrakt.fhir.search.question import Include, SearchQuery
from patientkontrakt.fhir.types import TYPES
from patientkontrakt.policy.decision import Restriction
from patientkontrakt.records import social_terms, whereabouts
from patientkontrakt.records.desk import Desk
from patientkontrakt.store import includes, organisations
from patientkontrakt.store.record import Judged, Record

ROUNDS = 5  # how far `:iterate` goes on from what it has brought


def brought(
    desk: Desk, query: SearchQuery, hits: list[Judged], closed: tuple[str, ...]
) -> tuple[list[Judged], bool]:
    """The inclusions, each once and outside the count, and whether some were left out.

    ``closed`` are custodians whose rows this question leaves out (A-12). A type the token does not cover brings none.
    """
    seen = {(hit.type, hit.id) for hit, _ in hits}
    added: list[Judged] = []
    newest, asked, cut = hits, list(query.includes), False
    for _ in range(ROUNDS):
        found, cut_here = _one_round(desk, asked, newest, closed)
        newest = _unseen(found, seen)
        added += newest
        cut = cut or cut_here or len(added) > includes.LIMIT
        asked = [include for include in asked if include.iterate]
        if not asked or not newest or cut:
            return added[: includes.LIMIT], cut
    return added, True


def _one_round(
    desk: Desk, asked: Sequence[Include], newest: list[Judged], closed: tuple[str, ...]
) -> tuple[list[Judged], bool]:
    found: list[Judged] = []
    cut = False
    for include in asked:
        for sources, kept in _arms(desk, include, [record for record, _ in newest], closed):
            rows = includes.included(desk.tx, sources, include, _openings(desk, include, kept))
            cut = cut or len(rows) > includes.LIMIT
            found += rows[: includes.LIMIT]
    return found, cut


def _arms(
    desk: Desk, include: Include, sources: list[Record], closed: tuple[str, ...]
) -> Iterator[tuple[list[Record], tuple[str, ...]]]:
    """What an inclusion starts from, and whose rows it leaves out.

    A row whose keeper is not told is no start for who keeps it (S-2). From reference data it leads back to many
    patients, whomever the question was about: then units and people of social services are none either (A-12).
    """
    if not include.reverse and whereabouts.are_told_by(include.source, include.param):
        sources = [each for each in sources if whereabouts.may_be_told(desk, each)]
    back = [each for each in sources if include.reverse and TYPES[each.type].kind == "reference"]
    yield [each for each in sources if each not in back], closed
    if back:
        social = social_terms.unfit_for_lists(desk)
        hidden = {
            (type, id)
            for type in {each.type for each in back if social}
            for id in organisations.belonging_to(desk.tx, type, social)
        }
        yield [each for each in back if (each.type, each.id) not in hidden], social


def _unseen(found: list[Judged], seen: set[tuple[str, str]]) -> list[Judged]:
    """Those that were not brought before, each once; ``seen`` remembers them."""
    fresh = {(record.type, record.id): (record, ground) for record, ground in reversed(found)}
    new = [each for key, each in reversed(fresh.items()) if key not in seen]
    seen |= fresh.keys()
    return new


def _openings(desk: Desk, include: Include, closed: tuple[str, ...]) -> dict[str, Restriction]:
    """The types an inclusion may bring, each with its own restriction, without the rows of ``closed`` custodians."""
    opened = {type: desk.opens("s", type) for type in _types(include) if TYPES[type].is_in_archive}
    lawful = {
        type: social_terms.without(restriction, closed)
        for type, restriction in opened.items()
        if restriction is not None
    }
    if include.reverse and whereabouts.are_told_by(include.source, include.param):
        return {type: whereabouts.narrowed(desk, restriction) for type, restriction in lawful.items()}
    return lawful


def _types(include: Include) -> tuple[str, ...]:
    if include.reverse:
        wanted: tuple[str, ...] = (include.source,)
    elif include.target:
        wanted = (include.target,)
    else:
        parameter = parameter_of(include.source, include.param)
        wanted = parameter.targets if parameter else ()
    return tuple(TYPES) if not wanted or wanted == ("*",) else tuple(type for type in wanted if type in TYPES)

"""What is new since a moment, what differs between two utgåvor, and what has happened: for the patient and for staff."""

from datetime import datetime
from typing import Any

from patientkontrakt.api.v1.blueprint import Blueprint
from patientkontrakt.api.v1.door import asked
from patientkontrakt.api.v1.schemas import changes as shapes
from patientkontrakt.care import people, permissions
from patientkontrakt.care.contract import editions, queries
from patientkontrakt.care.contract.changes import Change, compare
from patientkontrakt.care.contract.events import Event, events
from patientkontrakt.care.contract.news import News, news
from patientkontrakt.care.contract.speaking import named, speech
from patientkontrakt.care.contract.views import View
from patientkontrakt.records.desk import Desk

blueprint = Blueprint("andringar", "Vad som har ändrats, och vad som har hänt.")
Body = dict[str, Any]


@blueprint.operation(
    "GET",
    "/my/changes",
    permissions.MY_PLAN,
    shows=shapes.NewsList,
    takes=shapes.Since,
    location="query",
)
def my_changes(act: dict[str, Any]) -> Any:
    """What is new in the patient's plan since a moment, newest first."""
    with asked().reading() as desk:
        return news_shown(desk, queries.my_plan(desk), act["since"])


@blueprint.operation(
    "GET",
    "/contracts/<plan>/changes",
    permissions.READ_CONTRACT,
    shows=shapes.NewsList,
    takes=shapes.Since,
    location="query",
)
def contract_changes(act: dict[str, Any], plan: str) -> Any:
    """What is new in a contract since a moment, newest first."""
    with asked().reading() as desk:
        return news_shown(desk, queries.contract_view(desk, plan), act["since"])


@blueprint.operation(
    "GET", "/my/utgavor/<first>/changes/<second>", permissions.MY_PLAN, shows=shapes.ChangeList
)
def my_differences(first: str, second: str) -> Any:
    """What differs between two utgåvor of the patient's plan."""
    with asked().reading() as desk:
        return _differences(desk, queries.my_plan(desk), first, second)


@blueprint.operation(
    "GET",
    "/contracts/<plan>/utgavor/<first>/changes/<second>",
    permissions.READ_CONTRACT,
    shows=shapes.ChangeList,
)
def contract_differences(plan: str, first: str, second: str) -> Any:
    """What differs between two utgåvor of a contract."""
    with asked().reading() as desk:
        return _differences(desk, queries.contract_view(desk, plan), first, second)


@blueprint.operation(
    "GET", "/my/events", permissions.MY_PLAN, shows=shapes.EventList, takes=shapes.Since, location="query"
)
def my_events(act: dict[str, Any]) -> Any:
    """What has happened to the patient in the last six months, oldest first."""
    with asked().reading() as desk:
        return events_shown(events(desk, queries.my_plan(desk), act["since"]))


@blueprint.operation(
    "GET",
    "/contracts/<plan>/events",
    permissions.READ_CONTRACT,
    shows=shapes.EventList,
    takes=shapes.Since,
    location="query",
)
def contract_events(act: dict[str, Any], plan: str) -> Any:
    """What the reader may read of what has happened to the patient in the last six months, oldest first."""
    with asked().reading() as desk:
        return events_shown(events(desk, queries.contract_view(desk, plan), act["since"]))


def news_shown(desk: Desk, view: View, since: datetime | None) -> Body:
    """As NewsList takes it: what is new since then, or in half a year."""
    found = news(desk, view, since or desk.now - shapes.HALF_A_YEAR)
    named_in = people.described(desk, (each.by for each in found))
    return {"changes": [_new(each) for each in found], "people": named_in}


def _new(each: News) -> Body:
    return {
        "at": each.at,
        "kind": each.kind,
        "part": each.part,
        "sv": each.words.sv,
        "en": each.words.en,
        "by": each.by,
        "utgava": each.utgava,
    }


def _differences(desk: Desk, view: View, first: str, second: str) -> Body:
    before, after = (
        editions.contract_of(desk, view, editions.number_in(number)) for number in (first, second)
    )
    changes = compare(before, after, speech(desk, before, after))
    named_in = people.described(desk, [*named(before), *named(after)])
    return {"changes": [_change(each) for each in changes], "people": named_in}


def _change(each: Change) -> Body:
    return {
        "part": each.part,
        "item": each.item,
        "field": each.field,
        "sv": each.words.sv,
        "en": each.words.en,
        "before": each.before,
        "after": each.after,
    }


def events_shown(found: list[Event]) -> Body:
    """As EventList takes it."""
    return {"events": [_event(each) for each in found]}


def _event(each: Event) -> Body:
    return {
        "start": each.start,
        "end": each.end,
        "lane": each.lane,
        "kind": each.kind,
        "sv": each.words.sv,
        "en": each.words.en,
        "where": each.where,
    }

"""The log reader's work: the list of what to look at, one row, documented checks, and ordered logs (PDL 4 kap. 3 §)."""

from collections.abc import Mapping
from typing import Any

from patientkontrakt import clock
from patientkontrakt.accesslog.checks import Check
from patientkontrakt.accesslog.orders import Order
from patientkontrakt.accesslog.words import Words
from patientkontrakt.api.negotiation import Language
from patientkontrakt.api.v1.blueprint import Blueprint
from patientkontrakt.api.v1.door import asked
from patientkontrakt.api.v1.schemas import review as shapes
from patientkontrakt.api.v1.schemas.acts import TurnPage
from patientkontrakt.care import people, permissions
from patientkontrakt.care.people import Party
from patientkontrakt.care.review import checking, listing, row
from patientkontrakt.care.review.listing import Item

blueprint = Blueprint("loggranskning", "Granskning av loggen: det som ska ses på, och det som har setts på.")

Body = dict[str, Any]


@blueprint.operation(
    "GET",
    "/review/list",
    permissions.REVIEW,
    shows=shapes.ReviewList,
    takes=shapes.ChooseRule,
    location="query",
)
def review_list(act: Body) -> Any:
    """What a rule finds among what the own care provider's people did in the last thirty days, newest first."""
    ask = asked()
    of = f"review/{act['rule']}"
    place = ask.place(of, act["page"])
    with ask.reading() as desk:
        page = listing.review_list(desk, act["rule"], place)
        named = people.described(desk, (each.check.who for each in page.items if each.check))
    items = [_item(each, named, ask.language) for each in page.items]
    return {"items": items, "next": ask.sealed(of, page.after), "total": page.total}


@blueprint.operation("GET", "/review/counts", permissions.REVIEW, shows=shapes.ReviewCounts)
def review_counts() -> Any:
    """How many each rule finds, how many nobody has looked at, and how many orders wait."""
    with asked().reading() as desk:
        found = listing.counts(desk)
        waiting = checking.waiting_orders(desk)
    rules = {rule: {"total": total, "unchecked": left} for rule, (total, left) in found.items()}
    return {"rules": rules, "orders": len(waiting)}


@blueprint.operation(
    "GET",
    "/review/checks",
    permissions.REVIEW,
    shows=shapes.CheckPage,
    takes=TurnPage,
    location="query",
)
def review_checks(act: Body) -> Any:
    """Every documented look, newest first."""
    ask = asked()
    place = ask.place("review/checks", act["page"])
    with ask.reading() as desk:
        found, after = checking.done_checks(desk, place)
        named = people.described(desk, (each.who for each in found))
    onward = ask.sealed("review/checks", None if after is None else (after,))
    return {"checks": [_check(each, named) for each in found], "next": onward}


@blueprint.operation("GET", "/review/orders", permissions.REVIEW, shows=shapes.WaitingOrders)
def waiting_orders() -> Any:
    """Which older logs patients have ordered, the most urgent first."""
    with asked().reading() as desk:
        found = checking.waiting_orders(desk)
    return {"orders": [_order(each) for each in found]}


@blueprint.operation("POST", "/review/orders/<order>/done", permissions.REVIEW, shows=shapes.HandedOut)
def hand_out(order: str) -> Any:
    """Hand an ordered log out: the patient reads and takes it from now on."""
    with asked().writing() as desk:
        checking.hand_out(desk, order)
    return {"id": order}


@blueprint.operation("GET", "/review/<row_id>", permissions.REVIEW, shows=shapes.ReviewRow)
def review_row(row_id: str) -> Any:
    """One row with all fields of the national log contract, and every look at it."""
    ask = asked()
    with ask.reading() as desk:
        found = row.review_row(desk, row_id)
        named = people.described(desk, (each.who for each in found.checks))
    item = _item(found.item, named, ask.language)
    return item | {
        "system": {"id": found.system_id, "name": found.system_name},
        "activity_type": found.item.activity,
        "level": found.level,
        "start": found.item.at,
        "user": found.user,
        "resources": found.resources,
        "checks": [_check(each, named) for each in found.checks],
        "others": found.others,
    }


@blueprint.operation(
    "POST",
    "/review/<row_id>/check",
    permissions.REVIEW,
    shows=shapes.ShownCheck,
    takes=shapes.NewCheck,
    status=201,
)
def check(act: Body, row_id: str) -> Any:
    """Document a look at a row: nothing to remark on, a question asked, or a suspicion. Earlier looks stay."""
    with asked().writing() as desk:
        made = checking.check(desk, row_id, act["verdict"], act["note"], act["rule"])
        named = people.described(desk, [made.who])
    return _check(made, named)


def _item(item: Item, named: Mapping[str, Party], language: Language) -> Body:
    same = ("id", "at", "patient", "activity", "outcome", "purpose", "what", "rows", "patients")
    return {name: getattr(item, name) for name in same} | {
        "name": item.party.name,
        "role": item.party.role or item.role,
        "unit": item.unit.name,
        "action": _said(item.action, language),
        "ground": _said(item.ground, language),
        "check": _check(item.check, named) if item.check else None,
    }


def _check(made: Check, named: Mapping[str, Party]) -> Body:
    return vars(made) | {"at": clock.moment(made.at), "name": named.get(made.who, Party()).name}


def _order(order: Order) -> Body:
    told: Body = {name: clock.moment(getattr(order, name)) for name in ("at", "due")}
    first, last = (clock.today(clock.moment(at)) for at in (order.since, order.until - 1))
    return told | {"id": order.id, "patient": order.patient, "first": first, "last": last}


def _said(words: Words, language: Language) -> str:
    return words.sv if language == "sv" else words.en

"""The patient's log: a page of it, an extract to take with her, and orders of what is older (PDL 8 kap. 5 §)."""

from datetime import date
from typing import Any

from flask import Response

from patientkontrakt import clock
from patientkontrakt.accesslog.orders import Order
from patientkontrakt.api.v1 import render
from patientkontrakt.api.v1.blueprint import Blueprint
from patientkontrakt.api.v1.door import asked
from patientkontrakt.api.v1.schemas import log as shapes
from patientkontrakt.care import permissions
from patientkontrakt.care.mylog import extract, orders, viewing
from patientkontrakt.care.mylog.interval import first_day_online

blueprint = Blueprint("min-logg", "Patientens logg: sida, loggutdrag och beställning.")

Body = dict[str, Any]


@blueprint.operation(
    "GET", "/my/log", permissions.MY_LOG, shows=shapes.AccessPage, takes=shapes.ChooseLog, location="query"
)
def my_log(act: Body) -> Any:
    """Who has read or written, when, from where and why; refused and emergency access too. Newest first."""
    ask = asked()
    place = ask.place("my/log", act["page"])
    choice = viewing.Choice(_day(act["first"]), _day(act["last"]), act["who"], act["marked"])
    with ask.reading() as desk:
        page = viewing.my_log(desk, place, choice)
    rows = [render.access(row, ask.language) for row in page.rows]
    return {
        "log": rows,
        "next": ask.sealed("my/log", page.after),
        "online_from": first_day_online(ask.now),
    }


@blueprint.operation(
    "GET",
    "/my/log/extract",
    permissions.MY_LOG,
    shows=shapes.LogExtract,
    takes=shapes.Days,
    location="query",
)
def my_extract(act: Body) -> Any:
    """Loggutdrag: every row of the interval. More than 10,000 is 400, which says to ask for a shorter one."""
    return {"log": _extract(act)}


@blueprint.operation(
    "GET",
    "/my/log/extract.csv",
    permissions.MY_LOG,
    shows=shapes.CsvText,
    takes=shapes.Days,
    location="query",
)
def my_extract_as_csv(act: Body) -> Any:
    """The same as text/csv; no cell is a formula to a spreadsheet."""
    named = {"Content-Disposition": 'attachment; filename="loggutdrag.csv"'}
    return Response(extract.as_csv(_extract(act)), content_type="text/csv; charset=utf-8", headers=named)


@blueprint.operation(
    "POST",
    "/my/log/order",
    permissions.MY_LOG,
    shows=shapes.ShownOrders,
    takes=shapes.OrderLog,
    status=201,
)
def order(act: Body) -> Any:
    """Order what is older than eighteen months; each care provider hands its part out within 14 days."""
    with asked().writing() as desk:
        placed = orders.order(desk, date.fromisoformat(act["first"]), date.fromisoformat(act["last"]))
    return {"orders": [_order(each) for each in placed]}


@blueprint.operation("GET", "/my/log/orders", permissions.MY_LOG, shows=shapes.ShownOrders)
def my_orders() -> Any:
    """What she has ordered, and what has been handed out."""
    with asked().reading() as desk:
        placed = orders.my_orders(desk)
    return {"orders": [_order(each) for each in placed]}


def _extract(act: Body) -> list[extract.Extract]:
    with asked().reading() as desk:
        return extract.my_extract(desk, _day(act["first"]), _day(act["last"]))


def _order(order: Order) -> Body:
    told = {name: _moment(getattr(order, name)) for name in ("at", "due", "done_at")}
    first, last = (clock.today(clock.moment(at)) for at in (order.since, order.until - 1))
    return told | {"id": order.id, "custodian": order.custodian, "first": first, "last": last}


def _moment(at: int | None) -> Any:
    return None if at is None else clock.moment(at)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None

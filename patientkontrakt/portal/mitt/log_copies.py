"""The log to take along: a file, a sheet to print, and an order of what is older than eighteen months (domain.md L-5)."""

from typing import Any, Final, cast

from flask import Response, make_response, url_for
from flask_babel import gettext as _

from patientkontrakt.portal import pages, words
from patientkontrakt.portal.door import ask
from patientkontrakt.portal.min.contact import patient_page
from patientkontrakt.portal.mitt import acts_of_patient
from patientkontrakt.portal.mitt.form import Form, text
from patientkontrakt.portal.mitt.log import Chosen, choice
from patientkontrakt.portal.pages import Fault
from patientkontrakt.portal.refusals import Refused

ORDER: Final = Form("mitt/log_order.html", "/min/delning", {"from": "b-fran", "to": "b-till"})
NOT_ALL: Final = (400, 422)
"""Too many rows, or days that are not shown at once: she is told, and chooses anew."""


@acts_of_patient.get("/logg/fil")
def log_as_file() -> Response:
    """A loggutdrag of the chosen month, or of all that is shown at once, as CSV."""
    chosen = choice()
    try:
        return _file(chosen.days())
    except Refused as refused:
        return _choose_less(refused, chosen)


@acts_of_patient.get("/logg/bestalld/<id>")
def ordered_log(id: str) -> Response:
    """What she ordered and has been handed out, as CSV."""
    for each in _orders():
        if each["id"] == id and each["done_at"]:
            return _file({"from": each["first"], "to": each["last"]})
    raise Refused(404)


def _file(days: dict[str, str]) -> Response:
    told = cast(str, ask("GET", "/my/log/extract.csv", params=days))
    response = make_response("\ufeff" + told)  # spreadsheets read UTF-8 when a file begins so
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = 'attachment; filename="loggutdrag.csv"'
    return response


@acts_of_patient.get("/logg/skriv-ut")
def log_on_paper() -> Response:
    """The same, to be printed."""
    chosen = choice()
    try:
        told = ask("GET", "/my/log/extract", params=chosen.days())
    except Refused as refused:
        return _choose_less(refused, chosen)
    return patient_page("mitt/log_paper.html", current="/min/delning", rows=told["log"], chosen=chosen)


@acts_of_patient.get("/logg/bestall")
def show_orders() -> Response:
    """A form, and what she has ordered."""
    return ORDER.show({}, orders=_orders())


@acts_of_patient.post("/logg/bestall")
def order_log() -> Response:
    """Order it; the care providers have fourteen days."""
    days = {"from": text("fran"), "to": text("till")}
    empty = [Fault(id, _("Skriv en dag")) for name, id in ORDER.fields.items() if days[name] is None]
    if faults := empty or ORDER.send("POST", "/my/log/order", days):
        return ORDER.again(faults, orders=_orders())
    due = max(each["due"] for each in _orders())
    return pages.see(
        "/min/logg/bestall", _("Beställningen är gjord. Loggen finns här senast %(day)s.", day=words.day(due))
    )


def _orders() -> list[dict[str, Any]]:
    orders: list[dict[str, Any]] = ask("GET", "/my/log/orders")["orders"]
    return orders


def _choose_less(refused: Refused, chosen: Chosen) -> Response:
    """Back to the log, which says why. Raises Refused for what is no matter of days."""
    if refused.status not in NOT_ALL:
        raise refused
    notice = " ".join(each.text for each in refused.reasons)
    return pages.see(url_for("portal_mitt.show_log", **cast(Any, chosen.address())), notice)

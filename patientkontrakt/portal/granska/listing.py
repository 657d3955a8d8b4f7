"""What there is to look at, by rule, and the list of one rule."""

from flask import Response, request

from patientkontrakt.portal.door import ask
from patientkontrakt.portal.granska import pages_of_review, phrases
from patientkontrakt.portal.granska.menu import HOME, review_page
from patientkontrakt.portal.refusals import Refused


@pages_of_review.get("")
def overview() -> Response:
    """Every rule with how many it finds, and how many nobody has looked at."""
    told = ask("GET", "/review/counts")
    return review_page(
        "granska/overview.html",
        current=HOME,
        rules=phrases.rules(),
        counted=told["rules"],
        orders=told["orders"],
    )


@pages_of_review.get("/regel/<rule>")
def of_rule(rule: str) -> Response:
    """A page of what a rule finds, newest first."""
    rules = phrases.rules()
    if rule not in rules:
        raise Refused(404)
    turned = request.args.get("sida")
    told = ask("GET", "/review/list", params={"rule": rule} | ({"page": turned} if turned else {}))
    return review_page(
        "granska/list.html",
        current=HOME,
        rule=rule,
        named=rules[rule],
        items=told["items"],
        total=told["total"],
        onward=told["next"],
        first=not turned,
        phrases=phrases,
        verdicts=phrases.verdicts(),
    )

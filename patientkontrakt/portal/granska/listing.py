"""What there is to look at, by rule, and the list of one rule."""

from flask import Response

from patientkontrakt.portal.door import ask
from patientkontrakt.portal.granska import pages_of_review, phrases
from patientkontrakt.portal.granska.menu import HOME, review_page
from patientkontrakt.portal.leaves import leaf
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
    page = leaf("/review/list", rule=rule)
    return review_page(
        "granska/list.html",
        current=HOME,
        rule=rule,
        named=rules[rule],
        items=page.told["items"],
        total=page.told["total"],
        leaf=page,
        phrases=phrases,
        verdicts=phrases.verdicts(),
    )

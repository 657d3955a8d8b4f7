"""Bundles at the base address (FHIR R4 3.1.0.11): a batch entry by entry, a transaction all or nothing."""

from collections.abc import Iterable

from flask import Response

from patientkontrakt.api.fhir import answers, batches, bodies, bundles, refusals
from patientkontrakt.api.fhir.ask import Ask
from patientkontrakt.api.fhir.batches import Answering
from patientkontrakt.fhir.bundle import parse_bundle
from patientkontrakt.records import transaction
from patientkontrakt.records.transaction import Outcome


def run(ask: Ask, answer: Answering) -> Response:
    """POST base: every entry in one database transaction; of a batch, each in its own, as `answer` would alone."""
    if ask.filters():
        raise refusals.not_a_parameter(ask.filters()[0][0])
    bundle = bodies.resource(ask.request, "Bundle", bodies.MAX_BUNDLE)
    entries = parse_bundle(bundle, ask.door.base)
    if bundle["type"] == "batch":
        return batches.run(ask, entries, answer)
    with ask.writing() as desk:
        done = transaction.run(desk, entries)
    return answers.pasted(ask, bundles.bundle("transaction-response", _told(ask, done)))


def _told(ask: Ask, done: Iterable[Outcome]) -> Iterable[str]:
    """One entry for each that was sent, in the same order; the resources too unless Prefer says otherwise."""
    for outcome in done:
        is_shown = outcome.is_shown and ask.prefer.returns == "representation"
        text = outcome.stored.text if is_shown else None
        yield bundles.answered(ask.door.base, outcome.stored, text, outcome.status)

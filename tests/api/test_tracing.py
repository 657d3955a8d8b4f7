"""Traces say which route took how long, and nothing of whom it was about."""

import sys
from typing import Any

import pytest
from flask import Flask
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from patientkontrakt.api import tracing
from patientkontrakt.config import SettingsError

PERSONAL = ("9804", "unnel", "secret-token", "ndersson")


def told(span: ReadableSpan) -> list[Any]:
    """All a span says but its numbers and times, in which any digits may come by chance."""
    state = [one.trace_state for one in (span.context, span.parent) if one is not None]
    events = [(each.name, dict(each.attributes or {})) for each in span.events]
    return [span.name, dict(span.attributes or {}), events, state, span.status.description, span.links]


def test_an_endpoint_without_the_libraries_is_refused(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.exporter.otlp.proto.http.trace_exporter", None)
    database = app.extensions["patientkontrakt"].database
    with pytest.raises(SettingsError, match=r"Install patientkontrakt\[otel\]"):
        tracing.trace(app, database, {tracing.ENDPOINT: "http://127.0.0.1:4318"})


def test_without_an_endpoint_nothing_is_traced(app: Flask) -> None:
    before = app.wsgi_app
    tracing.trace(app, app.extensions["patientkontrakt"].database, {})
    assert app.wsgi_app is before


def test_a_span_has_its_route_and_nothing_personal(app: Flask) -> None:
    @app.get("/broken/<word>")
    def broken(word: str) -> str:
        raise LookupError(word)

    app.config["PROPAGATE_EXCEPTIONS"] = False
    exporter = InMemorySpanExporter()
    database = app.extensions["patientkontrakt"].database
    tracing.instrument(app, database, SimpleSpanProcessor(tracing.scrubbing(exporter)))
    client = app.test_client()
    parent = {
        "traceparent": f"00-{'a' * 32}-{'b' * 16}-01",
        "tracestate": "who=gunnel",
        "baggage": "who=gunnel",
    }
    client.get(
        "/fhir/Patient/194403129804?name=Andersson",
        headers={**parent, "Authorization": "Bearer secret-token", "User-Agent": "Gunnel Andersson"},
    )
    client.get("/nowhere/194403129804")
    client.get("/broken/194403129804")
    client.get("/health/ready")
    spans = exporter.get_finished_spans()
    words = repr([told(span) for span in spans])
    assert [word for word in PERSONAL if word in words] == []
    named = {span.name: span for span in spans}
    assert {"GET /fhir/<type>/<fhir_id:id>", "GET unknown", "GET /broken/<word>"} <= named.keys()
    read = named["GET /fhir/<type>/<fhir_id:id>"]
    assert dict(read.attributes or {})["http.route"] == "/fhir/<type>/<fhir_id:id>"
    assert read.parent is not None
    assert f"{read.parent.trace_id:x}" == "a" * 32, "a trace goes on from the caller's"
    assert not [span for span in spans if "health" in span.name]
    statements = [span for span in spans if span.name == "sql"]
    if database.dialect == "postgresql":
        assert statements

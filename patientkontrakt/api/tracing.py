"""Traces for a collector (OpenTelemetry): off unless an endpoint is named, and the libraries are an extra.

The instrumentation of others notes addresses, callers and messages of errors. What leaves this process is an
allowlist instead: routes as they are written in the code, methods, statuses, and SQL without its values.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask import Flask
from psycopg import RawCursor

from patientkontrakt.config import Problem, SettingsError
from patientkontrakt.db import Database

ENDPOINT: Final = "OTEL_EXPORTER_OTLP_ENDPOINT"

KEPT: Final = frozenset(
    {
        *(
            "http.route",
            "http.method",
            "http.status_code",
            "http.request.method",
            "http.response.status_code",
        ),
        *("db.system.name", "db.query.text"),
    }
)


def trace(app: Flask, database: Database, environ: Mapping[str, str]) -> None:
    """Send a span for each request, and on PostgreSQL for each statement, where the environment says.

    Raises SettingsError when it says so and the extra `otel` is not installed.
    """
    if not environ.get(ENDPOINT):
        return
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    except ImportError as error:
        problem = Problem(
            ENDPOINT, "is set, and the libraries for it are not installed", "Install patientkontrakt[otel]"
        )
        raise SettingsError((problem,)) from error
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    instrument(app, database, BatchSpanProcessor(scrubbing(OTLPSpanExporter())))


def instrument(app: Flask, database: Database, processor: Any) -> None:
    """Make spans of the app's requests and the database's statements, for this processor."""
    from opentelemetry.instrumentation.flask import FlaskInstrumentor
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider

    provider = TracerProvider(resource=Resource.create({"service.name": "patientkontrakt"}))
    provider.add_span_processor(processor)
    flask: Any = FlaskInstrumentor()
    flask.instrument_app(app, tracer_provider=provider, excluded_urls="health/")
    if database.dialect == "postgresql":
        database.cursor = _traced(provider.get_tracer("patientkontrakt"))


def _traced(tracer: Any) -> type[RawCursor[Any]]:
    """A cursor that makes a span of each statement, as it is written in the code, without its values."""
    from opentelemetry.trace import SpanKind

    class Traced(RawCursor[Any]):
        def execute(self, query: Any, *rest: Any, **more: Any) -> Any:
            with _span(query):
                return super().execute(query, *rest, **more)

        def executemany(self, query: Any, *rest: Any, **more: Any) -> None:
            with _span(query):
                super().executemany(query, *rest, **more)

    def _span(query: bytes) -> Any:
        said = {"db.system.name": "postgresql", "db.query.text": query.decode()}
        return tracer.start_as_current_span("sql", kind=SpanKind.CLIENT, attributes=said)

    return Traced


def scrubbing(exporter: Any) -> Any:
    """The exporter, given only what may leave."""
    from opentelemetry.sdk.trace.export import SpanExporter

    class Scrubbing(SpanExporter):
        def export(self, spans: Sequence[Any]) -> Any:
            return exporter.export([scrubbed(span) for span in spans])

        def shutdown(self) -> None:
            exporter.shutdown()

        def force_flush(self, timeout_millis: int = 30_000) -> bool:
            flushed: bool = exporter.force_flush(timeout_millis)
            return flushed

    return Scrubbing()


def scrubbed(span: Any) -> Any:
    """The span with a name and attributes of ours; without its events, which quote errors, and the caller's tracestate."""
    from opentelemetry.sdk.trace import ReadableSpan
    from opentelemetry.trace import SpanContext, Status

    def own(context: Any) -> Any:
        if context is None:
            return None
        return SpanContext(context.trace_id, context.span_id, context.is_remote, context.trace_flags)

    kept = {name: value for name, value in (span.attributes or {}).items() if name in KEPT}
    method = kept.get("http.request.method", kept.get("http.method"))
    name = f"{method} {kept.get('http.route', 'unknown')}" if method else "sql"
    return ReadableSpan(
        name=name,
        context=own(span.context),
        parent=own(span.parent),
        resource=span.resource,
        attributes=kept,
        kind=span.kind,
        status=Status(span.status.status_code),
        start_time=span.start_time,
        end_time=span.end_time,
        instrumentation_scope=span.instrumentation_scope,
    )

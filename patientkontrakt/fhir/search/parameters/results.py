"""What the service gives back: MeasureReport, List, Bundle, Subscription."""

from patientkontrakt.fhir.search.parameters.row import date, reference, string, table, token, uri

MEASURE_REPORT = table(
    date("date", "date"),
    reference("evaluated-resource", "evaluatedResource"),
    token("identifier", "identifier:Identifier"),
    reference("measure", "measure:canonical", to="Measure"),
    reference("patient", "subject", to="Patient"),
    date("period", "period:Period"),
    reference("reporter", "reporter", to="Practitioner Organization PractitionerRole Location"),
    token("status", "status:code"),
    reference(
        "subject", "subject", to="Practitioner Group Device Patient PractitionerRole RelatedPerson Location"
    ),
)

LIST = table(
    token("code", "code"),
    date("date", "date"),
    token("empty-reason", "emptyReason"),
    reference("encounter", "encounter", to="Encounter EpisodeOfCare"),
    token("identifier", "identifier:Identifier"),
    reference("item", "entry.item"),
    string("notes", "note.text:markdown"),
    reference("patient", "subject", to="Patient"),
    reference("source", "source", to="Practitioner Device Patient PractitionerRole"),
    token("status", "status:code"),
    reference("subject", "subject", to="Group Device Patient Location"),
    string("title", "title"),
)

BUNDLE = table(
    token("identifier", "identifier:Identifier"),
    date("timestamp", "timestamp:instant"),
    token("type", "type:code"),
)

SUBSCRIPTION = table(
    token("contact", "contact:ContactPoint"),
    string("criteria", "criteria"),
    token("payload", "channel.payload:code"),
    token("status", "status:code"),
    token("type", "channel.type:code"),
    uri("url", "channel.endpoint:url"),
)

"""The doors: FHIR, the domain API, health. They parse, call one function and render; they hold no rules."""

"""The language: FHIR R4 as plain dicts, read and checked by small functions. Knows no HTTP, no SQL and no caller."""

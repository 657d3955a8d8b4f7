"""The language: FHIR R4 as plain dicts, read and checked by small functions. No HTTP, no SQL, no caller."""

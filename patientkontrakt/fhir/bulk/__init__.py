"""Bulk Data 2.0 (http://hl7.org/fhir/uv/bulkdata): what an export may be asked for, and the manifest of what came of it."""

"""Changes of a resource that do not send the whole of it: JSON Patch (RFC 6902) and FHIRPath Patch (FHIR R4 3.1.0.5.1)."""

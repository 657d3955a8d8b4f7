"""The FHIR door in OpenAPI 3.1, computed from the tables that the CapabilityStatement is computed from."""

from patientkontrakt.fhir.openapi.document import openapi

__all__ = ["openapi"]

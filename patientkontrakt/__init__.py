"""Patientkontrakt: the shared care plan (patientkontrakt) as a FHIR R4 service with portals."""

"""The domain: what a patient and care have agreed, read from FHIR resources and written back as them.

Knows contracts, promises, goals, contacts, times, sharing and relations. Knows neither HTTP nor SQL.
"""

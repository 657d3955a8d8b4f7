"""Tests of patientkontrakt.db, on both databases."""

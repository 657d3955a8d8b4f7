"""Mutation of the law: small faults put into `patientkontrakt/policy`, each of which some test must notice. See README.md."""

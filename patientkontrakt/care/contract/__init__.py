"""The patientkontrakt itself: its parts as one whole, its utgåvor, the answers to them, its rules."""

"""The clients as they are registered: what may be, their keys, their secrets."""

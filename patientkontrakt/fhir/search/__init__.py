"""Search: what can be asked of each type, and one vocabulary of values for the index and the question. Knows no SQL."""

"""Search: what can be asked of each type, and one vocabulary of values for index and question. No SQL."""

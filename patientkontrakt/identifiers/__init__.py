"""Identity numbers of people and units in Swedish care: what is well-formed, and how each is written."""

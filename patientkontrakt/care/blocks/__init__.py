"""Spärr: the patient closes a unit's or a custodian's data, ends it when she likes, and lets it be lifted for a while."""

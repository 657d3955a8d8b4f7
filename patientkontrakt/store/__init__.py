"""The archive: tables, versions, index, derived access facts and search. Decides nothing and commits nothing."""

"""The law: who may do what with care data, and why. Plain Python: no database, no web, no clock of its own.

One table of grounds and one of vetoes give both the verdict on a record (`decide`) and the restriction on a
query (`narrow`).
"""

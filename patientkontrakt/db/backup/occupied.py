"""Why a database cannot be put back."""


class Occupied(Exception):
    """Somebody is connected to the database that is to be replaced: the service, or a person."""


class CopyFailed(Exception):
    """The copying itself did not go through: a program of PostgreSQL's is missing or gave up, a disk is full. For an operator."""

"""Why a database cannot be put back."""


class Occupied(Exception):
    """Somebody is connected to the database that is to be replaced: the service, or a person."""


class ProgramFailed(Exception):
    """A program of PostgreSQL's is missing or did not do what it was asked; the words are for an operator."""

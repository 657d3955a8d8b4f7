"""Personal numbers stay out of the addresses of signing in, which are logged and remembered on their way (R14)."""

from collections.abc import Iterable

from flask import request

from patientkontrakt.fhir.search.privacy import has_personal_number, tell_a_number


class NumberTold(Exception):
    """A personal number stands in an address, or would stand in one on the way: nobody is led on with it."""


def tell(pairs: Iterable[tuple[str, str]]) -> bool:
    """Whether a personal number stands in any of these parameters, or in an address that one of them is."""
    return any(tell_a_number([pair]) or has_personal_number(pair[1]) for pair in pairs)


def stand_in_address() -> bool:
    """Whether one stands in this request's address."""
    return tell(request.args.items(multi=True))


def refuse() -> None:
    """For before_request. Raises NumberTold."""
    if stand_in_address():
        raise NumberTold

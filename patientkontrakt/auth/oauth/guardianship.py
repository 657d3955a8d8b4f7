"""Whether who reads for a child may still do so, asked each time tokens are given out (S-085)."""

from authlib.oauth2.rfc6749.errors import InvalidGrantError

from patientkontrakt import clock
from patientkontrakt.auth.authority import Authority
from patientkontrakt.auth.given import families


def require(authority: Authority, family: str, relative: str | None, child: str | None, at: int) -> None:
    """Nothing for who acts for herself. A guardian whose role has ended, or whose child has turned 13, loses the family.

    `at` is epoch milliseconds. Call it outside a transaction: the records are asked, and log it. Raises InvalidGrantError.
    """
    if relative is None:
        return
    if child and authority.people.acts_for(relative, child, clock.moment(at)):
        return
    with authority.database.write() as tx:
        families.revoke(tx, family, at, "no longer a guardian")
    raise InvalidGrantError

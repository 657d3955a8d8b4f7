"""What matches what: the definition that the SQL of store/search.py mirrors, and the oracle of its tests.

A stored span s = [s.lo, s.hi) against an asked span q = [q.lo, q.hi), epoch ms (FHIR R4 3.1.1.4.6):

    eq  all of s lies within q             q.lo <= s.lo and s.hi <= q.hi
    ne  not eq                             s.lo < q.lo or q.hi < s.hi
    gt  s reaches past q                   s.hi > q.hi
    lt  s begins before q                  s.lo < q.lo
    ge  gt or eq                           s.hi > q.hi or (q.lo <= s.lo and s.hi <= q.hi)
    le  lt or eq                           s.lo < q.lo or (q.lo <= s.lo and s.hi <= q.hi)
    sa  s begins after q                   s.lo >= q.hi
    eb  s ends before q                    s.hi <= q.lo
    ap  s overlaps w = widened(q, now)     s.lo < w.hi and w.lo < s.hi

Quantities have closed ends; by Quantity.parse q.lo = q.hi = the number, except for eq, ne and ap.

    eq  q.lo <= s.lo and s.hi < q.hi       ge  s.hi >= q.hi
    ne  s.lo < q.lo or q.hi <= s.hi        le  s.lo <= q.lo
    gt  s.hi > q.hi                        sa  s.lo > q.hi
    lt  s.lo < q.lo                        eb  s.hi < q.lo
    ap  s.lo <= q.hi and q.lo <= s.hi

and a system or code that is asked for must be equal. A clause holds when some stored value of its parameter
matches some asked value. `:not` holds when none does, `:missing=true` when there is no stored value. `ne` is
a prefix like the others: some stored value must match it.
"""

from collections.abc import Sequence

from patientkontrakt.fhir.search.question import Clause
from patientkontrakt.fhir.search.values import DateRange, Pair, Quantity, Ref, Text, Token, Uri, Value


def holds(clause: Clause, stored: Sequence[Value], now: int) -> bool:
    """Whether a resource with the `stored` values of the clause's parameter answers it. `now` in epoch ms."""
    if clause.modifier == "missing":
        return any(condition.value is not bool(stored) for condition in clause.values)
    answered = any(
        matches(condition.prefix, value, condition.value, now, clause.modifier)
        for condition in clause.values
        if not isinstance(condition.value, bool)
        for value in stored
    )
    return not answered if clause.modifier == "not" else answered


def matches(prefix: str, stored: Value, asked: Value, now: int, modifier: str | None = None) -> bool:
    """Whether a stored value answers an asked one of the same class. `now` in epoch ms, for `ap` only."""
    match stored, asked:
        case Token(), Token():
            return token_matches(stored, asked)
        case Ref(), Ref():
            return reference_matches(stored, asked)
        case DateRange(), DateRange():
            return date_matches(prefix, stored, asked, now)
        case Text(), Text():
            return text_matches(modifier, stored, asked)
        case Uri(), Uri():
            return uri_matches(modifier, stored, asked)
        case Quantity(), Quantity():
            return quantity_matches(prefix, stored, asked)
        case Pair(), Pair():
            return token_matches(stored.code, asked.code) and matches(prefix, stored.value, asked.value, now)
    return False


def token_matches(stored: Token, asked: Token) -> bool:
    """Equal where the question says something: None asks for nothing."""
    return (asked.system is None or stored.system == asked.system) and (
        asked.code is None or stored.code in asked.codes
    )


def reference_matches(stored: Ref, asked: Ref) -> bool:
    """The same resource here, or the same address elsewhere; a version only when one is asked for."""
    if asked.version is not None and stored.version != asked.version:
        return False
    if asked.url is not None:
        return stored.url == asked.url
    return stored.url is None and stored.id == asked.id and (asked.type is None or stored.type == asked.type)


def text_matches(modifier: str | None, stored: Text, asked: Text) -> bool:
    """`exact`: every character; `contains`: anywhere; otherwise from the start, without case and accents."""
    if modifier == "exact":
        return stored.exact == asked.exact
    if modifier == "contains":
        return asked.norm in stored.norm
    return stored.norm.startswith(asked.norm)


def uri_matches(modifier: str | None, stored: Uri, asked: Uri) -> bool:
    """`below`: the same address or one under it, a slash between; `above`: the other way round."""
    if modifier == "below":
        return stored.value == asked.value or stored.value.startswith(asked.value.rstrip("/") + "/")
    if modifier == "above":
        return stored.value in addresses_above(asked.value)
    return stored.value == asked.value


def addresses_above(address: str) -> list[str]:
    """The address and all it lies under, each with and without a slash at its end."""
    scheme, slashes, rest = address.partition("://")
    if not slashes:
        return [address]
    parts = rest.rstrip("/").split("/")
    bare = ["/".join(parts[:length]) for length in range(len(parts), 0, -1)]
    return [address, *(f"{scheme}://{each}{end}" for each in bare for end in ("", "/"))]


def date_matches(prefix: str, stored: DateRange, asked: DateRange, now: int) -> bool:
    """The table above, for dates."""
    within = asked.lo <= stored.lo and stored.hi <= asked.hi
    match prefix:
        case "eq":
            return within
        case "ne":
            return not within
        case "gt":
            return stored.hi > asked.hi
        case "lt":
            return stored.lo < asked.lo
        case "ge":
            return stored.hi > asked.hi or within
        case "le":
            return stored.lo < asked.lo or within
        case "sa":
            return stored.lo >= asked.hi
        case "eb":
            return stored.hi <= asked.lo
        case "ap":
            wide = widened(asked, now)
            return stored.lo < wide.hi and wide.lo < stored.hi
    raise ValueError(prefix)


def widened(asked: DateRange, now: int) -> DateRange:
    """`asked` with a tenth of its distance to `now` (epoch ms) added at both ends: what `ap` calls about."""
    distance = max(asked.lo - now, now - asked.hi, 0)
    return DateRange(asked.lo - distance // 10, asked.hi + distance // 10)


def quantity_matches(prefix: str, stored: Quantity, asked: Quantity) -> bool:
    """The table above, for quantities: unit first, then the number."""
    if asked.system is not None and stored.system != asked.system:
        return False
    if asked.code is not None and stored.code != asked.code:
        return False
    return _number_matches(prefix, stored, asked)


def _number_matches(prefix: str, stored: Quantity, asked: Quantity) -> bool:
    within = asked.lo <= stored.lo and stored.hi < asked.hi
    match prefix:
        case "eq":
            return within
        case "ne":
            return not within
        case "gt":
            return stored.hi > asked.hi
        case "lt":
            return stored.lo < asked.lo
        case "ge":
            return stored.hi >= asked.hi
        case "le":
            return stored.lo <= asked.lo
        case "sa":
            return stored.lo > asked.hi
        case "eb":
            return stored.hi < asked.lo
        case "ap":
            return stored.lo <= asked.hi and asked.lo <= stored.hi
    raise ValueError(prefix)

"""Hypothesis-made questions: every kind of parameter, modifier and prefix, chains and _has, sorting."""

from hypothesis import strategies as st

from tests.search.world import ADDRESSES, CODES, DATES, IDS, NUMBERS, SYSTEMS, WORDS

Pair = tuple[str, str]
PREFIXES = ["", "eq", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap"]

TOKENS = {
    "Patient": ["active", "gender", "identifier"],
    "Organization": ["type"],
    "Goal": ["lifecycle-status", "category"],
    "CarePlan": ["status", "category", "identifier", "intent"],
    "Task": ["status"],
    "Observation": ["code", "value-concept", "combo-code", "component-value-concept"],
}
WORDED = {
    "Patient": ["identifier"],
    "Organization": ["type"],
    "Goal": ["category"],
    "CarePlan": ["category", "identifier"],
    "Observation": ["code"],
}
DATED = {
    "Patient": ["birthdate"],
    "Goal": ["start-date"],
    "CarePlan": ["date"],
    "Task": ["authored-on", "period"],
    "Observation": ["date"],
}
STRINGS = {"Patient": ["name", "family", "given"], "Organization": ["name"]}
# what each reference may lead to in this world
REFERENCES = {
    "Organization": {"partof": ["Organization"]},
    "Goal": {"patient": ["Patient"], "subject": ["Patient"]},
    "CarePlan": {
        "patient": ["Patient"],
        "subject": ["Patient"],
        "goal": ["Goal"],
        "part-of": ["CarePlan"],
    },
    "Task": {
        "patient": ["Patient"],
        "focus": ["CarePlan", "Goal"],
        "part-of": ["Task"],
        "owner": ["Patient", "Organization"],
    },
    "Observation": {"patient": ["Patient"], "focus": ["CarePlan", "Goal"]},
}
SORTED = {
    "Patient": ["_id", "birthdate", "family", "gender"],
    "Organization": ["name", "type"],
    "Goal": ["start-date", "category", "lifecycle-status"],
    "CarePlan": ["_id", "date", "category", "status"],
    "Task": ["authored-on", "period", "status"],
    "Observation": ["date", "code"],
}


def _some(values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(values, min_size=1, max_size=2).map(",".join)


_CODE = st.one_of(
    st.sampled_from([*CODES, "true", "false", "draft", "male", "final", "plan", "proposed", "nosuch"]),
    st.builds("{}|{}".format, st.sampled_from(SYSTEMS), st.sampled_from(CODES)),
    st.builds("{}|".format, st.sampled_from([system for system in SYSTEMS if system])),
)
# Times of day by the wall clock of Stockholm, one that never comes and one that comes twice among them.
_LOCAL = [
    "2026-03-29T01:30",
    "2026-03-29T02:30:00",
    "2026-03-29T03:30:00",
    "2026-10-25T02:30",
    "2026-10-25T03:00:00.000",
]
_DATE = st.builds("{}{}".format, st.sampled_from(PREFIXES), st.sampled_from([*DATES, *_LOCAL]))
_UNIT = st.sampled_from(["", "||mg", "||milligram", "|urn:x:a|mg", "|urn:x:a|"])
_NUMBER = st.builds("{}{}{}".format, st.sampled_from(PREFIXES), st.sampled_from(NUMBERS), _UNIT)


_KEY = st.one_of(
    st.sampled_from(CODES), st.builds("{}|{}".format, st.sampled_from(SYSTEMS), st.sampled_from(CODES))
)
_ANYWHERE = ["code-value", "combo-code-value", "component-code-value"]
_PAIRED = {
    "quantity": (_ANYWHERE, _NUMBER),
    "concept": (_ANYWHERE, _CODE),
    "string": (["code-value"], st.sampled_from(WORDS)),
}


def _pairs() -> st.SearchStrategy[Pair]:
    """A code and a value that must stand together."""
    return st.one_of(
        st.tuples(
            st.sampled_from([f"{name}-{kind}" for name in names]),
            _some(st.builds("{}${}".format, _KEY, value)),
        )
        for kind, (names, value) in _PAIRED.items()
    )


def _named(names: list[str], values: st.SearchStrategy[str], *modifiers: str) -> st.SearchStrategy[Pair]:
    name = st.builds(
        "{}{}".format, st.sampled_from(names), st.sampled_from(["", *(f":{each}" for each in modifiers)])
    )
    return st.tuples(name, values)


def _beside(type: str) -> list[st.SearchStrategy[Pair]]:
    found = []
    if type in WORDED:
        found.append(
            _named(
                [f"{name}:text" for name in WORDED[type]], st.sampled_from(["berg", "Öst", "a_", "mg", "x"])
            )
        )
    if "identifier" in TOKENS[type]:
        typed = st.builds("urn:x:a|{}|{}".format, st.sampled_from(CODES), st.sampled_from(CODES))
        found.append(st.tuples(st.just("identifier:of-type"), typed))
    if type in REFERENCES:
        names = [f"{name}:identifier" for name in REFERENCES[type]]
        found.append(_named(names, _CODE.filter(lambda text: not text.startswith("|"))))
    return found


def _missing(type: str) -> st.SearchStrategy[Pair]:
    names = [*TOKENS[type], *DATED.get(type, ()), *STRINGS.get(type, ()), *REFERENCES.get(type, {})]
    return _named([f"{name}:missing" for name in names], st.sampled_from(["true", "false"]))


def _references(type: str) -> st.SearchStrategy[Pair]:
    pairs = [(name, to) for name, targets in REFERENCES[type].items() for to in targets]

    def value(pair: tuple[str, str]) -> st.SearchStrategy[Pair]:
        name, to = pair
        keys = _some(st.builds("{}{}".format, st.just(f"{to}/"), st.sampled_from([*IDS, "a0/_history/1"])))
        return st.one_of(
            st.tuples(st.just(name), keys),
            st.tuples(st.just(f"{name}:{to}"), st.sampled_from(IDS)),
        )

    return st.sampled_from(pairs).flatmap(value)


def plain(type: str) -> st.SearchStrategy[Pair]:
    """A filter on a resource itself."""
    kinds = [
        _named([*TOKENS[type], "_tag", "_security"], _some(_CODE), "not"),
        st.tuples(st.just("_lastUpdated"), _some(_DATE)),
        _named(["_source", "_profile"], st.sampled_from(ADDRESSES), "above", "below"),
        st.tuples(st.just("_id"), _some(st.sampled_from(IDS))),
        _missing(type),
        *_beside(type),
    ]
    if type in DATED:
        kinds.append(_named(DATED[type], _some(_DATE)))
    if type in STRINGS:
        kinds.append(_named(STRINGS[type], _some(st.sampled_from([*WORDS, "b", "st"])), "exact", "contains"))
    if type in REFERENCES:
        kinds.append(_references(type))
    if type == "CarePlan":
        kinds.append(_named(["instantiates-uri"], st.sampled_from(ADDRESSES), "above", "below"))
    if type == "Observation":
        kinds.append(_named(["value-quantity", "combo-value-quantity"], _some(_NUMBER)))
        kinds.append(_pairs())
    return st.one_of(kinds)


def _forwards(type: str, depth: int) -> st.SearchStrategy[Pair]:
    ends = [(name, to) for name, targets in REFERENCES[type].items() for to in targets]
    return st.sampled_from(ends).flatmap(
        lambda end: filters(end[1], depth - 1).map(lambda pair: (f"{end[0]}:{end[1]}.{pair[0]}", pair[1]))
    )


def _backwards(type: str, depth: int) -> st.SearchStrategy[Pair]:
    ends = [
        (source, name)
        for source, names in REFERENCES.items()
        for name, targets in names.items()
        if type in targets
    ]
    return st.sampled_from(ends).flatmap(
        lambda end: filters(end[0], depth - 1).map(
            lambda pair: (f"_has:{end[0]}:{end[1]}:{pair[0]}", pair[1])
        )
    )


def filters(type: str, depth: int) -> st.SearchStrategy[Pair]:
    """A filter on a resource, or on others as far as `depth` references lead."""
    kinds = [plain(type)]
    if depth and type in REFERENCES:
        kinds.append(_forwards(type, depth))
    if depth and type != "Observation":
        kinds.append(_backwards(type, depth))
    return st.one_of(kinds)


@st.composite
def questions(draw: st.DrawFn) -> tuple[str, list[Pair]]:
    """A type and a few filters."""
    type = draw(st.sampled_from(sorted(TOKENS)))
    return type, draw(st.lists(filters(type, 2), min_size=1, max_size=2))


@st.composite
def orders(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A type and what to sort it by."""
    type = draw(st.sampled_from(sorted(SORTED)))
    names = draw(st.lists(st.sampled_from(SORTED[type]), min_size=1, max_size=2, unique=True))
    return type, [draw(st.sampled_from(["", "-"])) + name for name in names]

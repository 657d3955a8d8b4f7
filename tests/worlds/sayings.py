"""What may have been said and decided about a patient, one strategy for each kind, mostly about those on the stage."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from tests.worlds.askers import GUARDIANS, SOMEBODY
from tests.worlds.spans import data_spans, short, spans
from tests.worlds.world import (
    ASSESSED,
    DAY,
    UNITS,
    Block,
    Contact,
    Decision,
    Emergency,
    Guardian,
    Lift,
    Narrowing,
    Relation,
    Sharing,
    Unable,
)

SECOND = 1000
LEVELS = ("hela", "hela", "utan-berattelse", "tider-kontakter", "allt", None)
_mostly = st.sampled_from([True] * 9 + [False])


@dataclass(frozen=True)
class Stage:
    """The instant of a world, the unit that asks (or some unit), the unit whose data are asked for, who asks."""

    at: int
    here: str
    there: str
    who: str = ""

    @property
    def readers(self) -> st.SearchStrategy[str]:
        """A unit that may be let in or kept out: mostly the one that asks."""
        return st.sampled_from([self.here] * 6 + [self.there, "eken", "rydhalsan-vc"])

    @property
    def keepers(self) -> st.SearchStrategy[str]:
        """A unit whose data something is about: mostly the one asked for."""
        return st.sampled_from([self.there] * 6 + [self.here, "linden", "solgarden"])

    @property
    def people(self) -> st.SearchStrategy[str]:
        """Somebody at work: mostly whoever asks."""
        return st.sampled_from([self.who, self.who, *SOMEBODY] if self.who in SOMEBODY else SOMEBODY)


@st.composite
def sharings(draw: st.DrawFn, stage: Stage) -> Sharing:
    one, other = draw(stage.readers), draw(stage.keepers)
    if UNITS[one] == UNITS[other]:
        other = "hemsjukvarden-ekby" if UNITS[one] == "region-exempel" else "linden"
    return Sharing(
        units=draw(st.sampled_from([(one, other), (other, one)])),
        level=draw(st.sampled_from(LEVELS)),
        when=draw(spans(stage.at)),
        informed=draw(_mostly),
        verified=draw(_mostly),
        crossed=not draw(_mostly),
    )


@st.composite
def narrowings(draw: st.DrawFn, stage: Stage) -> Narrowing:
    closed = [(), (), ("Goal",), ("CarePlan", "Appointment"), ("Saga",), ("Saga", "Goal")]
    return Narrowing(
        unit=draw(stage.readers),
        level=draw(st.sampled_from(LEVELS)),
        closed=draw(st.sampled_from(closed)),
        when=draw(spans(stage.at)),
    )


@st.composite
def blocks(draw: st.DrawFn, stage: Stage) -> Block:
    inner, unit = draw(st.booleans()), draw(stage.keepers)
    lift = st.builds(
        Lift, whom=stage.readers | stage.people, when=short(stage.at, 7 * DAY, 7 * DAY + 3 * SECOND)
    )
    return Block(
        closed=unit if inner else UNITS[unit],
        inner=inner,
        when=draw(spans(stage.at)),
        data=draw(data_spans(stage.at)),
        lifts=tuple(draw(st.lists(lift, max_size=2))),
    )


@st.composite
def emergencies(draw: st.DrawFn, stage: Stage) -> Emergency:
    return Emergency(
        who=draw(stage.people),
        unit=draw(stage.readers),
        opened=draw(st.sampled_from([(stage.there,), (stage.there, "eken"), tuple(UNITS), ("solgarden",)])),
        when=draw(short(stage.at, DAY, DAY + 2 * SECOND)),
    )


@st.composite
def unable(draw: st.DrawFn, stage: Stage) -> Unable:
    missing = draw(st.sampled_from([None] * 12 + sorted(ASSESSED)))
    return Unable(
        custodian=UNITS[draw(stage.keepers)],
        unit=draw(stage.readers),
        when=draw(spans(stage.at)),
        assessed=ASSESSED - {missing},
    )


@st.composite
def decisions(draw: st.DrawFn, stage: Stage) -> Decision:
    kind = draw(st.sampled_from(["utestangd", "utokad", "utokad", "mogen", "mogen"]))
    guardian = None if kind == "mogen" else draw(st.sampled_from(GUARDIANS))
    return Decision(kind=kind, unit=draw(stage.keepers), guardian=guardian, when=draw(spans(stage.at)))


KINDS: dict[str, Callable[[Stage], st.SearchStrategy[Any]]] = {
    "relations": lambda stage: st.builds(Relation, unit=stage.readers, when=spans(stage.at)),
    "sharings": sharings,
    "narrowings": narrowings,
    "blocks": blocks,
    "emergencies": emergencies,
    "unable": unable,
    "decisions": decisions,
    "guardians": lambda stage: st.builds(Guardian, id=st.sampled_from(GUARDIANS), when=spans(stage.at)),
    "contacts": lambda stage: st.builds(Contact, who=stage.people, when=spans(stage.at)),
}

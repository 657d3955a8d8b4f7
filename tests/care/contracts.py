"""Gunnel's contract as dataclasses, and strategies for any contract at all."""

from datetime import UTC, date, datetime, time

from hypothesis import strategies as st

from patientkontrakt import clock
from patientkontrakt.care.contacts.model import ContactKind, ContactPath, FixedContact
from patientkontrakt.care.contract.model import Contract, LinkedPlan, Status, Story, WarningSign
from patientkontrakt.care.goals.model import GoalItem, Step
from patientkontrakt.care.promises.model import Note, Promise, PromiseStatus, Timing
from patientkontrakt.care.times.model import NextTime

NOW = datetime(2026, 11, 21, 10, 15, tzinfo=UTC)
TODAY = date(2026, 11, 21)
MARIA, GUNNEL, AHMED = "PractitionerRole/maria", "Patient/gunnel", "PractitionerRole/ahmed"

WALK = Promise(
    "gunnel-ansvar-1",
    "Jag går en runda, minst 15 minuter.",
    GUNNEL,
    GUNNEL,
    "varje dag",
    status=PromiseStatus.FORESLAGEN,
)
CALL = Promise(
    "gunnel-ansvar-2",
    "Maria ringer dig en gång i månaden.",
    MARIA,
    MARIA,
    Timing(1, 1, "mo"),
    date(2026, 12, 7),
    PromiseStatus.FORESLAGEN,
)
MARIA_AS_CONTACT = FixedContact(
    "gunnel-fvk",
    ContactKind.VARDKONTAKT,
    member=MARIA,
    unit="Organization/linden",
    since=date(2026, 6, 9),
    paths=(ContactPath("phone", "070-174 06 11"),),
)
BLOOD_TEST = NextTime(
    "gunnel-blodprov",
    "Blodprov",
    "booked",
    datetime(2026, 11, 30, 7, 10, tzinfo=UTC),
    datetime(2026, 11, 30, 7, 40, tzinfo=UTC),
    who=(MARIA,),
    form="besok",
    allows=("omboka",),
    answer="accepted",
    agreed=NOW,
)
FLOWERS = GoalItem(
    "gunnel-mal-1",
    "Gå till torget och tillbaka två gånger i veckan",
    GUNNEL,
    steps=(Step(-2, "Går inne"), Step(-1, "Går runt huset"), Step(0, "Torget två gånger")),
)
KONTRAKT = Contract(
    id="gunnel-kontrakt",
    patient=GUNNEL,
    title="Min plan",
    author=MARIA,
    published=True,
    created=NOW,
    story=Story(
        "gunnel-viktigt", "Jag vill kunna gå till torget och köpa blommor själv.", author=GUNNEL, written=NOW
    ),
    goals=(FLOWERS,),
    promises=(WALK, CALL),
    contacts=(MARIA_AS_CONTACT,),
    times=(BLOOD_TEST,),
    warnings=(WarningSign("rod", "Du får ont i bröstet", "Ring 112 genast", "112"),),
    coordination="Hemsjukvården och vårdcentralen",
    relatives="ja",
    review_by=date(2026, 12, 7),
    linked=(
        LinkedPlan(
            "Samordnad individuell plan (SIP)",
            "CarePlan/gunnel-sip",
            responsible="Organization/ekby-kommun.hsv",
        ),
    ),
)
REACHABLE = frozenset({"gunnel-fvk"})

words = st.text("abcåäö ABC –”,.123", min_size=1, max_size=40).map(str.strip).filter(bool)
ids = st.text("abcXYZ019", min_size=1, max_size=22)
days = st.dates(date(2000, 1, 1), date(2100, 1, 1))
instants = st.integers(10**9, 4 * 10**12).map(clock.moment)
staff = st.sampled_from([MARIA, AHMED, "Organization/linden", "CareTeam/gunnel-fvk"])
anyone = staff | st.sampled_from([GUNNEL, "RelatedPerson/eva"])
speakers = st.sampled_from([MARIA, AHMED, GUNNEL, "RelatedPerson/eva"])
note_writers = st.sampled_from(["Practitioner/maria", GUNNEL, "Organization/linden"])
maybe = st.none() | words

timings = st.builds(
    Timing,
    st.integers(1, 4),
    st.integers(1, 4),
    st.sampled_from(["d", "wk", "mo"]),
    st.lists(st.sampled_from(["mon", "tue", "fri"]), unique=True).map(tuple),
    st.lists(st.times(time(0), time(23, 59)).map(lambda at: at.replace(microsecond=0)), max_size=2).map(
        tuple
    ),
)
notes = st.lists(st.builds(Note, words, st.none() | note_writers, st.none() | instants), max_size=2).map(
    tuple
)
STANDING = [each for each in PromiseStatus if each != PromiseStatus.FELREGISTRERAD]
"""What is marked as wrong is no part of a contract (R-2)."""
promises = st.builds(
    Promise, ids, words, anyone, speakers, maybe | timings, st.none() | days, st.sampled_from(STANDING),
    st.none() | st.just(MARIA), notes,
)  # fmt: skip
goals = st.builds(
    GoalItem, ids, words, speakers, maybe,
    st.lists(st.builds(Step, st.integers(-2, 2), words), max_size=5).map(tuple), st.none() | days,
    st.sampled_from(["proposed", "active", "completed"]), st.none() | st.just("achieved"),
)  # fmt: skip
contacts = st.builds(
    FixedContact, ids, st.sampled_from(ContactKind), st.just(MARIA), st.none() | st.just("Organization/team"),
    st.none() | st.just("Organization/linden"), st.none() | days, st.none(),
    st.lists(st.builds(ContactPath, st.just("phone"), words), max_size=2).map(tuple), st.booleans(),
)  # fmt: skip


@st.composite
def times(draw: st.DrawFn) -> NextTime:
    """A time that is booked with start and end, or proposed without."""
    booked = draw(st.booleans())
    start = draw(instants) if booked else None
    return NextTime(
        draw(ids), draw(words), "booked" if booked else "proposed", start, start and start.replace(year=2101),
        None if booked else draw(st.none() | days), draw(st.sampled_from([(), (MARIA,), (MARIA, AHMED)])),
        draw(st.sampled_from([None, "besok", "telefon"])), draw(maybe), draw(st.sampled_from([(), ("avboka", "omboka")])),
        draw(st.sampled_from(["accepted", "needs-action"])), draw(st.none() | instants),
    )  # fmt: skip


stories = st.one_of(
    st.none(),
    st.builds(Story, ids, words, st.just(False), st.sampled_from([GUNNEL, MARIA]), instants),
    st.builds(Story, ids, st.none(), st.just(True), st.just(MARIA), instants),
)
linked = st.one_of(
    st.builds(LinkedPlan, words, st.just("CarePlan/sip"), st.none(), st.none() | staff),
    st.builds(LinkedPlan, words, st.none(), st.tuples(st.just("urn:oid:1.2.3"), words)),
)


def _several(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(strategy, max_size=3, unique_by=lambda each: getattr(each, "id", each)).map(tuple)


contracts = st.builds(
    Contract, ids, st.just(GUNNEL), words, st.just(MARIA), st.sampled_from(Status), st.booleans(), maybe,
    st.none() | st.dates(date(2000, 1, 1), date(2020, 1, 1)), st.none() | st.dates(date(2021, 1, 1)),
    st.none() | instants, st.sampled_from([(), ("Organization/linden", "Organization/hemsjukvarden-ekby")]), stories,
    _several(goals), _several(promises), _several(contacts), _several(times()), st.booleans(),
    st.lists(st.builds(WarningSign, st.sampled_from(["gron", "gul", "rod"]), words, words, maybe), max_size=2).map(tuple),
    maybe, st.sampled_from([None, "ja", "nej"]), st.none() | days,
    st.lists(linked, max_size=2).map(tuple), st.none() | st.just("flyttat"), st.none(),
)  # fmt: skip

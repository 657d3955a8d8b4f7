"""Random worlds for the law: rows, facts and terms of a few names, so that they meet often."""

from hypothesis import strategies as st

from patientkontrakt.fhir.systems import CONSENT_PURPOSE
from patientkontrakt.policy import terms
from patientkontrakt.policy.facts import ConsentFact, Facts, Guardian, Reference, Relation
from patientkontrakt.policy.row import Row
from tests.cast import AT, DAY, UNITS, everybody

PATIENTS = ("gunnel", "asta", "alva")
CUSTODIANS = sorted({unit.custodian for unit in UNITS.values()})
PURPOSES = (
    "svod",
    "delning-inom",
    "sip",
    "sparr-inre",
    "sparr-yttre",
    "nodoppning",
    "havning",
    "vardnadshavare",
)
GROUNDS_OF_CONSENT = ("svod", "sip", "nodoppning")
TYPES = ("Patient", "CarePlan", "Task", "Consent", "EpisodeOfCare", "Observation", "AuditEvent", "Group")
VISIBILITIES = ("alla", "utkast", "personal", "ej-patient", "egen")

instants = st.sampled_from([AT - 2 * DAY, AT - DAY, AT, AT + DAY, AT + 2 * DAY])
maybe_instants = st.none() | instants
patients = st.sampled_from(PATIENTS)
units = st.sampled_from(sorted(UNITS))
actors = st.sampled_from(list(everybody().values()))


@st.composite
def rows(draw: st.DrawFn) -> Row:
    """A row of one of a few patients, now and then with columns missing."""
    unit = draw(st.none() | units)
    purpose = draw(st.sampled_from(PURPOSES))
    return Row(
        type=draw(st.sampled_from(TYPES)),
        id=draw(st.sampled_from(["x", "region-exempel-kontrakt"])),
        patient=draw(st.none() | patients),
        unit=unit,
        custodian=draw(st.none() | st.sampled_from(CUSTODIANS)) if unit is None else UNITS[unit].custodian,
        part=draw(st.sampled_from(["berattelse", "tider-kontakter", "ovrigt"])),
        visibility=draw(st.sampled_from(VISIBILITIES)),
        starts=draw(maybe_instants),
        ends=draw(maybe_instants),
        tokens=draw(st.sampled_from([frozenset(), frozenset({("category", CONSENT_PURPOSE, purpose)})])),
    )


@st.composite
def consents(draw: st.DrawFn) -> ConsentFact:
    """Anything a patient may have said."""
    side_a, side_b = draw(units), draw(units)
    return ConsentFact(
        patient=draw(patients),
        kind=draw(st.sampled_from(PURPOSES)),
        custodian_a=UNITS[side_a].custodian,
        unit_a=draw(st.sampled_from([side_a, None])),
        custodian_b=UNITS[side_b].custodian,
        unit_b=side_b,
        level=draw(st.sampled_from(["hela", "utan-berattelse", "tider-kontakter", "allt", None])),
        classes=draw(st.sampled_from([",sara-alva,", ",birger-alva,", "Goal", None])),
        data_from=draw(maybe_instants),
        data_to=draw(maybe_instants),
        starts=draw(instants),
        ends=draw(maybe_instants),
        source_id=draw(st.sampled_from(["one", "two"])),
    )


relations = st.builds(
    Relation,
    patient=patients,
    unit=units,
    kind=st.just("vardrelation"),
    starts=instants,
    ends=maybe_instants,
    source_id=st.just("relation"),
)
guardians = st.builds(
    Guardian,
    patient=patients,
    number_hmac=st.just("hash"),
    starts=instants,
    ends=maybe_instants,
    source_id=st.sampled_from(["sara-alva", "birger-alva"]),
)
references = st.builds(Reference, rows(), st.just("focus"), st.just("Task/x"))
worlds = st.builds(
    Facts,
    relations=st.lists(relations, max_size=4).map(tuple),
    consents=st.lists(consents(), max_size=5).map(tuple),
    guardians=st.lists(guardians, max_size=2).map(tuple),
    groups=st.sampled_from([frozenset(), frozenset({"region-exempel-kontrakt"})]),
    references=st.frozensets(references, max_size=2),
)

_conditions: st.SearchStrategy[terms.FactCondition] = st.one_of(
    st.builds(terms.FactIs, st.just("kind"), st.sampled_from(PURPOSES)),
    st.builds(terms.FactIs, st.just("unit_b"), units),
    st.builds(terms.FactIsRow, st.just("custodian_a"), st.just("custodian")),
    st.builds(terms.FactIsRow, st.just("unit_a"), st.just("unit")),
    st.builds(terms.FactIn, st.just("kind"), st.just(("svod", "sparr-inre"))),
    st.builds(terms.FactIsNull, st.sampled_from(["unit_a", "level", "data_from"])),
    st.builds(terms.FactHasClass, st.just("classes"), st.just("sara-alva")),
    st.builds(terms.Current, instants),
    st.just(terms.TouchesData()),
    st.builds(terms.NoSibling, st.just((terms.FactIs("kind", "havning"),))),
)
_leaves: st.SearchStrategy[terms.Term] = st.one_of(
    st.just(terms.Always()),
    st.just(terms.Never()),
    st.builds(terms.RowIs, st.sampled_from(["patient", "custodian", "unit"]), st.none() | units | patients),
    st.builds(
        terms.RowIn, st.just("visibility"), st.lists(st.sampled_from(VISIBILITIES), max_size=3).map(tuple)
    ),
    st.builds(terms.FactExists, st.just("fact_consent"), st.lists(_conditions, max_size=3).map(tuple)),
    st.builds(terms.Indexed, st.just("category"), st.just(CONSENT_PURPOSE), st.sampled_from(PURPOSES)),
    st.builds(terms.InGroup, st.just(("region-exempel-kontrakt",))),
)
any_terms: st.SearchStrategy[terms.Term] = st.recursive(
    _leaves,
    lambda inner: st.one_of(
        st.builds(terms.All, st.lists(inner, max_size=3).map(tuple)),
        st.builds(terms.AnyOf, st.lists(inner, max_size=3).map(tuple)),
        st.builds(terms.Not, inner),
        st.builds(
            terms.ReferredFrom, st.just("Task"), patients, inner, st.sampled_from([(), (("Task", "focus"),)])
        ),
    ),
    max_leaves=6,
)


def is_ground(fact: ConsentFact) -> bool:
    """Whether a consent can open something; the others close, or loosen what closes."""
    return fact.kind in GROUNDS_OF_CONSENT

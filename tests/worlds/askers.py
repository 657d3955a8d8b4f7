"""Who may turn up in a world: staff most often, since the law is mostly about them."""

from hypothesis import strategies as st

from tests.worlds.world import GROUP, UNITS, Asker, Grant

SOMEBODY = ("PractitionerRole/maria", "PractitionerRole/ahmed")
GUARDIANS = ("sara-alva", "birger-alva")
ROLES = ("vardsamordnare", "lakare", "sjukskoterska", "underskoterska")
OFFICES = ("loggranskare", "systemadministrator", "verksamhetsutvecklare")
EVERYTHING = (Grant(type="*", letters="cruds"),)
CEILINGS: tuple[tuple[Grant, ...], ...] = (
    (Grant(type="*", letters="rs"),),
    (Grant(type="CarePlan", letters="rs"), Grant(type="Consent", letters="crus")),
    (Grant(type="Consent", letters="rs", purpose="svod"),),
    (Grant(type="Consent", letters="rs", purpose="svod"), Grant(type="*", letters="r")),
    (Grant(type="Consent", letters="cu", purpose="sparr-inre"), Grant(type="Patient", letters="s")),
)
_grants = st.sampled_from([EVERYTHING] * 20 + list(CEILINGS))
_places = st.sampled_from(["linden", "eken", "hemsjukvarden-ekby", *UNITS])


@st.composite
def staff(draw: st.DrawFn) -> Asker:
    """Somebody at work; now and then in an office without care, or with something of the assignment unknown."""
    unit = draw(_places)
    role = draw(st.sampled_from([*ROLES * 8, *OFFICES, None, "no unit", "no custodian"]))
    return Asker(
        kind="staff",
        who=draw(st.sampled_from(SOMEBODY)),
        grants=draw(_grants),
        unit=None if role == "no unit" else unit,
        custodian=None if role == "no custodian" else UNITS[unit],
        role=role if role in (*ROLES, *OFFICES, None) else "lakare",
    )


def offices() -> st.SearchStrategy[Asker]:
    """An auditor, an administrator or a developer at one custodian."""
    return st.builds(
        Asker,
        kind=st.just("staff"),
        who=st.sampled_from(SOMEBODY),
        grants=_grants,
        unit=st.sampled_from(["linden", "hemsjukvarden-ekby"]),
        custodian=st.sampled_from(["region-exempel", "ekby-kommun.hsv", None]),
        role=st.sampled_from(OFFICES),
    )


@st.composite
def patients(draw: st.DrawFn) -> Asker:
    """A patient, signed in with an app."""
    id = draw(st.sampled_from(["gunnel", "gunnel", "gunnel", "alva"]))
    return Asker(kind="patient", who=f"Patient/{id}", grants=draw(_grants), patient=id)


@st.composite
def guardians(draw: st.DrawFn) -> Asker:
    """A guardian, for the patient the world is about."""
    return Asker(
        kind="guardian",
        who=f"RelatedPerson/{draw(st.sampled_from(GUARDIANS))}",
        grants=draw(_grants),
        patient="gunnel",
        guardian_is_protected=draw(st.sampled_from([False] * 6 + [True, None])),
    )


@st.composite
def systems(draw: st.DrawFn) -> Asker:
    """A backend: an export client, a feed, or neither."""
    return Asker(
        kind="system",
        who="client:demo-integrator",
        grants=draw(_grants),
        custodian=draw(st.sampled_from(["region-exempel"] * 4 + ["ekby-kommun.hsv", None])),
        groups=draw(st.sampled_from([frozenset({GROUP}), frozenset({GROUP}), frozenset()])),
        feed=draw(st.booleans()),
    )

"""SMART scopes as a ceiling: security.md S-050 to S-059, at the level of the law."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from patientkontrakt.fhir.systems import PLAN_CATEGORY
from patientkontrakt.fhir.types import TYPES
from patientkontrakt.policy.actor import Actor
from patientkontrakt.policy.decision import AccessRefused, Refused, narrow
from patientkontrakt.policy.permissions import LETTERS, Letter
from patientkontrakt.policy.scopes import Level, Scopes
from tests.cast import AT, CLIENTS, client, patient, staff
from tests.policy.asking import is_permitted, row_of, verdict

CONTRACTS = f"patient/CarePlan.rs?category={PLAN_CATEGORY}|patientkontrakt"
REGISTERED = Scopes.parse(CLIENTS["demo-app"].scope)
LEVELS: tuple[Level, ...] = ("patient", "user", "system")


def granted(asked: str, registered: Scopes = REGISTERED) -> str:
    """What a client with these registered scopes is granted of what it asks, as it is told."""
    return str(Scopes.parse(asked).within(registered))


@pytest.mark.parametrize(
    ("letter", "type"), [("r", "CarePlan"), ("s", "CarePlan"), ("c", "Goal"), ("u", "Goal")]
)
def test_s050_what_the_token_does_not_speak_of_is_refused_before_any_row_is_asked_for(
    letter: Letter, type: str
) -> None:
    with pytest.raises(AccessRefused) as refused:
        narrow(patient("gunnel", scope="patient/Goal.rs"), letter, type, AT)
    assert (refused.value.reason, refused.value.may_know) == ("scope", True)


def test_s051_reading_and_searching_are_two_letters() -> None:
    plan = row_of("gunnel", "linden")
    reader, searcher = (patient("gunnel", scope=f"patient/CarePlan.{letter}") for letter in "rs")
    assert is_permitted(reader, "r", plan)
    assert is_permitted(searcher, "s", plan)
    assert verdict(reader, "s", plan) == Refused("scope", may_know=True)
    assert verdict(searcher, "r", plan) == Refused("scope", may_know=True)


def test_s052_a_scope_on_plans_brings_no_goal() -> None:
    assert not is_permitted(
        patient("gunnel", scope="patient/CarePlan.rs"), "s", row_of("gunnel", "linden", "Goal")
    )


def test_s053_a_granular_scope_shows_only_rows_of_its_category() -> None:
    app = patient("gunnel", scope=CONTRACTS)
    plan = row_of("gunnel", "linden")
    contract = replace(plan, tokens=frozenset({("category", PLAN_CATEGORY, "patientkontrakt")}))
    sip = replace(plan, tokens=frozenset({("category", PLAN_CATEGORY, "sip")}))
    elsewhere = replace(plan, tokens=frozenset({("category", "urn:another", "patientkontrakt")}))
    assert is_permitted(app, "s", contract)
    for other in (plan, sip, elsewhere):
        assert verdict(app, "r", other) == Refused("scope", may_know=False)


def test_s053_a_granular_scope_is_no_ground() -> None:
    contract = replace(
        row_of("gunnel", "linden"), tokens=frozenset({("category", PLAN_CATEGORY, "patientkontrakt")})
    )
    assert not is_permitted(patient("birger", scope=CONTRACTS), "r", contract)


def test_s053_values_of_a_parameter_are_alternatives_and_parameters_are_conditions() -> None:
    app = patient("gunnel", scope="patient/Task.rs?code=urn:a|x,urn:a|y&status=urn:s|open")
    task = row_of("gunnel", "linden", "Task")
    x, y, z = (("code", "urn:a", code) for code in "xyz")
    is_open = ("status", "urn:s", "open")
    assert is_permitted(app, "r", replace(task, tokens=frozenset({x, is_open})))
    assert is_permitted(app, "r", replace(task, tokens=frozenset({y, is_open})))
    assert not is_permitted(app, "r", replace(task, tokens=frozenset({z, is_open})))
    assert not is_permitted(app, "r", replace(task, tokens=frozenset({x})))


def test_s053_an_unlimited_scope_beside_a_granular_one_is_unlimited() -> None:
    app = patient("gunnel", scope=f"{CONTRACTS} patient/CarePlan.r")
    assert app.scopes.limits(app.levels, "CarePlan", "r") == ()
    assert len(app.scopes.limits(app.levels, "CarePlan", "s")) == 1
    assert is_permitted(app, "r", row_of("gunnel", "linden"))
    assert not is_permitted(app, "s", row_of("gunnel", "linden"))


def test_s054_a_user_scope_gives_a_patient_no_more_than_a_patient_scope() -> None:
    app = patient("gunnel", scope="user/*.cruds")
    assert is_permitted(app, "r", row_of("gunnel", "linden"))
    assert not is_permitted(app, "r", row_of("birger", "rydhalsan-vc"))
    assert verdict(app, "u", row_of("gunnel", "linden")) == Refused("act", may_know=True)


@pytest.mark.parametrize(
    ("actor", "scope"),
    [
        (patient("gunnel"), "system/*.cruds"),
        (staff("maria"), "system/*.cruds patient/*.cruds"),
        (client("demo-integrator"), "user/*.cruds patient/*.cruds"),
    ],
)
def test_s054_a_scope_of_another_kind_of_caller_covers_nothing(actor: Actor, scope: str) -> None:
    caller = replace(actor, scopes=Scopes.parse(scope))
    assert verdict(caller, "r", row_of("gunnel", "linden")) == Refused("scope", may_know=True)


@pytest.mark.parametrize("letter", ["c", "u", "d"])
def test_s055_system_reading_covers_no_writing(letter: Letter) -> None:
    plan = row_of("gunnel", "linden")
    assert verdict(client("demo-integrator"), letter, plan) == Refused("scope", may_know=True)


MALFORMED = [
    "patient/*.dus",
    "patient/*.sr",
    "patient/*.rr",
    "patient/*.",
    "patient/.rs",
    "PATIENT/*.rs",
    "patient/*.RS",
    "patient/*.rs?",
    "patient/*.rs?category",
    "patient/*.rs?category=",
    "patient/*.rs?category=x",
    "patient/*.rs?category=|x",
    "patient/*.rs?category=urn:a|",
    "patient/*.rs?category=urn:a|x,",
    "patient/*.rs?category=urn:a|x&",
    "patient/*.rs?category:not=urn:a|x",
    "patient/*.rs?category=urn:a|x|y",
    'patient/*.rs?category=urn:a|"',
    "patient/*.rs?date=ge2026",
    "patient:Patient.read",
    "patient/Patient.delete",
    "patient/carePlan.rs",
    "patient/Invented.rs",
    "patient/CarePlan/1.rs",
    "patient/*",
    "*/*.rs",
    "xpatient/*.rs",
    "admin",
    "profile",
]


@pytest.mark.parametrize("word", MALFORMED)
def test_s057_what_is_malformed_unknown_or_out_of_order_covers_nothing(word: str) -> None:
    scopes = Scopes.parse(word)
    assert scopes == Scopes()
    assert not any(scopes.covers(LEVELS, type, letter) for type in TYPES for letter in LETTERS)


def test_s057_a_malformed_scope_spoils_no_other() -> None:
    assert str(Scopes.parse(" ".join((*MALFORMED, "openid", "patient/Goal.rs")))) == "openid patient/Goal.rs"


@pytest.mark.parametrize(
    "word", ["patient/*.rs ", "a" * 10, "patient/*.rs?category=" + "a" * 50 + ",", "?&=|," * 9]
)
def test_s057_ten_kilobytes_of_scopes_are_read_and_grant_nothing_more(word: str) -> None:
    text = (word * 10_000)[:10_000]
    assert set(granted(text).split()) <= {"patient/*.rs"}


def test_s058_a_client_that_asks_for_more_is_granted_what_it_registered() -> None:
    assert (
        granted("openid launch patient/CarePlan.cruds user/*.rs system/*.rs") == "openid patient/CarePlan.rs"
    )


def test_s058_a_wildcard_asked_is_granted_as_the_single_scopes_registered() -> None:
    asked = Scopes.parse("patient/*.cruds").within(REGISTERED)
    assert asked == Scopes(REGISTERED.resources)
    assert not asked.covers(("patient",), "CarePlan", "u")
    assert asked.covers(("patient",), "Task", "u")


def test_s058_a_single_scope_is_within_a_wildcard_and_takes_letters_from_both() -> None:
    assert granted("patient/Task.cruds") == "patient/Task.crus"
    assert granted("patient/CareTeam.rs") == "patient/CareTeam.rs"


def test_s058_a_granular_scope_is_within_an_unlimited_one_and_never_the_other_way() -> None:
    assert granted(CONTRACTS) == CONTRACTS
    assert granted("patient/CarePlan.rs", Scopes.parse(CONTRACTS)) == CONTRACTS
    assert granted("patient/*.rs", Scopes.parse(CONTRACTS)) == CONTRACTS


def test_s058_two_different_limits_must_both_be_met() -> None:
    registered = Scopes.parse("patient/Task.rs?code=urn:a|x")
    assert granted("patient/Task.rs?code=urn:a|y", registered) == "patient/Task.rs?code=urn:a|x&code=urn:a|y"


def test_s059_version_one_reads_and_writes_but_never_deletes() -> None:
    assert str(Scopes.parse("patient/*.read user/Task.write system/Goal.*")) == (
        "patient/*.rs user/Task.cu system/Goal.crus"
    )


def test_scopes_that_are_not_on_resources_are_kept_apart() -> None:
    scopes = Scopes.parse("launch/patient openid fhirUser offline_access online_access launch patient/Goal.r")
    assert scopes.others == (
        "launch/patient",
        "openid",
        "fhirUser",
        "offline_access",
        "online_access",
        "launch",
    )
    assert [str(scope) for scope in scopes.resources] == ["patient/Goal.r"]


WORDS = st.builds(
    "{}/{}.{}{}".format,
    st.sampled_from(LEVELS),
    st.sampled_from(["*", "CarePlan", "Task", "Goal"]),
    st.sampled_from(["rs", "cu", "cruds", "r", "s", "read", "write", "us"]),
    st.sampled_from(["", "?category=urn:a|x", "?category=urn:a|y", "?code=urn:b|z"]),
)
TEXTS = st.lists(WORDS, max_size=5).map(" ".join)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(TEXTS, TEXTS)
def test_nothing_is_granted_that_was_not_both_asked_and_registered(asked: str, registered: str) -> None:
    wanted, known = Scopes.parse(asked), Scopes.parse(registered)
    given = wanted.within(known)
    assert str(Scopes.parse(str(given))) == str(given)
    for level in LEVELS:
        for type in ("CarePlan", "Task", "Consent"):
            for letter in LETTERS:
                both = all(scopes.covers((level,), type, letter) for scopes in (wanted, known))
                assert given.covers((level,), type, letter) is both


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.text(max_size=200))
def test_any_text_at_all_is_read_without_an_error(text: str) -> None:
    assert Scopes.parse(str(Scopes.parse(text))) == Scopes.parse(text)

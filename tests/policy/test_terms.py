"""Terms one by one, above all where a value is missing: SQL's NULL must not turn a no into a yes."""

from patientkontrakt.policy.facts import ConsentFact, Facts, Reference
from patientkontrakt.policy.row import Row
from patientkontrakt.policy.terms import (
    All,
    Always,
    AnyOf,
    Current,
    FactExists,
    FactHasClass,
    FactIn,
    FactIs,
    FactIsNull,
    FactIsRow,
    Indexed,
    InGroup,
    Never,
    NoSibling,
    Not,
    ReferredFrom,
    RowIn,
    RowIs,
    Term,
    TouchesData,
    all_of,
    any_of,
    holds,
)

BARE = Row(type="CarePlan", id="x", patient="gunnel")
KEPT = Row(
    type="CarePlan", id="x", patient="gunnel", unit="linden", custodian="region-exempel", starts=10, ends=20
)
FACT = ConsentFact(
    patient="gunnel",
    kind="svod",
    custodian_a="region-exempel",
    unit_b="linden",
    classes=",Task,Goal,",
    ends=100,
)


def is_true(term: Term, row: Row = KEPT, *consents: ConsentFact) -> bool:
    return holds(term, row, Facts(consents=consents))


def exists(*where: object) -> Term:
    return FactExists("fact_consent", where)  # type: ignore[arg-type]


def test_the_empty_all_is_true_and_the_empty_any_is_not() -> None:
    assert is_true(All(()))
    assert not is_true(AnyOf(()))


def test_a_missing_column_equals_nothing_and_its_denial_is_true() -> None:
    assert not is_true(RowIs("custodian", "region-exempel"), BARE)
    assert is_true(Not(RowIs("custodian", "region-exempel")), BARE)
    assert is_true(RowIs("custodian", None), BARE)
    assert not is_true(RowIs("custodian", None), KEPT)
    assert not is_true(RowIn("unit", ("linden",)), BARE)
    assert not is_true(RowIn("unit", ()), KEPT)


def test_two_missing_values_are_not_the_same_value() -> None:
    nobodys = ConsentFact(patient="gunnel", kind="svod")
    assert not is_true(exists(FactIsRow("unit_a", "unit")), BARE, nobodys)
    assert is_true(exists(FactIsRow("unit_b", "unit")), KEPT, FACT)


def test_a_row_without_a_patient_has_no_facts() -> None:
    orphan = Row(type="Organization", id="linden")
    assert not is_true(exists(), orphan, FACT)
    assert is_true(exists(), KEPT, FACT)


def test_all_conditions_must_be_met_by_one_and_the_same_fact() -> None:
    other = ConsentFact(patient="gunnel", kind="sip", unit_b="eken")
    assert not is_true(exists(FactIs("kind", "svod"), FactIs("unit_b", "eken")), KEPT, FACT, other)
    assert is_true(exists(FactIs("kind", "sip"), FactIs("unit_b", "eken")), KEPT, FACT, other)


def test_conditions_on_lists_and_missing_columns() -> None:
    assert is_true(exists(FactIn("kind", ("sip", "svod"))), KEPT, FACT)
    assert not is_true(exists(FactIn("kind", ())), KEPT, FACT)
    assert is_true(exists(FactIsNull("unit_a")), KEPT, FACT)
    assert not is_true(exists(FactIsNull("unit_b")), KEPT, FACT)


def test_a_class_is_a_whole_word_of_the_list() -> None:
    assert is_true(exists(FactHasClass("classes", "Goal")), KEPT, FACT)
    assert not is_true(exists(FactHasClass("classes", "Go")), KEPT, FACT)
    assert not is_true(exists(FactHasClass("level", "hela")), KEPT, FACT)


def test_a_fact_is_current_from_its_first_instant_to_just_before_its_last() -> None:
    fact = ConsentFact(patient="gunnel", kind="svod", starts=50, ends=100)
    assert [is_true(exists(Current(at)), KEPT, fact) for at in (49, 50, 99, 100)] == [
        False,
        True,
        True,
        False,
    ]
    open_ended = ConsentFact(patient="gunnel", kind="svod", starts=50)
    assert is_true(exists(Current(10**15)), KEPT, open_ended)


def test_a_data_period_is_half_open() -> None:
    def touches(since: int | None, until: int | None) -> bool:
        fact = ConsentFact(patient="gunnel", kind="sparr-inre", data_from=since, data_to=until)
        return is_true(exists(TouchesData()), KEPT, fact)

    assert touches(None, None)
    assert touches(19, 30)
    assert not touches(20, 30)
    assert touches(0, 11)
    assert not touches(0, 10)


def test_a_sibling_is_of_the_same_source_only() -> None:
    block = ConsentFact(patient="gunnel", kind="sparr-inre", source_id="a")
    lift = ConsentFact(patient="gunnel", kind="havning", source_id="a")
    unlifted = exists(FactIs("kind", "sparr-inre"), NoSibling((FactIs("kind", "havning"),)))
    assert is_true(unlifted, KEPT, block)
    assert not is_true(unlifted, KEPT, block, lift)
    assert is_true(unlifted, KEPT, block, ConsentFact(patient="gunnel", kind="havning", source_id="b"))


def test_a_token_is_matched_in_parameter_system_and_code() -> None:
    row = Row(type="CarePlan", id="x", tokens=frozenset({("category", "urn:a", "x")}))
    assert holds(Indexed("category", "urn:a", "x"), row, Facts())
    for other in (
        Indexed("status", "urn:a", "x"),
        Indexed("category", "", "x"),
        Indexed("category", "urn:a", "y"),
    ):
        assert not holds(other, row, Facts())


def test_membership_is_a_fact() -> None:
    facts = Facts(groups=frozenset({"one"}))
    assert holds(InGroup(("one", "two")), KEPT, facts)
    assert not holds(InGroup(("two",)), KEPT, facts)
    assert not holds(InGroup(()), KEPT, facts)


MARIA, HER_ROLE = Row(type="Practitioner", id="maria"), Row(type="PractitionerRole", id="maria")
OPEN = RowIn("visibility", ("alla",))
BY_ROLE = (("PractitionerRole", "practitioner"),)


def named(*, visibility: str = "alla", patient: str = "gunnel", param: str = "practitioner") -> Facts:
    """A plan names Maria's role, and the role names Maria."""
    plan = Row(type="CarePlan", id="plan", patient=patient, visibility=visibility)
    of_plan = Reference(plan, "performer", "PractitionerRole/maria")
    return Facts(references=frozenset({of_plan, Reference(HER_ROLE, param, "Practitioner/maria")}))


def test_who_is_named_in_what_is_not_seen_is_not_named() -> None:
    role, person = (
        ReferredFrom("PractitionerRole", "gunnel", OPEN),
        ReferredFrom("Practitioner", "gunnel", OPEN, BY_ROLE),
    )
    for facts in (named(visibility="utkast"), named(patient="birger"), Facts()):
        assert not holds(role, HER_ROLE, facts)
        assert not holds(person, MARIA, facts)
    assert not holds(person, HER_ROLE, named())
    assert holds(role, HER_ROLE, named())


def test_a_role_leads_to_the_person_behind_it_and_nothing_else_does() -> None:
    by_name, also = (
        ReferredFrom("Practitioner", "gunnel", OPEN),
        ReferredFrom("Practitioner", "gunnel", OPEN, BY_ROLE),
    )
    assert not holds(by_name, MARIA, named())
    assert not holds(also, MARIA, named(param="organization"))
    assert not holds(also, Row(type="Practitioner", id="petra"), named())
    assert holds(also, MARIA, named())


def test_what_can_never_be_true_is_folded_away() -> None:
    mine = RowIs("patient", "gunnel")
    assert all_of(Always(), mine) == mine
    assert all_of(mine, Never()) == Never()
    assert any_of(Never(), mine) == mine
    assert any_of(mine, Always()) == Always()
    assert all_of() == Always()
    assert any_of() == Never()

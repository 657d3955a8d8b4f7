"""The tables of codes are the codes that are used: each of ours has its row, and the words of care are these and no others."""

import re
from pathlib import Path
from typing import get_args

import pytest

from patientkontrakt.accesslog.activity import Activity
from patientkontrakt.auth.administration.assignments import ROLES
from patientkontrakt.care import codes as of_care
from patientkontrakt.care.blocks.lifting import EMERGENCY
from patientkontrakt.care.codes import Code
from patientkontrakt.care.contacts.model import ContactKind
from patientkontrakt.care.contract.model import Deed, Method
from patientkontrakt.care.entries import deed
from patientkontrakt.care.followup import WORDS as FOLLOW_UPS
from patientkontrakt.care.guardianship.model import Decision
from patientkontrakt.care.invitations import WHY
from patientkontrakt.care.promises.to_fhir import STATUS
from patientkontrakt.care.questions.model import About
from patientkontrakt.care.times.rules import NEEDS
from patientkontrakt.demo.organisations import ORGANISATIONS
from patientkontrakt.fhir import systems
from patientkontrakt.fhir.profiles.vocabulary import CODE_SYSTEMS, CODINGS, VALUE_SETS, codes_of, value_set
from patientkontrakt.fhir.systems import BASE
from patientkontrakt.policy.row import Visibility

SOURCE = Path(__file__).parents[3] / "patientkontrakt"


def test_every_code_that_care_writes_has_its_row() -> None:
    written = [each for each in vars(of_care).values() if isinstance(each, Code)]
    ours = {tuple(each) for each in written if each.system.startswith(BASE)}
    assert len(ours) > 25
    assert ours - CODINGS == set()
    assert {tuple(of_care.FAST_KONTAKT), tuple(of_care.SIP_PLAN)} <= CODINGS


@pytest.mark.parametrize("coding", [(systems.TASK, "hittepa"), (systems.SNOMED, "734163000")])
def test_a_code_without_a_row_is_refused_where_care_names_it(coding: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match="no row"):
        of_care.known(*coding)


def test_every_system_that_the_code_names_is_in_the_table() -> None:
    text = "\n".join(path.read_text() for path in SOURCE.rglob("*.py"))
    named = set(re.findall(r'\bpk\("([a-z-]+)"\)', text))
    assert len(named) > 15
    assert named - CODE_SYSTEMS.keys() - {"plan-category"} == set()


def test_the_words_of_care_are_those_of_the_tables() -> None:
    assert set(codes_of("satt")) == set(Method)
    assert set(codes_of("satt-havd")) == {"muntligt", "telefon", EMERGENCY}
    assert set(codes_of("typ-av-fast-kontakt")) == set(ContactKind)
    assert set(codes_of("fraga-om")) == set(About)
    assert set(codes_of("relation-reason")) == set(WHY)
    assert set(codes_of("business-status")) == {business for _, business in STATUS.values() if business}
    assert set(codes_of("activity")) == {*Deed, *deed.KINDS}
    assert set(codes_of("synlighet")) == set(get_args(Visibility))
    assert set(codes_of("role")) == set(ROLES)
    assert set(codes_of("log-activity")) == {each.name.lower().replace("_", "-") for each in Activity}
    assert set(NEEDS.values()) <= set(codes_of("tillater"))
    assert set(Decision) <= set(codes_of("consent-purpose"))
    assert set(FOLLOW_UPS) <= set(codes_of("anledning"))
    assert {kind for each in ORGANISATIONS for kind in each.kinds} <= set(codes_of("org"))


def test_no_code_is_there_twice_and_each_has_words_in_both_languages() -> None:
    for values in VALUE_SETS.values():
        terms = values.of.terms
        assert len({each.code for each in terms}) == len(terms), values.name
        assert all(each.sv.strip() and each.en.strip() for each in terms)


def test_a_value_set_of_another_system_has_its_address() -> None:
    assert value_set("typ-av-fast-kontakt").codings >= {("urn:oid:1.2.752.129.5.1.69", "2")}

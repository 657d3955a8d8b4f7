"""Personnummer and samordningsnummer against domain.md §6.2 and PyPI `personnummer`."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from personnummer import personnummer as oracle

from patientkontrakt.identifiers import identity_number, samordningsnummer
from patientkontrakt.identifiers import personnummer as own
from patientkontrakt.identifiers.identity_number import EARLIEST_YEAR, century_year
from patientkontrakt.identifiers.luhn import control_digit
from patientkontrakt.identifiers.reason import NotWellFormed

VECTORS = json.loads((Path(__file__).parent.parent / "vectors" / "domain.json").read_text("utf-8"))
TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(("number", "fault"), VECTORS["identity_invalid"].items())
def test_a_wrong_number_is_refused_for_its_fault_and_not_repeated(number, fault):
    with pytest.raises(NotWellFormed) as caught:
        identity_number.parse(number, TODAY)
    reason = caught.value
    assert ("control" if fault.startswith("control") else "date") in reason.en
    assert number not in reason.sv + reason.en + str(reason)


@pytest.mark.parametrize(
    "text",
    [
        "", "1912121212", "19121212121", "1912121212123", "19121212-121", "19121212 1212", "191212121212\n1",
        "ÅÅÅÅMMDDNNNC", "19121212121A",
        "１９１２１２１２１２１２", "121212*1212", "19121212--1212", "000000000000",
    ],
)  # fmt: skip
def test_what_is_no_number_is_refused(text):
    with pytest.raises(NotWellFormed):
        identity_number.parse(text, TODAY)


def test_ten_digits_without_separator_are_refused_with_an_explanation():
    """domain.md §6.2: the century would be a guess."""
    with pytest.raises(NotWellFormed, match="century"):
        identity_number.parse("1212121212", TODAY)


def test_a_birth_in_the_future_is_refused():
    number = "20261121" + _serial("261121")
    assert identity_number.parse(number, date(2026, 11, 21))
    with pytest.raises(NotWellFormed, match="future"):
        identity_number.parse(number, date(2026, 11, 20))


def test_an_implausible_century_is_refused():
    with pytest.raises(NotWellFormed, match="century"):
        identity_number.parse("261122+" + _serial("261122"), TODAY)


def test_birth_number_000_is_refused():
    with pytest.raises(NotWellFormed, match="000"):
        identity_number.parse("19900101000" + str(control_digit("900101000")), TODAY)


@pytest.mark.parametrize("number", VECTORS["identity_valid"])
def test_a_right_personnummer_is_read(number):
    read = own.parse(number, TODAY)
    assert read.digits == number
    assert not read.is_samordning
    assert f"{read.birth_date:%Y%m%d}" == number[:8]


@pytest.mark.parametrize("number", VECTORS["samordning_valid"])
def test_a_right_samordningsnummer_is_read(number):
    read = samordningsnummer.parse(number, TODAY)
    assert read.is_samordning
    assert read.birth_date.day == int(number[6:8]) - 60


def test_the_two_kinds_are_not_taken_for_each_other():
    with pytest.raises(NotWellFormed):
        own.parse(VECTORS["samordning_valid"][0], TODAY)
    with pytest.raises(NotWellFormed):
        samordningsnummer.parse(VECTORS["identity_valid"][0], TODAY)


@pytest.mark.parametrize(("written", "year"), VECTORS["century_2026_11_21"].items())
def test_the_century_of_six_digits_and_a_separator(written, year):
    assert century_year(written[:6], written[6], TODAY) == year


def test_a_samordningsnummer_in_short_form_gets_its_century():
    assert century_year("701063", "-", TODAY) == 1970
    assert samordningsnummer.parse("701063-2391", TODAY).digits == "197010632391"


@pytest.mark.parametrize("text", ["19121212-1212", "191212121212", " 121212+1212 ", "121212+1212"])
def test_the_forms_of_one_number_are_one_number(text):
    assert identity_number.parse(text, TODAY).digits == "191212121212"


def test_a_dash_from_a_word_processor_is_a_hyphen():
    assert identity_number.parse("121212–1212", TODAY).digits == "201212121212"


@pytest.mark.parametrize(("born", "separator"), VECTORS["separator_2026_11_21"].items())
def test_plus_is_written_from_the_year_one_turns_a_hundred(born, separator):
    """FOL 18 §: by the calendar year, not the birthday."""
    day = born.replace("-", "")
    number = identity_number.parse(day + _serial(day[2:]), TODAY)
    assert number.formatted(TODAY) == f"{day[2:]}{separator}{number.digits[8:]}"


def test_ingrid_of_the_cast_is_written_with_a_plus():
    assert identity_number.parse("192507139802", TODAY).formatted(TODAY) == "250713+9802"


def _serial(yymmdd: str) -> str:
    return f"980{control_digit(yymmdd + '980')}"


_days = st.dates(date(1800, 1, 1), date(2030, 12, 31)).map(lambda day: f"{day:%Y%m%d}")
_near_numbers = st.builds(
    lambda day, shift, serial, control: (
        f"{day[:6]}{int(day[6:]) + shift:02}{serial:03}"
        + str(control if control < 10 else control_digit(f"{day[2:6]}{int(day[6:]) + shift:02}{serial:03}"))
    ),
    _days,
    st.sampled_from([0, 0, 3, 60, 61, 65]),
    st.integers(0, 999),
    st.integers(0, 30),
)


@given(_near_numbers | st.from_regex(r"\A[0-9]{12}\Z"))
def test_our_verdict_is_the_librarys(number):
    """Two exceptions, on purpose: we refuse births in the future and births before 1840."""
    try:
        ours = identity_number.parse(number, TODAY)
    except NotWellFormed as reason:
        outside = int(number[:4]) < EARLIEST_YEAR or "future" in reason.en
        assert outside or not oracle.valid(number)
    else:
        theirs = oracle.parse(number)
        assert theirs.get_date() == ours.birth_date
        assert theirs.is_coordination_number() == ours.is_samordning


@given(st.text(max_size=14) | st.from_regex(r"\A[0-9]{6,8}[-+]?[0-9]{3,4}\Z"))
def test_no_text_raises_anything_else(text):
    try:
        read = identity_number.parse(text, TODAY)
    except NotWellFormed:
        return
    assert len(read.digits) == 12
    assert read.birth_date <= TODAY


@given(st.dates(date(1928, 1, 1), TODAY))
def test_the_written_form_is_read_back_as_the_same_person(born):
    day = f"{born:%Y%m%d}"
    number = identity_number.parse(day + _serial(day[2:]), TODAY)
    assert identity_number.parse(number.formatted(TODAY), TODAY) == number

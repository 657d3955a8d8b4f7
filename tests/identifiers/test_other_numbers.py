"""Reserve numbers, HSA-id and organisation numbers: domain.md §6.1–6.2 and the cast."""

import pytest

from patientkontrakt.identifiers import hsa_id, organisationsnummer, reservnummer
from patientkontrakt.identifiers.reason import NotWellFormed

STOCKHOLM = ["991981000010", "991945000023", "991993000032"]
VGR = ["19810829M071", "19450829K088", "19930829X802", "20210325K069"]


@pytest.mark.parametrize(
    "text", ["", "991981000011", "981981000010", "99198100001", "9919810000100", "99198100001A", *VGR]
)
def test_a_wrong_stockholm_number_is_refused(text):
    with pytest.raises(NotWellFormed):
        reservnummer.parse_stockholm(text)


@pytest.mark.parametrize(
    "text", ["", "19810829M072", "19810829Q071", "19811329M071", "19810829m071", "1981082M071", *STOCKHOLM]
)
def test_a_wrong_vgr_number_is_refused(text):
    with pytest.raises(NotWellFormed):
        reservnummer.parse_vgr(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "98240301II06",
        "98240230AA06",
        "01240301AA06",
        "21240301AA06",
        "98240301AA0",
        "98240301aa06",
        *STOCKHOLM,
    ],
)
def test_a_wrong_national_number_is_refused(text):
    with pytest.raises(NotWellFormed):
        reservnummer.parse_national(text)


@pytest.mark.parametrize("text", STOCKHOLM)
def test_a_right_stockholm_number_is_read(text):
    assert reservnummer.parse_stockholm(text).value == text


@pytest.mark.parametrize("text", VGR)
def test_a_right_vgr_number_is_read(text):
    assert reservnummer.parse_vgr(text).value == text


@pytest.mark.parametrize("text", ["98240301AA06", "00000000AB12"])
def test_a_national_number_is_read_by_its_format(text):
    """OQ-5: the control digit is not reproducible from the published example."""
    assert reservnummer.parse_national(text).value == text


@pytest.mark.parametrize(
    "text",
    [
        "", "SE2321009991", "SE2321009991-", "SE232100999-R001", "NO2321009991-R001", "SE2321009991-R_01",
        "SE2321009991-RÅ1", "SE2321009991-" + "A" * 19, "SE2321009991-R001\n", "SE23210099911-R001",
    ],
)  # fmt: skip
def test_a_wrong_hsa_id_is_refused(text):
    with pytest.raises(NotWellFormed):
        hsa_id.parse(text)


def test_an_hsa_id_is_kept_as_given_and_compared_without_case():
    assert hsa_id.parse("SE2321009991-r001").value == "SE2321009991-r001"
    assert hsa_id.parse("se2321009991-r001").key == hsa_id.parse("SE2321009991-R001").key
    assert len(hsa_id.parse("SE2321009991-" + "A" * 18).value) == 31


@pytest.mark.parametrize(
    "text", ["", "232100-0058", "2321000057 ", "232100-005", "121212-1212", "23210000570"]
)
def test_a_wrong_organisation_number_is_refused(text):
    with pytest.raises(NotWellFormed):
        organisationsnummer.parse(text)


@pytest.mark.parametrize(
    "text",
    ["232100-0057", "232100-0131", "232100-0016", "2321009991", "2120009994", "2120009986", "5560009994"],
)
def test_a_right_organisation_number_is_read(text):
    assert organisationsnummer.parse(text).digits == text.replace("-", "")


def test_an_organisation_number_is_written_with_a_hyphen():
    assert organisationsnummer.parse("162321009991").formatted == "232100-9991"

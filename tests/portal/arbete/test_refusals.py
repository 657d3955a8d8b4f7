"""Who may not see a page of staff meets the same page as for what does not exist, or is told whose it is."""

import pytest

from tests.cast import PATIENTS
from tests.portal.conftest import Visit

CONTRACT = "/arbete/kontrakt/gunnel-kontrakt"
AROUND = (
    CONTRACT,
    f"{CONTRACT}/svar",
    f"{CONTRACT}/svar/tillbaka",
    f"{CONTRACT}/bjud-in",
    f"{CONTRACT}/bjud-in/eken/paminn",
    f"{CONTRACT}/samtycke",
    f"{CONTRACT}/samtycke/gunnel-svod-hemsjukvarden-ekby/sluta",
    f"{CONTRACT}/folja-upp",
    f"{CONTRACT}/avsluta",
    f"{CONTRACT}/pausa",
    f"{CONTRACT}/som-patient",
    f"{CONTRACT}/skriv-ut",
    f"{CONTRACT}/utgavor",
    f"{CONTRACT}/utgavor/2",
    "/arbete/lofte/gunnel-kontrakt/gunnel-ansvar-8",
    "/arbete/patient/gunnel",
)
LISTS = (
    "/arbete",
    "/arbete/patienter",
    "/arbete/sok",
    "/arbete/folja-upp",
    "/arbete/fragor",
    "/arbete/inbjudningar",
)
FORMS = tuple(
    path for path in AROUND if not path.endswith(("som-patient", "skriv-ut", "utgavor", "utgavor/2"))
)


@pytest.mark.parametrize("path", [*LISTS, *AROUND])
def test_a_patient_is_told_that_a_page_of_staff_is_not_hers(visit: Visit, path: str) -> None:
    gunnel = visit("gunnel")
    gunnel.get(path)
    assert gunnel.status == 403
    assert gunnel.page.h1 == "Du kan inte se den här sidan"


@pytest.mark.parametrize("person", ["dag", "karin", "frida"])
def test_a_unit_without_a_right_gets_the_page_of_what_does_not_exist(visit: Visit, person: str) -> None:
    somebody = visit(person)
    somebody.get("/arbete/kontrakt/finns-inte")
    assert somebody.status == 404
    missing = somebody.page.words
    for path in AROUND:
        somebody.get(path)
        assert (somebody.status, somebody.page.words) == (404, missing), path


def test_who_reads_by_sharing_acts_in_nothing_around_the_contract(visit: Visit) -> None:
    ahmed = visit("ahmed")
    for path in FORMS:
        if path not in (CONTRACT, "/arbete/patient/gunnel") and "/lofte/" not in path:
            ahmed.get(path)
            assert ahmed.status == 404, path


def test_who_reads_by_sharing_is_led_to_what_is_shared_and_asked_why(visit: Visit) -> None:
    ahmed = visit("ahmed")
    ahmed.get(CONTRACT)
    assert ahmed.path == "/arbete/delade/gunnel"
    assert "torget" not in ahmed.page.words


def test_when_sharing_has_ended_the_contract_does_not_exist(visit: Visit) -> None:
    maria, ahmed = visit("maria"), visit("ahmed")
    ahmed.get("/arbete/kontrakt/finns-inte")
    missing = ahmed.page.words
    stop = f"{CONTRACT}/samtycke/gunnel-svod-hemsjukvarden-ekby/sluta"
    maria.get(stop)
    maria.send(stop, satt="telefon")
    assert maria.path == f"{CONTRACT}/samtycke"
    ahmed.get(CONTRACT)
    assert (ahmed.status, ahmed.page.words) == (404, missing)


def test_without_an_assignment_in_care_one_sees_what_is_ones_own(visit: Visit) -> None:
    for person, room in (("lars", "/granska"), ("astrid", "/administrera")):
        somebody = visit(person)
        assert somebody.path == room
        somebody.get("/arbete")
        assert somebody.status == 200
        assert "inte vård av patienter" in somebody.page.words
        assert "/arbete/patienter" not in somebody.page.links
        assert not any(form.action == "/arbete/sok" for form in somebody.page.forms)
        assert somebody.get("/arbete/jag").h1
        for path in LISTS[1:]:
            if path != "/arbete/sok":
                somebody.get(path)
                assert somebody.status == 403, path


def test_the_story_of_a_patient_has_no_form_for_staff(visit: Visit) -> None:
    """Check 25."""
    maria = visit("maria")
    maria.get(CONTRACT)
    assert not [form for form in maria.page.forms if "berattelse" in form.action]
    token = dict(maria.page.form("/lamna").fields)["csrf_token"]
    maria.post("/min/berattelse", [("csrf_token", token), ("once", "x"), ("text", "Något annat")])
    assert maria.status == 403


def test_no_whole_number_is_in_any_page_of_staff(visit: Visit) -> None:
    """Check 5: numbers are masked, and only ever typed into a form."""
    maria = visit("maria")
    for path in (*LISTS, *AROUND):
        maria.get(path)
        assert maria.at is not None
        for patient in PATIENTS.values():
            assert patient.number not in maria.at.text, path
            assert patient.number[-4:] not in maria.page.title, path

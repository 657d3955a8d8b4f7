"""What International Patient Access 1.0 asks of a server, of the types we have, as Gunnel's app meets it (conformance.md D.4)."""

import pytest
from fhir.resources.R4B import get_fhir_model_class

from tests.api.fhir.house import House
from tests.conformance import assertions
from tests.conformance.guides import IPA, Asked
from tests.conformance.inspector import Inspector, ids

EACH = pytest.mark.parametrize("row", IPA.values(), ids=list(IPA))
OWNED = {type: row for type, row in IPA.items() if row.owner}
CLINICAL = {type: row for type, row in IPA.items() if type != "Patient"}
PERSONNUMMER = "http://electronichealth.se/identifier/personnummer|194403129804"
SMART = {
    *("launch-standalone", "context-standalone-patient", "permission-patient", "permission-offline"),
    *("sso-openid-connect", "client-public", "client-confidential-asymmetric"),
}


def test_ip_01_02_03_anybody_reads_a_valid_statement_of_r4_in_json(house: House) -> None:
    response = house.stranger().get("/metadata")
    assert response.status_code == 200
    get_fhir_model_class("CapabilityStatement").model_validate(response.json)
    assert response.json["fhirVersion"] == "4.0.1"
    assert "json" in response.json["format"]


def test_ip_06_what_smart_must_be_able_to_do_is_there(house: House) -> None:
    known = house.stranger().get("/.well-known/smart-configuration").json
    assert set(known["capabilities"]) >= SMART


def test_ip_07_a_number_is_searched_for_by_post_and_in_no_address(inspected: Inspector) -> None:
    """The one thing of the guide that is refused (IP-04): an address is logged and remembered on its way."""
    question = (("identifier", PERSONNUMMER),)
    refused = inspected.ask("Patient", question)
    assert (refused.status_code, refused.json["issue"][0]["code"]) == (400, "security")
    assert ids(inspected.caller.search("Patient", dict(question)).json) == ["gunnel"]
    other = (("identifier", "http://x.example/kartotek|G-17"),)
    assert ids(inspected.search("Patient", other)) == ["gunnel"]


def test_ip_07_a_patient_is_found_by_each_of_what_describes_her(inspected: Inspector) -> None:
    assertions.answers_with_a_bundle(IPA["Patient"], inspected)
    assertions.finds_what_matches(IPA["Patient"], inspected)


@pytest.mark.parametrize("row", CLINICAL.values(), ids=list(CLINICAL))
def test_ip_08_each_search_finds_what_matches_and_who_made_it(row: Asked, inspected: Inspector) -> None:
    assertions.answers_with_a_bundle(row, inspected)
    assertions.finds_what_matches(row, inspected)
    assertions.brings_who_made_it(row, inspected)


@EACH
def test_ip_09_what_is_found_is_read_whole_and_leads_somewhere(row: Asked, inspected: Inspector) -> None:
    assertions.reads_what_it_found(row, inspected)
    assertions.shows_every_element(row, inspected)
    assertions.leads_somewhere(row, inspected)
    assertions.is_valid(row, inspected)


@EACH
def test_ip_10_every_way_of_asking_the_same_has_the_same_answer(row: Asked, inspected: Inspector) -> None:
    assertions.refuses_what_cannot_be_read(row, inspected)
    assertions.finds_the_same_by_post(row, inspected)
    assertions.finds_a_code_with_its_system(row, inspected)
    assertions.compares_consistently(row, inspected)


@pytest.mark.parametrize("row", OWNED.values(), ids=list(OWNED))
def test_ip_10_an_owner_is_known_by_id_and_by_key_and_every_page_is_there(
    row: Asked, inspected: Inspector
) -> None:
    assertions.knows_its_owner_by_id_and_key(row, inspected)
    assertions.finds_each_of_several(row, inspected)
    assertions.pages_through(row, inspected)

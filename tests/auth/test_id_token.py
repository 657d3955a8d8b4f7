"""The ID token: who signed in, signed by a published key, with the nonce that was sent (SM-50…SM-54)."""

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from tests.auth.flow import staff_tokens, tokens_for
from tests.auth.house import BASE, FHIR, House

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


def decoded(house: House, token: str) -> jwt.Token:
    keys = KeySet.import_key_set(house.app.test_client().get("/oauth/jwks").json)
    return jwt.decode(token, keys, algorithms=["RS256"])


def test_without_openid_there_is_none(house: House) -> None:
    assert "id_token" not in tokens_for(house, scope="patient/*.rs fhirUser").body


def test_without_fhir_user_it_says_no_more_than_the_account(house: House) -> None:
    assert (
        "fhirUser"
        not in decoded(house, tokens_for(house, scope="openid patient/*.rs").body["id_token"]).claims
    )


def test_sm53_it_is_signed_and_complete(house: House) -> None:
    token = decoded(house, tokens_for(house, nonce="n-0S6_WzA2Mj").body["id_token"])
    assert token.header["alg"] == "RS256"
    assert token.header["kid"] == house.app.test_client().get("/oauth/jwks").json["keys"][0]["kid"]
    assert token.claims["iss"] == BASE
    assert token.claims["sub"] == "Patient/gunnel"
    assert token.claims["aud"] == "demo-app"
    assert token.claims["nonce"] == "n-0S6_WzA2Mj"
    assert token.claims["fhirUser"] == f"{FHIR}/Patient/gunnel"
    assert token.claims["exp"] > token.claims["iat"] >= token.claims["auth_time"]


def test_staff_are_their_practitioner_role(house: House) -> None:
    claims = decoded(house, staff_tokens(house).body["id_token"]).claims
    assert claims["fhirUser"] == f"{FHIR}/PractitionerRole/maria"

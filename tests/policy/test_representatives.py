"""Nobody is represented: not by a setting, not by a registration of another kind, not by a ground (P-3, P-4)."""

from dataclasses import replace

import pytest

from patientkontrakt.config import Settings, SettingsError
from patientkontrakt.policy.decision import Permitted, decide
from patientkontrakt.policy.facts import Facts, Guardian
from patientkontrakt.policy.row import Row
from tests.cast import AT, guardian, patient


@pytest.mark.parametrize("mode", ["demo", "production"])
def test_p_3_p_4_no_installation_starts_with_representatives(mode: str) -> None:
    with pytest.raises(SettingsError, match=r"HFD 2017 ref\. 67"):
        Settings.from_environ({"PATIENTKONTRAKT_MODE": mode, "PATIENTKONTRAKT_REPRESENTATIVES": "1"})


@pytest.mark.parametrize("type", ["Patient", "CarePlan", "Goal", "Consent", "AuditEvent"])
@pytest.mark.parametrize("letter", ["r", "s", "c", "u"])
def test_p_3_p_4_no_ground_opens_a_grown_patient_to_a_relative(type: str, letter: str) -> None:
    """Registered as what she may be, and with the patient's own token of another kind."""
    registered = Facts(
        guardians=(Guardian(patient="rut", number_hmac="x", starts=0, ends=None, source_id="sara-rut"),)
    )
    row = Row(type=type, id="x", patient="rut", unit="linden", custodian="region-exempel")
    for actor in (guardian("sara", "rut"), replace(patient("sara"), patient="rut", born=None)):
        assert not isinstance(decide(actor, letter, row, registered, AT), Permitted)  # type: ignore[arg-type]

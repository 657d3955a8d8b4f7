"""Sharing between two custodians: refused before, read while, refused at the next request after."""

from tests.api.fhir.house import House
from tests.api.v1.people import agreed, opened, patient, staff


def test_ahmed_reads_only_while_gunnel_shares(house: House) -> None:
    maria, gunnel, ahmed = staff(house, "maria"), patient(house, "gunnel"), staff(house, "ahmed")
    plan = agreed(maria, gunnel, "gunnel")
    assert ahmed.get(f"/contracts/{plan}").status_code == 404
    assert ahmed.done("GET", "/patients/gunnel/shared") == {"exists": True, "missing": "consent"}
    made = gunnel.done("POST", "/my/sharing", {"unit": "hemsjukvarden-ekby"})
    assert set(made["units"]) == {"linden", "hemsjukvarden-ekby"}
    seen = ahmed.done("GET", f"/contracts/{plan}")
    assert seen["phase"] == "overens"
    assert seen["promises"]["mine"][0]["text"] == "Jag går en runda."
    assert ahmed.done("GET", "/patients/gunnel/shared") == {"exists": True, "missing": None}
    assert gunnel.done("DELETE", f"/my/sharing/{made['id']}")["status"] == "inactive"
    assert ahmed.get(f"/contracts/{plan}").status_code == 404
    assert ahmed.fhir.get(f"/CarePlan/{plan}").status_code == 404


def test_what_is_being_written_is_never_shared(house: House) -> None:
    maria, rut, ahmed = staff(house, "maria"), patient(house, "rut"), staff(house, "ahmed")
    plan = agreed(maria, rut, "rut")
    rut.done("POST", "/my/sharing", {"unit": "hemsjukvarden-ekby"})
    secret = {"version": 0, "coordination": "Ännu inte utgivet"}
    maria.done("PATCH", f"/contracts/{plan}/sections/samordning", secret)
    seen = ahmed.get(f"/contracts/{plan}")
    assert seen.status_code == 200
    assert "Ännu inte utgivet" not in seen.get_data(as_text=True)
    hidden = opened(maria, "rut")
    assert ahmed.get(f"/contracts/{hidden}").status_code == 404
    assert ahmed.patch(f"/contracts/{plan}/sections/samordning", secret).status_code in (403, 404)


def test_one_sharing_per_pair_the_new_takes_the_old_ones_place(house: House) -> None:
    maria, rut = staff(house, "maria"), patient(house, "rut")
    agreed(maria, rut, "rut")
    rut.done("POST", "/my/sharing", {"unit": "hemtjansten-ekby"})
    rut.done("POST", "/my/sharing", {"unit": "hemtjansten-ekby", "level": "tider-kontakter"})
    pairs = [
        each for each in rut.done("GET", "/my/sharing")["sharing"] if "hemtjansten-ekby" in each["units"]
    ]
    assert [each["status"] for each in pairs] == ["active", "inactive"]


def test_sharing_is_the_patients_and_for_a_year_at_most(house: House) -> None:
    maria, sara = staff(house, "maria"), patient(house, "sara")
    agreed(maria, sara, "sara")
    assert maria.post("/my/sharing", {"unit": "hemsjukvarden-ekby"}).status_code in (403, 404)
    long = {"unit": "hemsjukvarden-ekby", "until": "2031-01-01"}
    assert sara.post("/my/sharing", long).status_code == 422
    assert sara.post("/my/sharing", {"unit": "eken"}).status_code == 422
    assert sara.post("/my/sharing", {"unit": "finns-inte"}).status_code == 422
    assert sara.delete("/my/sharing/finns-inte").status_code == 404


def test_a_sharing_of_another_patient_does_not_exist(house: House) -> None:
    maria, gunnel = staff(house, "maria"), patient(house, "gunnel")
    agreed(maria, gunnel, "gunnel")
    made = gunnel.done("POST", "/my/sharing", {"unit": "hemsjukvarden-ekby"})
    birger = patient(house, "birger")
    ghost = birger.delete(f"/my/sharing/{'x' * 22}")
    real = birger.delete(f"/my/sharing/{made['id']}")
    assert (real.status_code, real.get_data()) == (ghost.status_code, ghost.get_data())
    assert gunnel.done("DELETE", f"/my/sharing/{made['id']}")["status"] == "inactive"


def test_a_unit_without_a_relation_learns_nothing(house: House) -> None:
    petra = staff(house, "petra")
    assert petra.get("/patients/gunnel/shared").status_code == 404
    assert petra.get("/patients/finns-inte/shared").status_code == 404
    assert patient(house, "gunnel").get("/patients/gunnel/shared").status_code == 403

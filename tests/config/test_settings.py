"""Settings refuse what is only good enough for a demo, and say everything that is wrong at once."""

from pathlib import Path

import pytest

from patientkontrakt.config import Settings, SettingsError
from patientkontrakt.config.identity import LOA_3

SECRET = "n6W0sZ3bq4Yc8t1Lr5Vx9Jd2Kf7Hg_PmQaTe"


def production(var: Path, **changes: str) -> dict[str, str]:
    """An environment production accepts, with changes; an empty value unsets."""
    return {
        "PATIENTKONTRAKT_VAR": str(var),
        "PATIENTKONTRAKT_BASE_URL": "https://plan.example.se/",
        "PATIENTKONTRAKT_DATABASE_URL": "postgresql://pk:hemligt@db.example.se/pk",
        "PATIENTKONTRAKT_SECRET": SECRET,
        **changes,
    }


def demo(var: Path, **changes: str) -> dict[str, str]:
    return {"PATIENTKONTRAKT_MODE": "demo", "PATIENTKONTRAKT_VAR": str(var), **changes}


def refused(environ: dict[str, str]) -> set[str]:
    """The variables that are objected to."""
    with pytest.raises(SettingsError) as caught:
        Settings.from_environ(environ)
    assert all(str(problem) in str(caught.value) for problem in caught.value.problems)
    return {problem.variable for problem in caught.value.problems}


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("PATIENTKONTRAKT_BASE_URL", "http://plan.example.se"),
        ("PATIENTKONTRAKT_BASE_URL", ""),
        ("PATIENTKONTRAKT_BASE_URL", "plan.example.se"),
        ("PATIENTKONTRAKT_BASE_URL", "https://plan.example.se/?a=b"),
        ("PATIENTKONTRAKT_BASE_URL", "https://me:you@plan.example.se"),
        ("PATIENTKONTRAKT_BASE_URL", "https://plan.example.se:port"),
        ("PATIENTKONTRAKT_SECRET", ""),
        ("PATIENTKONTRAKT_SECRET", "kort"),
        ("PATIENTKONTRAKT_SECRET", "a" * 64),
        ("PATIENTKONTRAKT_DATABASE_URL", "sqlite:////srv/pk.db"),
        ("PATIENTKONTRAKT_DATABASE_URL", ""),
        ("PATIENTKONTRAKT_DATABASE_URL", "mysql://db.example.se/pk"),
        ("PATIENTKONTRAKT_DATABASE_URL", "postgresql+psycopg2://db.example.se/pk"),
        ("PATIENTKONTRAKT_DATABASE_URL", "not an address"),
        ("PATIENTKONTRAKT_MODE", "test"),
        ("PATIENTKONTRAKT_ALLOW_SQLITE", "yes"),
        ("PATIENTKONTRAKT_PROXIES", "proxy.example.se"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PATIENTKONTRAKT_EXPORT_HOURS", "721"),  # after thirty days the job is forgotten, and its files go
        ("PORT", "åtta"),
        ("WEB_CONCURRENCY", "-1"),
        ("AUTHLIB_INSECURE_TRANSPORT", "1"),
        ("FLASK_DEBUG", "1"),
    ],
)
def test_production_refuses(tmp_path: Path, variable: str, value: str) -> None:
    assert refused(production(tmp_path, **{variable: value})) == {variable}


def test_everything_wrong_is_said_at_once(tmp_path: Path) -> None:
    wrong = production(
        tmp_path, PORT="x", WEB_CONCURRENCY="0", PATIENTKONTRAKT_SECRET="", PATIENTKONTRAKT_BASE_URL="x"
    )
    assert refused(wrong) == {"PORT", "WEB_CONCURRENCY", "PATIENTKONTRAKT_SECRET", "PATIENTKONTRAKT_BASE_URL"}


def test_production_refuses_the_secret_a_demo_made(tmp_path: Path) -> None:
    made = Settings.from_environ(demo(tmp_path)).secret.decode()
    assert refused(production(tmp_path, PATIENTKONTRAKT_SECRET=made)) == {"PATIENTKONTRAKT_SECRET"}


def test_keys_that_others_can_read_are_refused(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    key = tmp_path / "keys" / "signing.pem"
    key.touch(mode=0o644)
    assert refused(production(tmp_path)) == {"PATIENTKONTRAKT_VAR"}
    key.chmod(0o600)
    assert Settings.from_environ(production(tmp_path)).mode == "production"


def test_a_database_file_that_everybody_can_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "pk.db"
    file.touch(mode=0o644)
    environ = production(
        tmp_path, PATIENTKONTRAKT_DATABASE_URL=f"sqlite:///{file}", PATIENTKONTRAKT_ALLOW_SQLITE="1"
    )
    assert refused(environ) == {"PATIENTKONTRAKT_DATABASE_URL"}


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "plan.example.se", "::"])
def test_a_demo_stays_on_its_own_machine(tmp_path: Path, host: str) -> None:
    assert refused(demo(tmp_path, HOST=host)) == {"HOST"}
    assert Settings.from_environ(demo(tmp_path, HOST=host, PATIENTKONTRAKT_DEMO_PUBLIC="1")).host == host


def test_a_var_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for no_folder in (tmp_path / "file", tmp_path / "file" / "within", tmp_path / ("x" * 300)):
        assert refused(demo(no_folder)) == {"PATIENTKONTRAKT_VAR"}
        assert refused(production(no_folder)) == {"PATIENTKONTRAKT_VAR"}


def test_no_secret_is_told(tmp_path: Path) -> None:
    settings = Settings.from_environ(production(tmp_path))
    assert SECRET not in repr(settings)
    assert "hemligt" not in repr(settings)
    with pytest.raises(SettingsError) as caught:
        Settings.from_environ(
            production(
                tmp_path,
                PATIENTKONTRAKT_SECRET="hemligt",
                PATIENTKONTRAKT_DATABASE_URL="mysql://a:hemligt@b/c",
            )
        )
    assert "hemligt" not in str(caught.value)


def test_production_starts_when_nothing_is_wrong(tmp_path: Path) -> None:
    settings = Settings.from_environ(production(tmp_path))
    assert settings.base_url == "https://plan.example.se"
    assert settings.fhir_base == "https://plan.example.se/fhir"
    assert settings.database_url == "postgresql://pk:hemligt@db.example.se/pk"


def test_a_demo_needs_nothing_and_keeps_its_secret(tmp_path: Path) -> None:
    first, second = Settings.from_environ(demo(tmp_path)), Settings.from_environ(demo(tmp_path))
    assert first == second
    assert len(first.secret) >= 32
    assert (tmp_path / "keys" / "secret").stat().st_mode & 0o777 == 0o600
    assert first.database_url == f"sqlite:///{tmp_path}/patientkontrakt.db"
    assert first.base_url == "http://127.0.0.1:8000"


def test_an_ipv6_host_makes_a_whole_address(tmp_path: Path) -> None:
    assert Settings.from_environ(demo(tmp_path, HOST="::1", PORT="8001")).base_url == "http://[::1]:8001"


def test_keys_differ_by_purpose_and_by_secret(tmp_path: Path) -> None:
    one = Settings.from_environ(production(tmp_path))
    other = Settings.from_environ(production(tmp_path, PATIENTKONTRAKT_SECRET=SECRET[::-1]))
    keys = {one.key("session"), one.key("page-tokens"), other.key("session")}
    assert {len(key) for key in keys} == {32}
    assert len(keys) == 3
    assert one.key("session") == Settings.from_environ(production(tmp_path)).key("session")


PROVIDER = {
    "PATIENTKONTRAKT_OIDC_STAFF_ISSUER": "https://idp.example.se/",
    "PATIENTKONTRAKT_OIDC_STAFF_CLIENT": "patientkontrakt",
}


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("ISSUER", "http://idp.example.se"),
        ("ISSUER", "idp.example.se"),
        ("ISSUER", ""),
        ("CLIENT", ""),
        ("SCOPE", "profile"),
        ("LEVELS", "*"),
        ("LEVELS", "* http://id.elegnamnden.se/loa/1.0/loa3"),
        ("LEVELS", "http://id.elegnamnden.se/loa/1.0/loa1"),
        ("LEVELS", "http://id.elegnamnden.se/loa/1.0/loa2"),
        ("LEVELS", f"{LOA_3} http://id.elegnamnden.se/loa/1.0/loa2"),
        ("LEVELS", "http://id.swedenconnect.se/loa/1.0/loa2-nonresident"),
        ("LEVELS", "http://id.swedenconnect.se/loa/1.0/uncertified-loa2"),
        ("LEVELS", "http://id.sambi.se/loa/loa2"),
        ("LEVELS", "urn:example:LoA2"),
        ("LEVELS", "http://eidas.europa.eu/LoA/low"),
        ("LEVELS", "http://eidas.europa.eu/LoA/NotNotified/low"),
    ],
)
def test_p_7_production_takes_no_weak_provider(tmp_path: Path, variable: str, value: str) -> None:
    changed = {f"PATIENTKONTRAKT_OIDC_STAFF_{variable}": value}
    assert refused(production(tmp_path, **(PROVIDER | changed))) == set(changed)


@pytest.mark.parametrize(
    "levels",
    [
        LOA_3,
        "http://id.swedenconnect.se/loa/1.0/loa3-nonresident",
        "http://eidas.europa.eu/LoA/substantial http://eidas.europa.eu/LoA/high",
        "urn:a-provider:its-own-word",
    ],
)
def test_p_7_words_for_loa_3_or_a_providers_own_are_the_operators_to_choose(
    tmp_path: Path, levels: str
) -> None:
    told = PROVIDER | {"PATIENTKONTRAKT_OIDC_STAFF_LEVELS": levels}
    [found] = Settings.from_environ(production(tmp_path, **told)).providers
    assert found.levels == tuple(levels.split())
    assert not found.takes_any_level


@pytest.mark.parametrize("levels", ["*", f"* {LOA_3}"])
def test_a_demo_takes_any_level_however_it_is_written(tmp_path: Path, levels: str) -> None:
    told = PROVIDER | {"PATIENTKONTRAKT_OIDC_STAFF_LEVELS": levels}
    [found] = Settings.from_environ(demo(tmp_path, **told)).providers
    assert found.takes_any_level


def test_a_provider_is_kept_letter_by_letter_and_demands_loa_3(tmp_path: Path) -> None:
    [found] = Settings.from_environ(production(tmp_path, **PROVIDER)).providers
    assert (found.kind, found.issuer, found.secret) == ("staff", "https://idp.example.se/", "")
    assert all(level.endswith(("loa3", "loa4")) for level in found.levels)
    assert "hemligt" not in repr(
        Settings.from_environ(
            production(tmp_path, **PROVIDER, PATIENTKONTRAKT_OIDC_STAFF_SECRET="hemligt")
        ).providers
    )


def test_without_an_issuer_there_is_no_provider(tmp_path: Path) -> None:
    assert Settings.from_environ(production(tmp_path)).providers == ()

"""Settings: a wrong one stops the start with a sentence that names its variable; production refuses unsafe ones."""

from pathlib import Path

import pytest

from webapp.settings import DEVELOPMENT_KEY, BadSettings, DirectoryKind, FilesStore, Mode, load

KEY = "0f6c1e0b9a7d4c35" * 2
PRODUCTION = {
    "MODE": "production",
    "SECRET_KEYS": KEY,
    "BASE_URL": "https://aides.region.example",
    "DATABASE_URL": "postgresql://app@db/portal",
    "DATABASE_OWNER_URL": "postgresql://owner@db/portal",
    "DIRECTORY": "api",
    "ANTIVIRUS": "clamd",
    "TRUSTED_PROXIES": "127.0.0.1",
    "MAIL_FROM": "ne-pas-repondre@region.fr",
}
S3 = {
    "FILES_STORE": "s3",
    "S3_ENDPOINT": "https://s3.region.example",
    "S3_BUCKET": "aides-pieces",
    "S3_ACCESS_KEY": "portail",
    "S3_SECRET_KEY": KEY,
}
PUBLIC = {"BASE_URL": "https://aides.region.example", "DEMO_IN_PUBLIC": "yes"}


def test_nothing_needs_to_be_set_for_a_demonstration() -> None:
    settings = load({})
    assert settings.mode is Mode.DEMO
    assert settings.base_url == "http://localhost:8000"
    assert not settings.is_https
    assert settings.directory is DirectoryKind.OFFLINE


def test_an_empty_variable_means_the_default_and_other_variables_do_not_matter() -> None:
    assert load({"PORT": "", "MODE": "", "BRAND_NAME": "", "HOME": "/root", "UNKNOWN": "x"}) == load({})


def test_values_get_their_types() -> None:
    settings = load({"PORT": "9000", "DATA_DIR": "/srv/portail", "MODE": "test"})
    assert (settings.port, settings.data_dir, settings.mode) == (9000, Path("/srv/portail"), Mode.TEST)
    assert settings.base_url == "http://localhost:9000"
    assert settings.files_dir == Path("/srv/portail/files")


def test_the_public_address_ends_without_a_slash_since_paths_begin_with_one() -> None:
    assert load(PUBLIC | {"BASE_URL": "https://aides.region.example/"}).base_url == "https://aides.region.example"


def test_keys_are_a_list_the_newest_first() -> None:
    assert load({"SECRET_KEYS": f"{KEY}, {'a' * 40} ,"}).signing_keys == (KEY, "a" * 40)


def test_production_starts_with_what_it_needs() -> None:
    settings = load(PRODUCTION)
    assert settings.mode is Mode.PRODUCTION
    assert settings.is_https


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        pytest.param({"SECRET_KEYS": ""}, "SECRET_KEYS", id="no key"),
        pytest.param({"SECRET_KEYS": f"{KEY},{DEVELOPMENT_KEY}"}, "SECRET_KEYS", id="public key among others"),
        pytest.param({"SECRET_KEYS": "k" * 31}, "SECRET_KEYS", id="short key"),
        pytest.param({"BASE_URL": ""}, "BASE_URL", id="no address"),
        pytest.param({"BASE_URL": "http://aides.region.example"}, "BASE_URL", id="address without TLS"),
        pytest.param({"DATABASE_URL": ""}, "DATABASE_URL", id="embedded database"),
        pytest.param({"DATABASE_OWNER_URL": "postgresql://app@db/portal"}, "two roles", id="owner of the tables"),
        pytest.param({"TRUSTED_PROXIES": ""}, "TRUSTED_PROXIES", id="everybody has the proxy's address"),
        pytest.param({"SECRET_KEYS": "k" * 32}, "openssl rand", id="key of one letter"),
        pytest.param({"SMTP_TLS": "none", "SMTP_HOST": "relay.region.fr"}, "SMTP_TLS", id="mails without TLS"),
        pytest.param({"MAIL_FROM": ""}, "MAIL_FROM", id="nobody's address"),
        pytest.param({"MAIL_FROM": "x"}, "MAIL_FROM", id="not an address"),
        pytest.param({"ARGON2_TIME_COST": "1"}, "ARGON2_TIME_COST", id="weak passwords, passes"),
        pytest.param({"ARGON2_MEMORY_KIB": "19455"}, "ARGON2_MEMORY_KIB", id="weak passwords, memory"),
        pytest.param({"DIRECTORY": "offline"}, "DIRECTORY must be `api`", id="register of examples"),
        pytest.param({"DIRECTORY": ""}, "DIRECTORY must be `api`", id="register left as it is"),
        pytest.param({"ANTIVIRUS": "none"}, "ANTIVIRUS must be `clamd`", id="files that nobody looks at"),
        pytest.param({"ANTIVIRUS": ""}, "ANTIVIRUS must be `clamd`", id="antivirus left as it is"),
        pytest.param({"DIRECTORY_URL": "http://sirene.region.example"}, "DIRECTORY_URL", id="register without TLS"),
        pytest.param(S3 | {"S3_ENDPOINT": "http://s3.region.example"}, "S3_ENDPOINT", id="files without TLS"),
        pytest.param(S3 | {"S3_ACCESS_KEY": "minioadmin"}, "everybody knows", id="files with the key of the box"),
        pytest.param(S3 | {"S3_SECRET_KEY": "MinioAdmin"}, "everybody knows", id="files with the secret of the box"),
        pytest.param(S3 | {"S3_SECRET_KEY": "k" * 40}, "S3_SECRET_KEY can be guessed", id="secret of one letter"),
        pytest.param(S3 | {"S3_SECRET_KEY": KEY[:15]}, "S3_SECRET_KEY can be guessed", id="short secret"),
        pytest.param({"FAILPOINT": "before_commit"}, "FAILPOINT", id="a process that kills itself"),
    ],
)
def test_production_refuses(changed: dict[str, str], named: str) -> None:
    with pytest.raises(BadSettings, match=named):
        load(PRODUCTION | changed)


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("unix:/run/clamav/clamd.ctl", "/run/clamav/clamd.ctl"),
        ("127.0.0.1:3310", ("127.0.0.1", 3310)),
        ("clamd.region.example:3310", ("clamd.region.example", 3310)),
        ("[::1]:3310", ("::1", 3310)),
    ],
)
def test_the_scanner_is_on_a_unix_socket_or_behind_a_port(given: str, meant: str | tuple[str, int]) -> None:
    settings = load({"ANTIVIRUS": "clamd", "CLAMD_ADDRESS": given})
    assert (settings.has_scanner, settings.clamd) == (True, meant)
    assert not load({}).has_scanner


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MODE", "staging"),
        ("PORT", "http"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("WORKERS", "0"),
        ("SMTP_TLS", "yes"),
        ("SMTP_PORT", "-1"),
        ("UPLOAD_MAX_BYTES", "20 Mo"),
        ("BRAND_COLOR", "green"),
        ("BRAND_COLOR_DARK", "#fff"),
        ("LOG_LEVEL", "verbose"),
        ("DIRECTORY", "insee"),
        ("DIRECTORY_URL", "recherche-entreprises.api.gouv.fr"),
        ("DIRECTORY_URL", "https://["),
        ("DIRECTORY_TIMEOUT_SECONDS", "0"),
        ("DIRECTORY_TIMEOUT_SECONDS", "31"),
        ("ANTIVIRUS", "yes"),
        ("CLAMD_ADDRESS", "/run/clamav/clamd.ctl"),
        ("CLAMD_ADDRESS", "unix:clamd.ctl"),
        ("CLAMD_ADDRESS", "clamd.region.example"),
        ("CLAMD_ADDRESS", ":3310"),
        ("CLAMD_ADDRESS", "127.0.0.1:65536"),
        ("CLAMD_TIMEOUT_SECONDS", "0"),
        ("CLAMD_TIMEOUT_SECONDS", "601"),
        ("BASE_URL", "aides.region.example"),
        ("BASE_URL", "ftp://aides.region.example"),
        ("BASE_URL", "https://["),
        ("BASE_URL", "http://localhost:8000/portail"),
        ("BASE_URL", "http://localhost:8000?q=1"),
        ("BASE_URL", "http://localhost:8000#f"),
        ("BASE_URL", "http://x:y@localhost:8000"),
        ("DEMO_IN_PUBLIC", "perhaps"),
        ("TRUSTED_PROXIES", "10.0.0.0/8,nonsense"),
        ("TRUSTED_PROXIES", "10.0.0.1/8"),
        ("SECRET_KEYS", "short"),
        ("SECRET_KEYS", " , "),
        ("FAILPOINT", "before_lunch"),
        ("FAILPOINT", "before_commit:0"),
        ("FAILPOINT", "before_commit,before_tx"),
    ],
)
def test_a_wrong_value_is_refused_with_the_name_of_its_variable(name: str, value: str) -> None:
    given = {"BRAND_COLOR": "#0e5a57", "PORT": "8000", name: value}
    with pytest.raises(BadSettings) as refused:
        load(given)
    assert f"{name} " in str(refused.value).replace(":", " ")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FILES_STORE", "azure"),
        ("S3_ENDPOINT", ""),
        ("S3_ENDPOINT", "s3.region.example"),
        ("S3_ENDPOINT", "ftp://s3.region.example"),
        ("S3_ENDPOINT", "https://s3.region.example/aides-pieces"),
        ("S3_ENDPOINT", "https://key:secret@s3.region.example"),
        ("S3_ENDPOINT", "https://["),
        ("S3_BUCKET", ""),
        ("S3_BUCKET", "Pièces"),
        ("S3_BUCKET", "a/b"),
        ("S3_ACCESS_KEY", ""),
        ("S3_SECRET_KEY", ""),
        ("S3_PREFIX", "/aides"),
        ("S3_PREFIX", "aides/"),
        ("S3_PREFIX", "../aides"),
    ],
)
def test_a_server_of_files_is_told_whole_or_not_at_all(name: str, value: str) -> None:
    with pytest.raises(BadSettings) as refused:
        load(S3 | {name: value})
    assert name in str(refused.value)
    assert KEY not in str(refused.value)


def test_files_may_be_kept_on_a_server_in_production_and_without_tls_on_this_machine() -> None:
    assert load(PRODUCTION | S3).files_store is FilesStore.S3
    assert load(PRODUCTION | S3 | {"S3_ENDPOINT": "http://127.0.0.1:8333/"}).s3_endpoint == "http://127.0.0.1:8333"


def test_a_wrong_value_leads_to_the_page_that_describes_its_variable() -> None:
    with pytest.raises(BadSettings, match=r"^PORT cannot be used .*\. See docs/operations\.md, PORT\.$"):
        load({"PORT": "http"})


@pytest.mark.parametrize("mode", ["demo", "test"])
@pytest.mark.parametrize("address", ["https://localhost", "https://aides.region.example", "http://192.0.2.7:8000"])
def test_what_has_public_passwords_is_not_public_by_mistake(mode: str, address: str) -> None:
    with pytest.raises(BadSettings, match=r"BASE_URL.*MODE=production"):
        load({"MODE": mode, "BASE_URL": address})
    assert load({"MODE": mode, "BASE_URL": address, "DEMO_IN_PUBLIC": "yes"}).base_url == address


@pytest.mark.parametrize("address", ["http://localhost:8000", "http://127.0.0.1:8000", "http://[::1]:8000"])
def test_a_demonstration_on_one_s_own_machine_needs_no_word(address: str) -> None:
    assert load({"BASE_URL": address}).base_url == address


def test_a_relay_on_the_same_machine_needs_no_tls() -> None:
    assert load(PRODUCTION | {"SMTP_TLS": "none", "SMTP_HOST": "localhost"}).smtp_tls == "none"


def test_what_serves_needs_no_access_as_owner_of_the_tables() -> None:
    assert load(PRODUCTION | {"DATABASE_OWNER_URL": ""}).mode is Mode.PRODUCTION


def test_a_refused_secret_is_not_told() -> None:
    with pytest.raises(BadSettings) as refused:
        load({"SECRET_KEYS": "hunter2-hunter2"})
    assert "hunter2" not in str(refused.value)

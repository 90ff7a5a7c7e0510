"""Every setting of the portal: read once from the environment, checked at start, never read anywhere else.

`docs/operations.md` says what each is for; a test compares its table with this file.
"""

import os
import re
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import SplitResult, urlsplit

import msgspec
from msgspec import Meta

DEVELOPMENT_KEY = "development-only-key-refused-in-production"
KEYS_OF_ALL = {"minioadmin", "admin", "password", "secret", "test", "changeme"}  # of servers as they are unpacked
LEAST_VARIETY = 8  # different characters of a key; 32 random hexadecimal digits have 14 as a rule


class Mode(StrEnum):
    """How the portal runs: `demo` has ready-made accounts and readable mails, `production` refuses unsafe values."""

    DEMO = "demo"
    TEST = "test"
    PRODUCTION = "production"


class DirectoryKind(StrEnum):
    """Where a structure's name and address are looked up: a file of examples, or the State's public API."""

    OFFLINE = "offline"
    API = "api"


class AntivirusKind(StrEnum):
    """Who looks at the files that people send: nobody, and each says so, or ClamAV's daemon."""

    NONE = "none"
    CLAMD = "clamd"


class FilesStore(StrEnum):
    """Where uploads and receipts are kept: in DATA_DIR, or on a server that speaks S3."""

    DISK = "disk"
    S3 = "s3"


class Failpoint(StrEnum):
    """Where tests have a process kill itself, see `webapp/core/failpoints.py`."""

    BEFORE_TX = "before_tx"
    BEFORE_COMMIT = "before_commit"
    AFTER_COMMIT_BEFORE_RESPONSE = "after_commit_before_response"
    MID_UPLOAD = "mid_upload"
    AFTER_RENAME_BEFORE_ROW = "after_rename_before_row"
    AFTER_SEND_BEFORE_MARK = "after_send_before_mark"


FAILPOINT = f"^$|^({'|'.join(Failpoint)})(:[1-9][0-9]{{0,3}})?$"


class BadSettings(Exception):
    """One sentence an operator can act on; the launcher prints it and stops."""


Name = Annotated[str, Meta(min_length=1)]
Port = Annotated[int, Meta(ge=1, le=65535)]
Positive = Annotated[int, Meta(ge=1)]
Color = Annotated[str, Meta(pattern="^#[0-9a-fA-F]{6}$")]


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Field `data_dir` is the environment variable `DATA_DIR`, and so on. What each is for: docs/operations.md."""

    mode: Mode = Mode.DEMO
    demo_in_public: Annotated[str, Meta(pattern="^(yes|no)$")] = "no"
    host: str = "127.0.0.1"
    port: Port = 8000
    workers: Annotated[int, Meta(ge=1, le=64)] = 1
    base_url: str = ""
    data_dir: Path = Path("var")
    secret_keys: str = DEVELOPMENT_KEY
    trusted_proxies: str = ""

    database_url: str = ""
    database_owner_url: str = ""
    database_pool_size: Annotated[int, Meta(ge=1, le=100)] = 10

    smtp_host: str = "127.0.0.1"
    smtp_port: Port = 2525
    smtp_tls: Annotated[str, Meta(pattern="^(none|starttls|tls)$")] = "none"
    smtp_username: str = ""
    smtp_password: str = ""
    mail_from: str = "ne-pas-repondre@region.example"

    directory: DirectoryKind = DirectoryKind.OFFLINE
    directory_url: str = "https://recherche-entreprises.api.gouv.fr"
    directory_timeout_seconds: Annotated[float, Meta(gt=0, le=30)] = 4

    antivirus: AntivirusKind = AntivirusKind.NONE
    clamd_address: str = "unix:/run/clamav/clamd.ctl"
    clamd_timeout_seconds: Annotated[float, Meta(gt=0, le=600)] = 60
    files_store: FilesStore = FilesStore.DISK
    s3_endpoint: str = ""
    s3_bucket: str = ""
    s3_region: Name = "us-east-1"
    s3_access_key: str = ""
    s3_secret_key: str = ""
    s3_prefix: str = ""

    upload_max_bytes: Positive = 20_000_000
    upload_max_files: Positive = 20
    upload_max_total_bytes: Positive = 200_000_000

    region_name: Name = "Région Exemple"
    brand_name: Name = "Mes aides en ligne"
    brand_logo: str = ""
    brand_color: Color = "#0e5a57"
    brand_color_dark: Color = "#7fd1c7"
    legal_notices: str = ""
    privacy_notice: str = ""
    accessibility_statement: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    contact_hours: str = ""

    court_name: Name = "tribunal administratif territorialement compétent"
    court_address: str = ""

    argon2_time_cost: Positive = 2
    argon2_memory_kib: Annotated[int, Meta(ge=8)] = 19 * 1024

    log_level: Annotated[str, Meta(pattern="^(debug|info|warning|error)$")] = "info"
    failpoint: Annotated[str, Meta(pattern=FAILPOINT)] = ""

    def __post_init__(self) -> None:
        if not self.base_url:
            msgspec.structs.force_setattr(self, "base_url", f"http://localhost:{self.port}")
        for name in ("base_url", "s3_endpoint"):
            msgspec.structs.force_setattr(self, name, getattr(self, name).rstrip("/"))
        self._check()

    def _check(self) -> None:
        """What nothing could work with; then what is not safe in this mode."""
        base, register = _parts(self.base_url), _parts(self.directory_url)
        if base.scheme not in ("http", "https") or not base.hostname:
            raise BadSettings("BASE_URL must be an address such as https://aides.region.example.")
        if self.base_url != f"{base.scheme}://{base.netloc}" or "@" in base.netloc:
            raise BadSettings("BASE_URL is a scheme and a host, with a port if need be, and nothing more.")
        if register.scheme not in ("http", "https") or not register.hostname:
            raise BadSettings("DIRECTORY_URL must be an address such as https://recherche-entreprises.api.gouv.fr.")
        if not self.signing_keys or any(len(key) < 32 for key in self.signing_keys):
            raise BadSettings("SECRET_KEYS: each key needs 32 characters or more.")
        try:
            _ = self.proxies
        except ValueError as error:
            raise BadSettings(f"TRUSTED_PROXIES: {error}. Give addresses, or networks such as 10.0.0.0/8.") from error
        try:
            _ = self.clamd
        except ValueError as error:
            raise BadSettings("CLAMD_ADDRESS must be such as unix:/run/clamav/clamd.ctl or 127.0.0.1:3310.") from error
        for name in ("brand_logo", "legal_notices", "privacy_notice", "accessibility_statement"):
            given = getattr(self, name)
            if given and not Path(given).is_file():
                raise BadSettings(f"{name.upper()}: there is no file {given}.")
        if self.files_store is FilesStore.S3:
            self._check_s3()
        if self.mode is Mode.PRODUCTION:
            self._check_production()
        elif self.demo_in_public == "no" and (self.is_https or not _is_this_machine(base.hostname)):
            raise BadSettings(
                f"BASE_URL is public, and MODE={self.mode} is not: its passwords and its key are known to all. "
                "Set MODE=production, or DEMO_IN_PUBLIC=yes for a demonstration that anybody may enter."
            )

    def _check_s3(self) -> None:
        endpoint = _parts(self.s3_endpoint)
        is_plain = (
            self.s3_endpoint.rstrip("/") == f"{endpoint.scheme}://{endpoint.netloc}" and "@" not in endpoint.netloc
        )
        if endpoint.scheme not in ("http", "https") or not endpoint.hostname or not is_plain:
            raise BadSettings("S3_ENDPOINT must be an address such as https://s3.region.example, without the bucket.")
        if not re.fullmatch(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", self.s3_bucket):
            raise BadSettings("S3_BUCKET must be the name of a bucket, such as aides-pieces, when FILES_STORE is s3.")
        if not self.s3_access_key or not self.s3_secret_key:
            raise BadSettings("S3_ACCESS_KEY and S3_SECRET_KEY must both be set when FILES_STORE is s3.")
        if self.s3_prefix and not re.fullmatch(r"[a-z0-9_-]+(/[a-z0-9_-]+)*", self.s3_prefix):
            raise BadSettings("S3_PREFIX is made of a–z, 0–9, - and _, with / between its parts, such as aides/2026.")

    def _check_production(self) -> None:
        if DEVELOPMENT_KEY in self.signing_keys:
            raise BadSettings("SECRET_KEYS must be set in production; the development key is public.")
        if any(len(set(key)) < LEAST_VARIETY for key in self.signing_keys):
            raise BadSettings("SECRET_KEYS: a key can be guessed; make one with `openssl rand -base64 32`.")
        if not self.is_https:
            raise BadSettings("BASE_URL must begin with https:// in production.")
        if not self.proxies:
            raise BadSettings(
                "TRUSTED_PROXIES must be set in production: the proxy that speaks TLS, 127.0.0.1 if it is on this "
                "machine. Without it all people would have one address, and wait for each other's wrong logins."
            )
        if not self.database_url:
            raise BadSettings("DATABASE_URL is required in production.")
        if self.database_owner_url and _parts(self.database_owner_url).username == _parts(self.database_url).username:
            raise BadSettings("DATABASE_URL and DATABASE_OWNER_URL must be two roles: the application's owns nothing.")
        if self.argon2_time_cost < 2 or self.argon2_memory_kib < 19 * 1024:
            raise BadSettings("ARGON2_TIME_COST must be at least 2 and ARGON2_MEMORY_KIB at least 19456 in production.")
        if self.failpoint:
            raise BadSettings("FAILPOINT makes the portal kill itself, for its tests: production refuses it.")
        self._check_services()

    def _check_services(self) -> None:
        """The relay, the register and the antivirus, in production."""
        if self.smtp_tls == "none" and not _is_this_machine(self.smtp_host):
            raise BadSettings("SMTP_TLS must be `starttls` or `tls` in production, unless the relay is this machine.")
        if not re.fullmatch(r"[!-?A-~]+@([a-z0-9-]+\.)+[a-z0-9-]+", self.mail_from) or ".example" in self.mail_from:
            raise BadSettings("MAIL_FROM must be the portal's own address in production, such as aides@region.fr.")
        if self.directory is DirectoryKind.OFFLINE:
            raise BadSettings("DIRECTORY must be `api` in production; the offline file is for demonstrations.")
        if not self.directory_url.startswith("https://"):
            raise BadSettings("DIRECTORY_URL must begin with https:// in production.")
        if not self.has_scanner:
            raise BadSettings("ANTIVIRUS must be `clamd` in production: agents open the files that people send.")
        if self.files_store is FilesStore.S3:
            self._check_s3_production()

    def _check_s3_production(self) -> None:
        endpoint = _parts(self.s3_endpoint)
        if endpoint.scheme != "https" and not _is_this_machine(endpoint.hostname or ""):
            raise BadSettings("S3_ENDPOINT must begin with https:// in production, unless the server is this machine.")
        if KEYS_OF_ALL & {self.s3_access_key.lower(), self.s3_secret_key.lower()}:
            raise BadSettings("S3_ACCESS_KEY and S3_SECRET_KEY are those that everybody knows: make new ones.")
        if len(self.s3_secret_key) < 16 or len(set(self.s3_secret_key)) < LEAST_VARIETY:
            raise BadSettings("S3_SECRET_KEY can be guessed: make a new one, of 16 characters or more.")

    @property
    def signing_keys(self) -> tuple[str, ...]:
        """Newest first: the first signs, all verify."""
        return tuple(key.strip() for key in self.secret_keys.split(",") if key.strip())

    @property
    def proxies(self) -> tuple[IPv4Network | IPv6Network, ...]:
        """Raises ValueError for what is neither an address nor a network."""
        return _networks(self.trusted_proxies)

    @property
    def has_scanner(self) -> bool:
        return self.antivirus is not AntivirusKind.NONE

    @property
    def clamd(self) -> str | tuple[str, int]:
        """The path of its Unix socket, or its host and port. Raises ValueError for what is neither."""
        kind, _, path = self.clamd_address.partition(":")
        if kind == "unix" and path.startswith("/"):
            return path
        host, _, port = self.clamd_address.rpartition(":")
        if not host or not 0 < int(port) <= 65535:
            raise ValueError(self.clamd_address)
        return host.removeprefix("[").removesuffix("]"), int(port)

    @property
    def ordered_end(self) -> tuple[Failpoint, int] | None:
        """Where a process kills itself, and the how manieth time that it comes there."""
        name, _, times = self.failpoint.partition(":")
        return (Failpoint(name), int(times or 1)) if name else None

    @property
    def is_https(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def files_dir(self) -> Path:
        return self.data_dir / "files"


@lru_cache(maxsize=8)
def _networks(text: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """Read once, asked at each request."""
    return tuple(ip_network(entry.strip()) for entry in text.split(",") if entry.strip())


def _parts(address: str) -> SplitResult:
    """Empty parts for a text that cannot be an address at all, such as `https://[`."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _path(kind: type, text: Any) -> Any:
    """msgspec does not know Path."""
    return kind(text)


def load(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings that the environment names; an empty value means the default. Raises BadSettings."""
    known = {field.name for field in msgspec.structs.fields(Settings)}
    given = {name: environ[name.upper()] for name in known if environ.get(name.upper())}
    try:
        return msgspec.convert(given, Settings, strict=False, dec_hook=_path)
    except msgspec.ValidationError as error:
        raise BadSettings(_sentence(str(error))) from error


def _sentence(problem: str) -> str:
    """From msgspec's "Expected `int`, got `str` - at `$.port`" to words that name the variable and where to read on."""
    reason, _, place = problem.partition(" - at `$.")
    name = place.rstrip("`").upper()
    return f"{name} cannot be used as it is: {reason[0].lower()}{reason[1:]}. See docs/operations.md, {name}."

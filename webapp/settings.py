"""Every setting of the portal: read once from the environment, checked at start, never read anywhere else.

`docs/operations.md` lists them; a test compares that list with this file.
"""

import os
import re
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import Annotated, Any, get_args
from urllib.parse import SplitResult, urlsplit

import msgspec
from msgspec import Meta

DEVELOPMENT_KEY = "development-only-key-refused-in-production"
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


class BadSettings(Exception):
    """One sentence an operator can act on; the launcher prints it and stops."""


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Field `data_dir` is the environment variable `DATA_DIR`, and so on."""

    mode: Annotated[Mode, Meta(description="`demo`, `test` or `production`.")] = Mode.DEMO
    demo_in_public: Annotated[
        str, Meta(pattern="^(yes|no)$", description="`yes`: anybody may enter this demonstration or test.")
    ] = "no"
    host: Annotated[str, Meta(description="Address the server listens on.")] = "127.0.0.1"
    port: Annotated[int, Meta(ge=1, le=65535, description="Port the server listens on.")] = 8000
    workers: Annotated[int, Meta(ge=1, le=64, description="Processes of the server.")] = 1
    base_url: Annotated[
        str, Meta(description="Public address, used in mails. Empty: `http://localhost:PORT`; required in production.")
    ] = ""
    data_dir: Annotated[Path, Meta(description="Where uploads, receipts and the embedded database live.")] = Path("var")
    secret_keys: Annotated[
        str,
        Meta(description="Signing keys, the newest first, separated by commas; 32 characters or more each."),
    ] = DEVELOPMENT_KEY
    trusted_proxies: Annotated[
        str,
        Meta(description="Addresses or networks of reverse proxies whose X-Forwarded-For is believed, with commas."),
    ] = ""

    database_url: Annotated[
        str, Meta(description="PostgreSQL address for the application's role. Empty: the embedded server.")
    ] = ""
    database_owner_url: Annotated[
        str, Meta(description="PostgreSQL address for the role that owns the tables and runs migrations.")
    ] = ""
    database_pool_size: Annotated[int, Meta(ge=1, le=100, description="Connections a process keeps.")] = 10

    smtp_host: Annotated[str, Meta(description="Mail relay.")] = "127.0.0.1"
    smtp_port: Annotated[int, Meta(ge=1, le=65535, description="Port of the mail relay.")] = 2525
    smtp_tls: Annotated[str, Meta(pattern="^(none|starttls|tls)$", description="`none`, `starttls` or `tls`.")] = "none"
    smtp_username: Annotated[str, Meta(description="Login at the relay, if it wants one.")] = ""
    smtp_password: Annotated[str, Meta(description="Password at the relay.")] = ""
    mail_from: Annotated[str, Meta(description="Sender's address of every mail.")] = "ne-pas-repondre@region.example"

    directory: Annotated[
        DirectoryKind, Meta(description="`offline`, a file of examples for demonstrations, or `api`, all of Sirene.")
    ] = DirectoryKind.OFFLINE
    directory_url: Annotated[str, Meta(description="Address of the State's register of companies.")] = (
        "https://recherche-entreprises.api.gouv.fr"
    )
    directory_timeout_seconds: Annotated[
        float, Meta(gt=0, le=30, description="Longest wait for it, all tries together, in seconds.")
    ] = 4

    upload_max_bytes: Annotated[int, Meta(ge=1, description="Largest file, in bytes.")] = 20_000_000
    upload_max_files: Annotated[int, Meta(ge=1, description="Files an application may hold.")] = 20
    upload_max_total_bytes: Annotated[int, Meta(ge=1, description="Files of an application, in bytes.")] = 200_000_000

    region_name: Annotated[str, Meta(min_length=1, description="Name of the Region, under the portal's.")] = (
        "Région Exemple"
    )
    brand_name: Annotated[str, Meta(min_length=1, description="Name of the portal.")] = "Mes aides en ligne"
    brand_logo: Annotated[str, Meta(description="Path of an SVG or PNG file shown in the header. Empty: ours.")] = ""
    brand_color: Annotated[
        str, Meta(pattern="^#[0-9a-fA-F]{6}$", description="Main colour on light pages; 4.5:1 on white is required.")
    ] = "#0e5a57"
    brand_color_dark: Annotated[
        str, Meta(pattern="^#[0-9a-fA-F]{6}$", description="Main colour on dark pages; 4.5:1 on #12181d is required.")
    ] = "#7fd1c7"
    legal_notices: Annotated[str, Meta(description="Path of a text file: the legal notices.")] = ""
    privacy_notice: Annotated[str, Meta(description="Path of a text file: how personal data is handled.")] = ""
    accessibility_statement: Annotated[str, Meta(description="Path of a text file that ends the statement.")] = ""
    contact_email: Annotated[str, Meta(description="Where people write for help.")] = ""
    contact_phone: Annotated[str, Meta(description="Where people call for help.")] = ""
    contact_hours: Annotated[str, Meta(description="When the phone is answered.")] = ""

    court_name: Annotated[str, Meta(min_length=1, description="Administrative court named on acknowledgements.")] = (
        "tribunal administratif territorialement compétent"
    )
    court_address: Annotated[str, Meta(description="Its postal address, on one line.")] = ""

    argon2_time_cost: Annotated[int, Meta(ge=1, description="Argon2id passes.")] = 2
    argon2_memory_kib: Annotated[int, Meta(ge=8, description="Argon2id memory, in KiB.")] = 19 * 1024

    log_level: Annotated[str, Meta(pattern="^(debug|info|warning|error)$", description="Least level logged.")] = "info"

    def __post_init__(self) -> None:
        if not self.base_url:
            msgspec.structs.force_setattr(self, "base_url", f"http://localhost:{self.port}")
        msgspec.structs.force_setattr(self, "base_url", self.base_url.rstrip("/"))
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
        for name in ("brand_logo", "legal_notices", "privacy_notice", "accessibility_statement"):
            given = getattr(self, name)
            if given and not Path(given).is_file():
                raise BadSettings(f"{name.upper()}: there is no file {given}.")
        if self.mode is Mode.PRODUCTION:
            self._check_production()
        elif self.demo_in_public == "no" and (self.is_https or not _is_this_machine(base.hostname)):
            raise BadSettings(
                f"BASE_URL is public, and MODE={self.mode} is not: its passwords and its key are known to all. "
                "Set MODE=production, or DEMO_IN_PUBLIC=yes for a demonstration that anybody may enter."
            )

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
        self._check_services()

    def _check_services(self) -> None:
        """The relay and the register, in production."""
        if self.smtp_tls == "none" and not _is_this_machine(self.smtp_host):
            raise BadSettings("SMTP_TLS must be `starttls` or `tls` in production, unless the relay is this machine.")
        if not re.fullmatch(r"[!-?A-~]+@([a-z0-9-]+\.)+[a-z0-9-]+", self.mail_from) or ".example" in self.mail_from:
            raise BadSettings("MAIL_FROM must be the portal's own address in production, such as aides@region.fr.")
        if self.directory is DirectoryKind.OFFLINE:
            raise BadSettings("DIRECTORY must be `api` in production; the offline file is for demonstrations.")
        if not self.directory_url.startswith("https://"):
            raise BadSettings("DIRECTORY_URL must begin with https:// in production.")

    @property
    def signing_keys(self) -> tuple[str, ...]:
        """Newest first: the first signs, all verify."""
        return tuple(key.strip() for key in self.secret_keys.split(",") if key.strip())

    @property
    def proxies(self) -> tuple[IPv4Network | IPv6Network, ...]:
        """Raises ValueError for what is neither an address nor a network."""
        return _networks(self.trusted_proxies)

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
    """From msgspec's "Expected `int`, got `str` - at `$.port`" to words that name the variable and what it is for."""
    reason, _, place = problem.partition(" - at `$.")
    name = place.rstrip("`")
    field = next((field for field in msgspec.structs.fields(Settings) if field.name == name), None)
    about = "".join(getattr(part, "description", None) or "" for part in get_args(field.type)[1:]) if field else ""
    return f"{name.upper()} cannot be used as it is: {reason[0].lower()}{reason[1:]}. {about}".rstrip()

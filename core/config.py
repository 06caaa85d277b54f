"""Configuration of an installation: `config/default.toml`, then the environment. Read once, at start."""

from __future__ import annotations

import os
import secrets
import tomllib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from core import safety
from core.errors import ConfigurationError

ROOT = Path(__file__).resolve().parent.parent
DEFAULT_FILE = ROOT / "config" / "default.toml"
REGIONS_FILE = ROOT / "config" / "regions.toml"
_LISTS = ("plugins", "outbound_allow", "old_secret_keys")  # written with commas in the environment


class Settings(BaseModel):
    """What `create_app()` needs to know. Field descriptions feed `docs/reference/settings.md`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    environment: Literal["production", "demo", "development", "test"] = Field(
        "production", description="`demo` signs in without mail and shows mails at /dev/mail; `production` refuses weak secrets."
    )
    data_dir: Path = Field(Path("var"), description="Folder for the SQLite database, the queue's socket and generated secrets.")
    secret_key: str = Field("", description="Signs cookies and form tokens. At least 32 characters in production.")
    database_url: str = Field("", description="SQLAlchemy URL. Empty means SQLite in the data folder.")
    redis_url: str = Field("", description="Redis or Valkey. Empty means the Unix socket of the embedded server in the data folder.")
    public_url: str = Field("http://127.0.0.1:8000", description="The address that mails link to.")
    plugins: list[str] = Field(default_factory=list, description="In-tree plugin packages, in addition to installed entry points.")
    entry_points: bool = Field(True, description="Whether plugins of installed packages (entry-point group samkraft.plugins) are loaded.")
    smtp_url: str = Field("", description="smtp://user:password@host:port or smtps://… Empty: mails are kept, not sent.")
    mail_from: str = Field("Samkraft <no-reply@samkraft.invalid>", description="Sender of all mail.")
    security_contact: str = Field(
        "", description="mailto: or https: address for reports of security faults, shown in /.well-known/security.txt.", max_length=300
    )
    trusted_proxies: int = Field(
        0, description="How many reverse proxies set X-Forwarded-* headers. 0: the headers are ignored.", ge=0, le=5
    )
    https: bool = Field(True, description="Whether the site is served over https, and so sends HSTS. Off only for the demo on localhost.")
    require_second_factor: bool | None = Field(
        None,
        description="Whether pages that show other people's data, or change rights, ask for a second factor (passkey, authenticator app). "
        "Empty: yes in production, no in demo, development and test.",
    )
    old_secret_keys: list[str] = Field(
        default_factory=list,
        description="Earlier values of secret_key, newest first: what they signed is still good (seals of the audit log and webhooks need "
        "them), and what they encrypted can still be read, until `samkraft keys rotate` has run.",
    )
    audit_mail: str = Field("", description="An address outside the installation that gets the audit log's signed end once a day.")
    metrics_token: str = Field(
        "", description="Who may read /metrics and the details of /readyz over the network. Empty: only this machine."
    )
    max_content_length: int = Field(8 * 1024 * 1024, description="Largest request body, bytes.")
    outbound_allow: list[str] = Field(
        default_factory=list,
        description="`host:port` pairs that calls to other servers may reach although they are private or speak plain http.",
    )
    outbound_proxy: str = Field("", description="A proxy, http://host:port, for all calls to other servers. It then looks names up itself.")

    @property
    def second_factor_required(self) -> bool:
        """Whether a second factor is asked for; the default goes by the environment."""
        return self.environment == "production" if self.require_second_factor is None else self.require_second_factor

    @property
    def sqlalchemy_url(self) -> str:
        """The database URL with the driver this project ships (psycopg 3 for PostgreSQL)."""
        if not self.database_url:
            return f"sqlite:///{self.data_dir.resolve() / 'samkraft.sqlite3'}"
        for plain in ("postgres://", "postgresql://"):
            if self.database_url.startswith(plain):
                return "postgresql+psycopg://" + self.database_url.removeprefix(plain)
        return self.database_url

    @property
    def queue_url(self) -> str:
        """The URL redis-py connects to."""
        from core.runtime.paths import socket_path

        return self.redis_url or f"unix://{socket_path(self.data_dir)}"


def load_settings(**overrides: object) -> Settings:
    """Read `config/default.toml`, the environment (`SAMKRAFT_*`, `DATABASE_URL`, `REDIS_URL`), then overrides.

    Raises:
        ConfigurationError: when a value is missing, unknown or unsafe for the environment; all faults at once.
    """
    values: dict[str, object] = {}
    if DEFAULT_FILE.exists():
        values.update(tomllib.loads(DEFAULT_FILE.read_text("utf-8")))
    for name in Settings.model_fields:
        env = {"database_url": "DATABASE_URL", "redis_url": "REDIS_URL", "data_dir": "SAMKRAFT_DATA"}.get(name, f"SAMKRAFT_{name.upper()}")
        if env in os.environ:
            values[name] = [p.strip() for p in os.environ[env].split(",") if p.strip()] if name in _LISTS else os.environ[env]
    values.update({k: v for k, v in overrides.items() if v is not None})
    try:
        settings = Settings.model_validate(values)
    except ValueError as error:
        raise ConfigurationError(f"The configuration is not valid.\n{error}") from error
    if settings.environment != "production" and not settings.secret_key:
        settings = settings.model_copy(update={"secret_key": _kept_secret(settings.data_dir)})
    if settings.environment == "production" and (found := safety.faults(settings)):
        raise ConfigurationError("The installation is not safe to start:\n" + "\n".join(found))
    return settings


def _kept_secret(data_dir: Path) -> str:
    """A secret made once per data folder, so that a restart signs nobody out. Never used in production."""
    path = data_dir / "secret_key"
    data_dir.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text().strip()

"""Everything an operator can set, read once from the environment."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Environment(BaseSettings):
    """Settings of one installation. Each is described in docs/operator/settings.md."""

    model_config = SettingsConfigDict(env_prefix="YAKUSOKU_", extra="ignore", populate_by_name=True)

    data: Path = Path("data")
    database_url: str = Field(default="", validation_alias="DATABASE_URL")
    debug: bool = False
    hosts: list[str] = ["localhost", "127.0.0.1", "[::1]"]
    origins: list[str] = []
    https: bool = False
    proxies: int = 0
    processes: int = 1
    session_hours: int = 8
    address: str = "http://localhost:8000"
    webhook_hosts: list[str] = []
    upload_megabytes: int = 20
    background: bool = True
    secret_key: str = ""
    oidc_name: str = ""
    oidc_client_id: str = ""
    oidc_secret: str = ""
    oidc_server: str = ""
    mail_host: str = ""
    mail_port: int = 25
    mail_user: str = ""
    mail_password: str = ""
    mail_tls: bool = False
    mail_from: str = "yakusoku@localhost"

    def key(self) -> str:
        """Return the signing key; made once and kept in the data folder, readable by its owner only."""
        if self.secret_key:
            return self.secret_key
        file = self.data / "secret.key"
        if not file.exists():
            self.data.mkdir(parents=True, exist_ok=True)
            file.touch(mode=0o600)
            file.write_text(get_random_secret_key(), encoding="utf-8")
        return file.read_text(encoding="utf-8")

    def database(self) -> dict[str, Any]:
        """Return Django's database setting for `DATABASE_URL`; empty: SQLite in the data folder."""
        if not self.database_url:
            return sqlite(self.data / "yakusoku.sqlite3")
        url = urlsplit(self.database_url)
        if url.scheme == "sqlite":
            return sqlite(Path(url.path))
        if url.scheme not in {"postgres", "postgresql"}:
            raise ImproperlyConfigured("DATABASE_URL は postgresql:// か sqlite:/// で始めてください。")
        return {
            "OPTIONS": dict(parse_qsl(url.query)),
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(url.path.lstrip("/")),
            "USER": unquote(url.username or ""),
            "PASSWORD": unquote(url.password or ""),
            "HOST": unquote(url.hostname or ""),
            "PORT": str(url.port or ""),
            "CONN_MAX_AGE": 60,
        }

    def cache(self) -> dict[str, Any]:
        """Return Django's cache setting: the memory of one process, or files where several look at it."""
        if self.processes == 1:
            return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
        return {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": self.data / "cache",
            # Whoever tries many addresses must not push the count of another's attempts out.
            "OPTIONS": {"MAX_ENTRIES": 20_000},
        }

    def oidc(self) -> dict[str, Any]:
        """Return allauth's provider setting; empty when single sign-on is not configured."""
        if not (self.oidc_client_id and self.oidc_server):
            return {}
        app = {
            "provider_id": "oidc",
            "name": self.oidc_name or "シングルサインオン",
            "client_id": self.oidc_client_id,
            "secret": self.oidc_secret,
            "settings": {"server_url": self.oidc_server},
        }
        return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}


def sqlite(file: Path) -> dict[str, Any]:
    """Return the setting for an SQLite file that readers and one writer share without errors.

    What was acknowledged stays after a power cut, too: others were told of it (docs/decisions/0010).
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        # A thread keeps its connection: what it has read and prepared need not be read again for the next page.
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-8000; PRAGMA mmap_size=268435456;",
        },
    }

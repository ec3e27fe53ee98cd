"""What data_sources/<id>/source.yml says of an iTop."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from clairevoie.sources.environment import VariableName

_LOOPBACK = {"127.0.0.1", "::1", "localhost"}


class Settings(BaseModel):
    """Settings of a source of type `itop`; docs/itop.md says what each is for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: str
    user_env: VariableName = "ITOP_USER"
    password_env: VariableName = "ITOP_PASSWORD"  # noqa: S105  # the name of a variable, not a password
    company_org: str = ""
    calendar: str = "always"
    target: Annotated[float, Field(gt=0, le=100)] = 95
    start_when_empty: date | None = None
    monthly_units: tuple[str, ...] = ("mois", "mensuel", "month", "monthly")
    history: tuple[Literal["status", "priority"], ...] = ("status", "priority")
    page_size: Annotated[int, Field(ge=1, le=10_000)] = 500
    timeout: Annotated[float, Field(gt=0)] = 30
    deadline: Annotated[float, Field(gt=0)] = 600
    attempts: Annotated[int, Field(ge=1, le=10)] = 4
    max_bytes: Annotated[int, Field(gt=0)] = 500_000_000
    allow_http: bool = False

    @field_validator("url")
    @classmethod
    def _is_a_plain_address(cls, url: str) -> str:
        parts = urlsplit(url)
        extras = parts.username or parts.query or parts.fragment
        if parts.scheme not in ("http", "https") or not parts.hostname or extras or parts.port == 0:
            raise ValueError("write the address of iTop's root without credentials, like https://itop.example.com")
        return url.rstrip("/")

    @model_validator(mode="after")
    def _keeps_the_password_private(self) -> Settings:
        if self.url.startswith("http://") and not self.allow_http and not self.is_loopback:
            raise ValueError("http:// would send the password in clear; use https://, or say allow_http: true")
        return self

    @property
    def endpoint(self) -> str:
        """The address that every request is posted to."""
        return f"{self.url}/webservices/rest.php"

    @property
    def hosts(self) -> tuple[str, ...]:
        """No other host is talked to."""
        return ()

    @property
    def allow_private(self) -> bool:
        """An iTop stands in a private network as a rule."""
        return True

    @property
    def is_loopback(self) -> bool:
        """True where iTop answers on this very machine."""
        return urlsplit(self.url).hostname in _LOOPBACK

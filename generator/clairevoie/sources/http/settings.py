"""What data_sources/<id>/source.yml says of an API; docs/http.md says what each is for."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, ConfigDict, Field, ValidationInfo, field_validator, model_validator

from clairevoie.sources import presets
from clairevoie.sources.http.auth import Auth, Form, NoAuth, OAuth2, Session, variables
from clairevoie.sources.http.references import check
from clairevoie.sources.http.request import Request, Words, in_clear
from clairevoie.sources.mapping import TableMapping, Writing, mappings

_LOOPBACK = {"127.0.0.1", "::1", "localhost"}


class RequestMapping(TableMapping):
    """A mapping of the rows of a request, of the table's own name unless said.

    only: columns of ours of which only what `values` names is taken; anything else is as if nothing stood there.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    request: str = ""
    only: Words = ()


class Settings(Writing):
    """Settings of a source of type `http`."""

    model_config = ConfigDict(hide_input_in_errors=True)

    preset: str = ""
    url: str
    auth: Auth = NoAuth()
    headers: Annotated[dict[str, str], AfterValidator(in_clear), Field(default_factory=dict)]
    hosts: Words = ()
    allow_private: bool = False
    allow_http: bool = False
    timeout: Annotated[float, Field(gt=0, le=3600)] = 30
    deadline: Annotated[float, Field(gt=0, le=86_400)] = 600
    attempts: Annotated[int, Field(ge=1, le=10)] = 4
    max_bytes: Annotated[int, Field(gt=0)] = 500_000_000
    max_pages: Annotated[int, Field(ge=1)] = 10_000
    max_depth: Annotated[int, Field(ge=1, le=200)] = 40
    requests: Annotated[dict[str, Request], Field(min_length=1)]
    tables: dict[str, tuple[RequestMapping, ...]]

    @model_validator(mode="before")
    @classmethod
    def _with_its_preset(cls, said: Any) -> Any:
        return presets.expanded(said) if isinstance(said, dict) else said

    @field_validator("url")
    @classmethod
    def _is_a_plain_address(cls, url: str) -> str:
        parts = urlsplit(url)
        extras = parts.username or parts.password or parts.query or parts.fragment
        if parts.scheme not in ("http", "https") or not parts.hostname or extras or parts.port == 0:
            raise ValueError("write an address without credentials, like https://api.example.com")
        return url.rstrip("/")

    @field_validator("hosts")
    @classmethod
    def _are_names(cls, hosts: tuple[str, ...]) -> tuple[str, ...]:
        for host in hosts:
            if urlsplit(f"https://{host}").netloc != host or "@" in host or "*" in host:
                raise ValueError("write names of hosts, like auth.example.com")
        return hosts

    @field_validator("tables", mode="before")
    @classmethod
    def _one_or_several(cls, tables: Any) -> dict[str, tuple[RequestMapping, ...]]:
        return mappings(tables, RequestMapping, cls.__name__, "tables: {tickets: {columns: {ticket: number}}}")

    @field_validator("tables")
    @classmethod
    def _name_what_there_is(cls, tables: dict[str, tuple[RequestMapping, ...]], info: ValidationInfo
                            ) -> dict[str, tuple[RequestMapping, ...]]:
        if "requests" in info.data:
            check(info.data["requests"], tables, cls.__name__)
        return tables

    @model_validator(mode="after")
    def _keeps_secrets_private(self) -> Settings:
        if self.url.startswith("http://") and not self.allow_http and urlsplit(self.url).hostname not in _LOOPBACK:
            raise ValueError("url: http:// would send the credentials in clear; use https://, or say allow_http: true")
        return self

    @property
    def variables(self) -> list[str]:
        """The environment variables that hold what it logs in with."""
        return variables(self.auth, self.headers)

    @property
    def login_path(self) -> str:
        """Where it logs in, "" where nothing is asked beforehand."""
        if isinstance(self.auth, Form | Session):
            return self.auth.path
        return self.auth.token if isinstance(self.auth, OAuth2) else ""

"""What data_sources/<id>/source.yml says of a database."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator, model_validator

from clairevoie.sources.environment import VariableName
from clairevoie.sources.mapping import TableMapping, mappings
from clairevoie.sources.sql.statement import check

_EXAMPLE = 'tables: {tickets: {query: "SELECT id AS ticket, … FROM glpi_tickets"}}'


def _one_that_reads(query: str) -> str:
    check(query)
    return query.strip().rstrip(";").rstrip()


class QueryMapping(TableMapping):
    """A mapping over the rows of one query."""

    query: Annotated[str, AfterValidator(_one_that_reads)]


class Settings(BaseModel):
    """Settings of a source of type `sql`; docs/sql.md says what each is for."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    url: str = ""
    url_env: VariableName | None = None
    tables: dict[str, tuple[QueryMapping, ...]]
    timeout: Annotated[float, Field(gt=0, le=86_400)] = 120
    deadline: Annotated[float, Field(gt=0, le=86_400)] = 900
    max_rows: Annotated[int, Field(gt=0)] = 5_000_000
    max_bytes: Annotated[int, Field(gt=0)] = 1_000_000_000

    @field_validator("tables", mode="before")
    @classmethod
    def _one_or_several(cls, tables: Any) -> dict[str, tuple[QueryMapping, ...]]:
        return mappings(tables, QueryMapping, cls.__name__, _EXAMPLE)

    @field_validator("url")
    @classmethod
    def _holds_no_password(cls, url: str) -> str:
        try:
            parts = urlsplit(url)
            secret = parts.password is not None or "pass" in parts.query.lower() or "@" in parts.path
        except ValueError:
            secret = True
        if secret or "${" in url:
            raise ValueError("a password does not stand in a file; put the whole URL into the environment and name its"
                             " variable: url_env: GLPI_DB_URL")
        return url

    @model_validator(mode="after")
    def _one_address(self) -> Settings:
        if bool(self.url) == bool(self.url_env):
            raise ValueError("name the variable that holds the database's URL: url_env: GLPI_DB_URL"
                             " (or a url without a password)")
        return self

"""The settings of the target `s3`. Credentials are none of them: boto3 finds those in the environment."""

from __future__ import annotations

from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator

from clairevoie.publish.settings import Address

_LOOPBACK = ("127.0.0.1", "::1", "localhost")


class Settings(BaseModel):
    """bucket, prefix: where sites are published; region, endpoint_url: which server, AWS unless said.

    owner: the account that must own the bucket. keep: older releases that stay beside the one that visitors see.
    delete_at_most: releases of a site that one run may delete. address: where the server in front answers clients.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    bucket: str = Field(pattern=r"^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$")
    prefix: str = Field(default="", pattern=r"^([A-Za-z0-9_-][A-Za-z0-9._-]*/)*$")
    region: str | None = Field(default=None, min_length=1)
    endpoint_url: str | None = None
    owner: str | None = Field(default=None, pattern=r"^\d{12}$")
    keep: int = Field(default=3, ge=1, le=100)
    delete_at_most: int = Field(default=3, ge=1)
    address: Address | None = None

    @field_validator("endpoint_url")
    @classmethod
    def _closed(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value)
        if parts.username is not None or parts.password is not None:
            raise ValueError("holds credentials; give them in the environment")
        plain = parts.scheme == "http" and parts.hostname in _LOOPBACK
        if (parts.scheme != "https" and not plain) or not parts.hostname or parts.query or parts.path.strip("/"):
            raise ValueError("write https://host, without a path (http only on this machine)")
        return value

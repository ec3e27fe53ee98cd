"""The settings that every target has."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator

from clairevoie.blobs.endpoint import closed

_ADDRESS = re.compile(r"https?://(?:[A-Za-z0-9._-]+|\[[0-9a-f:]+\])(?::\d{1,5})?(?:/[A-Za-z0-9._~-]+)*/?")
_WEEK = 7 * 86400


class Common(BaseModel):
    """keep: older releases of a site that stay beside the one that visitors see.

    delete_at_most: releases of a site that one run may delete. grace: seconds for which a replaced release still
    answers pages that were opened before. address: where the server in front answers clients, without a `/` at its end.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    keep: int = Field(default=3, ge=1, le=100)
    delete_at_most: int = Field(default=3, ge=1)
    grace: int = Field(default=3600, ge=0, le=_WEEK)
    address: str | None = None

    @field_validator("address")
    @classmethod
    def _plain(cls, value: str | None) -> str | None:
        if value is None:
            return None
        try:
            host = closed(urlsplit(value)._replace(path="").geturl())
        except ValueError:
            host = ""
        if not host or not _ADDRESS.fullmatch(value):
            raise ValueError("write https://host, without credentials or a query (http only on this machine)")
        return value.rstrip("/")

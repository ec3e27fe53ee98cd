"""The settings of the target `s3`. Credentials are none of them: boto3 finds those in the environment."""

from __future__ import annotations

from pydantic import Field, field_validator

from clairevoie.blobs.endpoint import closed
from clairevoie.publish.settings import Common


class Settings(Common):
    """bucket, prefix: where sites are published; region, endpoint_url: which server, AWS unless said.

    owner: the account that must own the bucket.
    """

    bucket: str = Field(pattern=r"^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$",
                        description="3 to 63 of a-z 0-9 . -")
    prefix: str = Field(default="", pattern=r"^([A-Za-z0-9_-][A-Za-z0-9._-]*/)*$",
                        description="folders of A-Z a-z 0-9 . _ -, each with a / at its end: portal/")
    region: str | None = Field(default=None, min_length=1)
    endpoint_url: str | None = None
    owner: str | None = Field(default=None, pattern=r"^\d{12}$", description="twelve digits in quotes")

    @field_validator("endpoint_url")
    @classmethod
    def _closed(cls, value: str | None) -> str | None:
        return value if value is None else closed(value)

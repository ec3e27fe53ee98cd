"""The one place where boto3 speaks: a call to a bucket gives its answer, or the code for which it was refused."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import boto3
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, FlexibleChecksumError, HTTPClientError

from clairevoie.blobs.reasons import RefusedError

_AGAIN = {"BadDigest", "IncompleteBody", "FlexibleChecksumError", "ResponseStreamingError", "IncompleteReadError"}
_TRIES = 3  # of a body that was spoilt on its way, which boto3 does not try again


@dataclass(frozen=True, slots=True)
class Wire:
    """Calls to one bucket. owner: the account that must own it, sent with each call where it is declared."""

    session: boto3.Session
    client: Any
    bucket: str
    owner: str | None = None

    def __call__(self, operation: str, **parameters: Any) -> dict[str, Any]:
        """The answer to a call, its body read. Raises RefusedError."""
        for left in reversed(range(_TRIES)):
            try:
                return self._call(operation, parameters)
            except RefusedError as error:
                if not left or error.code not in _AGAIN:
                    raise
        raise AssertionError

    def anonymous(self) -> Wire:
        """The same bucket, as who has no credentials."""
        meta = self.client.meta
        unsigned = meta.config.merge(Config(signature_version=UNSIGNED))
        client = self.session.client(
            "s3", region_name=meta.region_name, endpoint_url=meta.endpoint_url, config=unsigned
        )
        return Wire(self.session, client, self.bucket)

    def _call(self, operation: str, parameters: dict[str, Any]) -> dict[str, Any]:
        owner = {"ExpectedBucketOwner": self.owner} if self.owner else {}
        with refusing():
            answer: dict[str, Any] = getattr(self.client, operation)(Bucket=self.bucket, **owner, **parameters)
            if "Body" in answer:
                answer["Body"] = answer["Body"].read()
        return answer


def connect(bucket: str, *, region: str | None, endpoint_url: str | None, owner: str | None) -> Wire:
    """A bucket, with the credentials that boto3 finds: environment, profile, role; never from a file of ours.

    Raises RefusedError where boto3 cannot make a client of these.
    """
    style = {"addressing_style": "path"} if endpoint_url else {}
    more = {"s3": style, "max_pool_connections": 16, "request_checksum_calculation": "when_required"}
    session, client = speaker("s3", region=region, endpoint_url=endpoint_url, **more)
    return Wire(session, client, bucket, owner)


def speaker(
    service: str, *, region: str | None, endpoint_url: str | None = None, **more: Any
) -> tuple[boto3.Session, Any]:
    """boto3's session and client of a service, which tries again within limits. Raises RefusedError."""
    config = Config(retries={"mode": "standard", "max_attempts": 5}, connect_timeout=10, read_timeout=60, **more)
    with refusing():
        session = boto3.Session()
        return session, session.client(service, region_name=region, endpoint_url=endpoint_url, config=config)


@contextlib.contextmanager
def refusing() -> Iterator[None]:
    """What boto3 raises inside is a RefusedError."""
    try:
        yield
    except ClientError as error:
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        raise RefusedError(error.response.get("Error", {}).get("Code", ""), status) from None
    except (BotoCoreError, HTTPClientError, FlexibleChecksumError) as error:
        raise RefusedError(type(error).__name__) from None

"""The target `cloudfront`: the target `s3`, and a distribution in front of its bucket that is told what changed.

CloudFront reads `sites/` and `links/`, never `state/`, where what it is still to be told stands too.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from clairevoie.blobs.reasons import RefusedError, reason
from clairevoie.errors import Fault, TargetError
from clairevoie.publish import s3, s3_settings
from clairevoie.publish.cdn import Cache, Watched
from clairevoie.publish.target import Opened

_WAITS = (1, 4, 10)  # seconds, while too many invalidations are in progress
_BUSY = "TooManyInvalidationsInProgress"


class Settings(s3_settings.Settings):
    """distribution: the id of the one in front of the bucket. origin_path: of its origin, a part of `prefix`."""

    distribution: str = Field(pattern=r"^[A-Z0-9]{8,32}$", description="its id: E2EXAMPLE1ABCD")
    origin_path: str = Field(default="", pattern=r"^(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$",
                             description="a beginning of prefix, without a / at its end: /portal")

    @model_validator(mode="after")
    def _inside(self) -> Self:
        if not f"/{self.prefix}".startswith(f"{self.origin_path}/"):
            raise ValueError("origin_path is no beginning of prefix: for prefix a/b/ it is empty, /a or /a/b")
        return self


def opened(settings: Settings, target: str, root: Path) -> Opened:
    """Look at the bucket, as `s3` does; CloudFront is not asked. Writes nothing."""
    plain = s3.opened(settings, target, root)
    cache = Cache(plain.state, target, partial(_invalidate, settings))
    return replace(plain, base=Watched(plain.base, cache.remember), changed=cache.changed, untold=cache.untold)


def path_of(settings: Settings, name: str) -> str:
    """Where the distribution answers for a name below the target's base; `*` stands for everything below a folder."""
    inside = f"/{settings.prefix}{name}".removeprefix(settings.origin_path)
    return f"{inside}*" if name.endswith("/") else inside


def _invalidate(settings: Settings, names: Sequence[str], reference: str) -> None:
    """Ask again while CloudFront is busy, within limits; under the same reference, it does nothing twice."""
    from clairevoie.blobs.wire import refusing, speaker  # noqa: PLC0415, boto3 takes half a second

    paths = [path_of(settings, name) for name in names]
    batch = {"Paths": {"Quantity": len(paths), "Items": paths}, "CallerReference": reference}
    for wait in (*_WAITS, None):
        try:
            _, client = speaker("cloudfront", region=settings.region)
            with refusing():
                client.create_invalidation(DistributionId=settings.distribution, InvalidationBatch=batch)
        except RefusedError as error:
            if wait is None or error.code != _BUSY:
                what = reason(error.code, error.status)
                raise TargetError(Fault(f"distribution {settings.distribution}", what)) from None
            time.sleep(wait)
        else:
            return

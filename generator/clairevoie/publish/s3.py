"""The target `s3`: everything stands below `<prefix>` in a bucket.

The private state, with every key, is `<prefix>state/<target>.json`: who reads `sites/` for visitors cannot read it.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from clairevoie.blobs.probe import probe, refuse_public, refuse_strangers
from clairevoie.blobs.s3 import bucket
from clairevoie.publish.opening import SITES, named
from clairevoie.publish.s3_settings import Settings
from clairevoie.publish.target import Opened

__all__ = ["Settings", "opened"]


def opened(settings: Settings, target: str, root: Path) -> Opened:
    """Look at the bucket; writes nothing. Raises TargetError where it is public, or where nothing tells."""
    del root  # a bucket is not in the workspace
    with named(target):
        base = bucket(settings.bucket, prefix=settings.prefix, region=settings.region,
                      endpoint_url=settings.endpoint_url, owner=settings.owner)
        refuse_public(base)
        refuse_strangers(base.below(SITES))
    return Opened(
        base, base.below("state", "state/"), keep=settings.keep, grace=settings.grace,
        delete_at_most=settings.delete_at_most, address=settings.address, ready=partial(probe, base.below(SITES)),
    )

"""Finished sites to where visitors see them: targets, their private keys, the headers, the preview.

A target says where blobs stand (`opened`); plan, publish and rollback are the same for all.
"""

from __future__ import annotations

from collections.abc import Mapping

from clairevoie.publish import cloudfront, folder, s3
from clairevoie.publish.planning import plan
from clairevoie.publish.publishing import publish
from clairevoie.publish.rolling_back import rollback
from clairevoie.publish.target import Change, Clock, Opened, Outcome, Step, Target

__all__ = ["TARGETS", "Change", "Clock", "Opened", "Outcome", "Step", "Target", "plan", "publish", "rollback"]

TARGETS: Mapping[str, Target] = {"folder": folder, "s3": s3, "cloudfront": cloudfront}

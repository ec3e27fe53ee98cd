"""A target behind a distribution: its bucket in SeaweedFS, its CloudFront played by moto."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import boto3
from moto.server import ThreadedMotoServer

from clairevoie.publish import Opened, cloudfront
from clairevoie.publish.settings import Common
from tests.demo import REPOSITORY
from tests.publish.visits import Bucket

ENDPOINT = "AWS_ENDPOINT_URL_CLOUDFRONT"


@dataclass(frozen=True, slots=True)
class Distribution(Bucket):
    """A bucket and what stands in front of it. cdn: a client of CloudFront, which asks no fault proxy."""

    cdn: Any
    distribution: str

    def settings(self, endpoint: str = "", **more: Any) -> cloudfront.Settings:
        known = super(Distribution, self).settings(endpoint).model_dump(exclude_none=True)
        return cloudfront.Settings.model_validate(known | {"distribution": self.distribution} | more)

    def opened(self, settings: Common | None = None) -> Opened:
        assert settings is None or isinstance(settings, cloudfront.Settings)
        return cloudfront.opened(settings or self.settings(), "prod", self.root)

    def told(self) -> list[tuple[str, ...]]:
        """The paths of each invalidation, the oldest first, without what begins every one."""
        return [paths for _, paths in self.invalidations()]

    def invalidations(self) -> list[tuple[str, tuple[str, ...]]]:
        """The reference of each, and its paths."""
        listed = self.cdn.list_invalidations(DistributionId=self.distribution)["InvalidationList"].get("Items", [])
        found = []
        for item in listed:
            one = self.cdn.get_invalidation(DistributionId=self.distribution, Id=item["Id"])["Invalidation"]
            batch = one["InvalidationBatch"]
            paths = tuple(path.removeprefix(f"/{self.base}portal/") for path in batch["Paths"]["Items"])
            found.append((one["CreateTime"], batch["CallerReference"], paths))
        return [(reference, paths) for _, reference, paths in sorted(found)]

    def pointer_path(self, site: str = "lefevre") -> str:
        """The path of a site's pointer."""
        return f"sites/{self.key(site)}/pointer.json"

    def untold(self) -> set[str]:
        """What the private state says that CloudFront is still to be told."""
        if not self.held("portal/state/prod.cdn.json"):
            return set()
        return set(json.loads(self.read("portal/state/prod.cdn.json"))["untold"])

    def started(self, cloudfront_endpoint: str) -> subprocess.Popen[bytes]:
        """A publisher in its own process."""
        program = ("import sys\nfrom datetime import UTC, datetime\nfrom pathlib import Path\n"
                   "from clairevoie.publish import cloudfront, publish\nroot = Path(sys.argv[2])\n"
                   "opened = cloudfront.opened(cloudfront.Settings.model_validate_json(sys.argv[1]), 'prod', root)\n"
                   "list(publish(opened, 'prod', root / 'output', ('lefevre',), lambda: datetime.now(UTC)))")
        path = os.pathsep.join([str(REPOSITORY / "generator"), str(REPOSITORY)])
        env = os.environ | {"PYTHONPATH": path, ENDPOINT: cloudfront_endpoint}
        return subprocess.Popen([sys.executable, "-c", program, self.settings().model_dump_json(), str(self.root)],
                                env=env)


@contextlib.contextmanager
def moto() -> Iterator[int]:
    """The port of loopback on which moto answers."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        yield server.get_host_and_port()[1]
    finally:
        server.stop()


def behind(bucket: Bucket, port: int) -> Distribution:
    """A new distribution in front of a bucket."""
    client = boto3.Session().client("cloudfront", region_name="us-east-1", endpoint_url=f"http://127.0.0.1:{port}")
    origin = {"Id": "o", "DomainName": "ready.s3.amazonaws.com", "S3OriginConfig": {"OriginAccessIdentity": ""}}
    made = client.create_distribution(DistributionConfig={
        "CallerReference": bucket.base, "Comment": "", "Enabled": True, "Origins": {"Quantity": 1, "Items": [origin]},
        "DefaultCacheBehavior": {"TargetOriginId": "o", "ViewerProtocolPolicy": "https-only", "MinTTL": 0,
                                 "ForwardedValues": {"QueryString": False, "Cookies": {"Forward": "none"}}}})
    return Distribution(bucket.root, bucket.output, bucket.server, bucket.client, bucket.bucket, bucket.base, client,
                        made["Distribution"]["Id"])

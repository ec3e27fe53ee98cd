"""Blobs in a bucket of S3, or of a server that speaks like it: each with its SHA-256, its type, its cache rule."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from clairevoie.blobs.reasons import RefusedError, reason
from clairevoie.blobs.store import JSON, Blob, Head, Kind
from clairevoie.errors import Fault, TargetError

if TYPE_CHECKING:
    from clairevoie.blobs.wire import Wire

_MISSING = {"NoSuchKey", "404"}
_LOST = {"PreconditionFailed", "412", "ConditionalRequestConflict", "409"}
_AT_ONCE = 1000  # names in one call that deletes: the protocol's limit


@dataclass(frozen=True, slots=True)
class S3:
    """Blobs below `prefix`, which is empty or ends with `/`. where: said in its place, since it may hold a key.

    Every method raises TargetError, in one line that names the blob and the cause.
    """

    wire: Wire
    prefix: str = ""
    where: str = ""

    def below(self, folder: str, where: str = "") -> S3:
        """The blobs of a folder."""
        return replace(self, prefix=f"{self.prefix}{folder}/", where=where)

    def get(self, name: str) -> Blob | None:
        """What stands under a name, or None. Raises TargetError if it is not what was put."""
        answer = self.call("get_object", name, but=_MISSING, ChecksumMode="ENABLED")
        if answer is None:
            return None
        data: bytes = answer["Body"]
        if answer.get("ChecksumSHA256") != _checksum(data):
            raise TargetError(Fault(self.where + name, "is not what was put there: its SHA-256 differs, or is missing"))
        return Blob(data, answer["ETag"])

    def put(self, name: str, data: bytes, kind: Kind = JSON) -> None:
        """Replace what stands under a name, whole or not at all."""
        self.call("put_object", name, Body=data, **_sent(data, kind))

    def put_if(self, name: str, data: bytes, tag: str | None, kind: Kind = JSON) -> str | None:
        """`put` only over what has this tag (None: over nothing); the new tag, or None where it was not done.

        When an answer is lost, the call is made again and meets what it put itself: so what stands is read first.
        """
        condition = {"IfNoneMatch": "*"} if tag is None else {"IfMatch": tag}
        answer = self.call("put_object", name, but=_LOST | _MISSING, Body=data, **_sent(data, kind), **condition)
        if answer is not None:
            return str(answer["ETag"])
        there = self.get(name)
        return there.tag if there and there.data == data else None

    def list(self, prefix: str = "") -> Mapping[str, int]:
        """Every name that begins with `prefix`, sorted, and its size in bytes."""
        sizes: dict[str, int] = {}
        more: dict[str, str] = {}
        while True:
            answer = self.call("list_objects_v2", prefix, listed=True, **more)
            assert answer is not None
            for item in answer.get("Contents", ()):
                sizes[item["Key"].removeprefix(self.prefix)] = item["Size"]
            if not answer.get("IsTruncated"):
                return dict(sorted(sizes.items()))
            more = {"ContinuationToken": answer["NextContinuationToken"]}

    def delete(self, names: Iterable[str]) -> None:
        """Remove what stands under these names; an answer that says 200 and names some as left is a failure."""
        waiting = sorted(names)
        while waiting:
            batch, waiting = waiting[:_AT_ONCE], waiting[_AT_ONCE:]
            left = self._delete(batch)
            if left and (left := self._delete(sorted(left))):
                name, code = min(left.items())
                raise TargetError(Fault(self.where + name, f"could not be deleted: {reason(code)}"))

    def head(self, name: str) -> Head | None:
        """What is known of a blob without reading it, or None."""
        answer = self.call("head_object", name, but=_MISSING, ChecksumMode="ENABLED")
        if answer is None:
            return None
        digest = base64.b64decode(answer.get("ChecksumSHA256", "")).hex()
        kind = Kind(answer.get("ContentType", ""), answer.get("CacheControl", ""))
        return Head(answer["ContentLength"], digest, kind)

    def copy(self, source: str, name: str, kind: Kind) -> bool:
        """Copy a blob inside the bucket, its data unsent; whether the source was there."""
        place = {"Bucket": self.wire.bucket, "Key": self.prefix + source}
        described = {"MetadataDirective": "REPLACE", "ContentType": kind.type, "CacheControl": kind.cache}
        told = self.call("copy_object", name, but=_MISSING, CopySource=place, ChecksumAlgorithm="SHA256", **described)
        return told is not None

    def ask(
        self, operation: str, name: str | None = None, *, listed: bool = False, **parameters: Any
    ) -> tuple[dict[str, Any] | None, str, int]:
        """One call about a name (None: about the bucket): the answer, or the code and status of its refusal."""
        about = {} if name is None else {"Prefix" if listed else "Key": self.prefix + name}
        try:
            return self.wire(operation, **about, **parameters), "", 200
        except RefusedError as error:
            return None, error.code or str(error.status), error.status

    def call(
        self, operation: str, name: str | None = None, *, but: Container[str] = (), **parameters: Any
    ) -> dict[str, Any] | None:
        """`ask`, where only the codes that are in `but` give None."""
        answer, code, status = self.ask(operation, name, **parameters)
        if answer is None and code not in but:
            raise TargetError(Fault(self.where + (name or "bucket"), reason(code, status)))
        return answer

    def _delete(self, names: Sequence[str]) -> dict[str, str]:
        """The names that are left, each with its code."""
        wanted = {"Objects": [{"Key": self.prefix + name} for name in names], "Quiet": True}
        answer = self.call("delete_objects", None, Delete=wanted, ChecksumAlgorithm="SHA256")
        errors = (answer or {}).get("Errors", ())
        return {item["Key"].removeprefix(self.prefix): item.get("Code", "") for item in errors}


def bucket(name: str, *, prefix: str = "", region: str | None, endpoint_url: str | None, owner: str | None) -> S3:
    """A bucket, with the credentials of the environment. Raises TargetError where boto3 cannot begin."""
    from clairevoie.blobs.wire import connect  # noqa: PLC0415, boto3 takes half a second, and few runs need it

    try:
        return S3(connect(name, region=region, endpoint_url=endpoint_url, owner=owner), prefix)
    except RefusedError as error:
        raise TargetError(Fault(f"bucket {name}", reason(error.code, error.status))) from None


def _sent(data: bytes, kind: Kind) -> dict[str, str]:
    checksum = {"ChecksumAlgorithm": "SHA256", "ChecksumSHA256": _checksum(data)}
    return {**checksum, "ContentType": kind.type, "CacheControl": kind.cache}


def _checksum(data: bytes) -> str:
    return base64.b64encode(hashlib.sha256(data).digest()).decode()

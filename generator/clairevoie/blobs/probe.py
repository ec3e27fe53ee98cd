"""What a bucket must be before anything is put there: exact under conditions, and closed to everybody else."""

from __future__ import annotations

import hashlib

from clairevoie.blobs.reasons import reason
from clairevoie.blobs.s3 import S3
from clairevoie.blobs.store import JSON
from clairevoie.errors import Fault, TargetError

PROBE = "probe"  # stands for ever, always the same: several publishers may look at once
_DATA = b"{}\n"
_OTHER = '"00000000000000000000000000000000"'
_REFUSED = {"PreconditionFailed", "412"}
_UNKNOWN = {"NotImplemented", "MethodNotAllowed", "501", "405", "NotSupported", "XNotImplemented"}
_EVERYBODY = ("/AllUsers", "/AuthenticatedUsers")
_DENIED = (401, 403)
_SWITCHES = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")


def probe(store: S3) -> None:
    """Show that conditional writes are enforced and checksums kept. Raises TargetError where they are not."""
    store.put_if(PROBE, _DATA, None)
    sent = {"Body": _DATA, "ContentType": "application/json"}
    for condition in ({"IfNoneMatch": "*"}, {"IfMatch": _OTHER}):
        if store.call("put_object", PROBE, but=_REFUSED, **sent, **condition) is not None:
            what = "the server does not enforce conditional writes: two publishers could tear a site; nothing is done"
            raise TargetError(Fault(_named(store), what))
    head = store.head(PROBE)
    if not head or not head.kind or (head.sha256, head.kind.type) != (hashlib.sha256(_DATA).hexdigest(), JSON.type):
        what = "the server does not keep SHA-256 and content types: nothing could be verified; nothing is done"
        raise TargetError(Fault(_named(store), what))


def refuse_public(store: S3) -> None:
    """Read back that nobody else reads the bucket. Raises TargetError where somebody does, or where nothing tells."""
    answer, code, status = store.ask("get_public_access_block")
    if answer is None and code not in _UNKNOWN | {"NoSuchPublicAccessBlockConfiguration"}:
        raise TargetError(Fault(_named(store), f"its public access block cannot be read: {reason(code, status)}"))
    if code in _UNKNOWN:  # a server without these switches
        _refuse_policy(store)
        _refuse_grants(store)
        return
    switches = answer["PublicAccessBlockConfiguration"] if answer else {}
    off = [name for name in _SWITCHES if not switches.get(name)]
    if off:
        raise TargetError(Fault(_named(store), f"its public access block is off ({', '.join(off)}); turn all four on"))


def refuse_strangers(store: S3) -> None:
    """Ask for the probe without credentials. Raises TargetError unless it is not there yet, or that is denied."""
    if store.head(PROBE) is None:
        return
    _, code, status = S3(store.wire.anonymous(), store.prefix).ask("head_object", PROBE)
    if status not in _DENIED:
        what = "it answers who has no credentials" if status == 200 else f"a stranger is told: {reason(code, status)}"
        raise TargetError(Fault(_named(store), f"{what}; close it first, nothing is done"))


def _refuse_policy(store: S3) -> None:
    told = store.call("get_bucket_policy_status", but=_UNKNOWN | {"NoSuchBucketPolicy"})
    if told and told["PolicyStatus"].get("IsPublic"):
        raise TargetError(Fault(_named(store), "its policy lets everybody in; take that out, nothing is done"))


def _refuse_grants(store: S3) -> None:
    told = store.call("get_bucket_acl", but=_UNKNOWN)
    grantees = [grant.get("Grantee", {}).get("URI", "") for grant in (told or {}).get("Grants", ())]
    if any(uri.endswith(_EVERYBODY) for uri in grantees):
        raise TargetError(Fault(_named(store), "its access list lets everybody in; take that out, nothing is done"))


def _named(store: S3) -> str:
    return f"bucket {store.wire.bucket}"

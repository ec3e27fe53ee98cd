"""Named bytes in a private place: a folder, or a bucket (`clairevoie.blobs.s3`)."""

from clairevoie.blobs.folder import Folder
from clairevoie.blobs.store import JSON, Blob, Blobs, Head, Kind

__all__ = ["JSON", "Blob", "Blobs", "Folder", "Head", "Kind"]

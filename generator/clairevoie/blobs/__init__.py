"""Named bytes in a private place: a folder, or a bucket (`clairevoie.blobs.s3`)."""

from clairevoie.blobs.folder import Folder, sync_folder, write_file
from clairevoie.blobs.store import Blob, Blobs, Kind

__all__ = ["Blob", "Blobs", "Folder", "Kind", "sync_folder", "write_file"]

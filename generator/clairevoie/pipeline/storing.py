"""Where the store of a workspace is: its own folder, or the bucket that portal.yml names."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from clairevoie.blobs import Folder
from clairevoie.blobs.probe import probe, refuse_public, refuse_strangers
from clairevoie.blobs.s3 import S3, bucket
from clairevoie.errors import FULL, Fault, TargetError
from clairevoie.project.model import Project
from clairevoie.tables.store import Store


@contextmanager
def opened(project: Project, *, writing: bool) -> Iterator[Store]:
    """The store. Raises TargetError, in one line, where it cannot be used or stops answering.

    A bucket must be private; `writing`: it must enforce conditional writes too, which a first write shows.
    """
    try:
        yield Store(_bucket(project, writing=writing) if project.store.bucket else _folder(project))
    except TargetError as error:
        raise TargetError(*(Fault("store", str(fault)) for fault in error.faults)) from None
    except OSError as fault:
        if fault.errno not in FULL and ".clairevoie" not in str(fault.filename):
            raise
        raise TargetError(Fault("store", f".clairevoie/store cannot be used: {fault.strerror}")) from None


def _folder(project: Project) -> Folder:
    return Folder(project.state / "store", folder_mode=0o700, file_mode=0o600)


def _bucket(project: Project, *, writing: bool) -> S3:

    said = project.store
    blobs = bucket(said.bucket, prefix=said.prefix, region=said.region, endpoint_url=said.endpoint_url,
                   owner=said.owner)
    refuse_public(blobs)
    if writing:
        probe(blobs)
        refuse_strangers(blobs)
    return blobs

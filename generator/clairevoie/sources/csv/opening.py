"""The bytes of a file, unpacked where it is packed, within limits that are named."""

from __future__ import annotations

import gzip
import io
import zlib
from pathlib import Path

from clairevoie.errors import Fault, SourceError

MAX_BYTES = 536_870_912
MAX_RATIO = 200
_SMALL = 10_000_000  # below this nobody asks how far it was packed
_STEP = 1_048_576
_GZIP = b"\x1f\x8b"


def opened(file: Path, name: str) -> bytes:
    """What the file holds; a name that ends with `.gz` is unpacked. Raises SourceError."""
    check_size(file, name)
    content = file.read_bytes()
    if not name.endswith(".gz"):
        return content
    if not content.startswith(_GZIP):
        raise SourceError(Fault(name, "called .gz, and not compressed by gzip"))
    return _unpacked(content, name)


def check_size(file: Path, name: str) -> None:
    """Raises SourceError where there is no regular file, or one above the limit."""
    if not file.is_file():
        raise SourceError(Fault(name, "not a regular file"))
    size = file.stat().st_size
    if size > MAX_BYTES:
        raise SourceError(Fault(name, f"{size:,} bytes, more than the limit of {MAX_BYTES:,}; split the export"))


def check_expansion(total: int, packed: int, name: str) -> None:
    """Raises SourceError where `packed` bytes unpack to more than the limits."""
    if total > MAX_BYTES:
        raise SourceError(Fault(name, f"unpacks to more than the limit of {MAX_BYTES:,} bytes"))
    if total > _SMALL and total > MAX_RATIO * packed:
        raise SourceError(Fault(name, f"unpacks to more than {MAX_RATIO} times its size, which is the limit"))


def _unpacked(content: bytes, name: str) -> bytes:
    parts: list[bytes] = []
    total = 0
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as packed:
            while part := packed.read(_STEP):
                total += len(part)
                check_expansion(total, len(content), name)
                parts.append(part)
    except EOFError:
        raise SourceError(Fault(name, "the compressed file ends in the middle")) from None
    except (gzip.BadGzipFile, zlib.error) as error:
        raise SourceError(Fault(name, f"not readable as gzip: {error}")) from None
    return b"".join(parts)

"""Releases: what a finished site is made of, and what changed since the one before."""

from clairevoie.release.difference import Difference, difference
from clairevoie.release.manifest import Entry, Manifest, decode, encode, manifest, read, write
from clairevoie.release.types import IMMUTABLE, REVALIDATE, TYPES, cache_rule, content_type

__all__ = [
    "IMMUTABLE", "REVALIDATE", "TYPES", "Difference", "Entry", "Manifest", "cache_rule", "content_type", "decode",
    "difference", "encode", "manifest", "read", "write",
]

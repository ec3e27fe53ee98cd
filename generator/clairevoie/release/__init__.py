"""Releases: what a finished site is made of, and what changed since the one before."""

from clairevoie.release.difference import Difference, difference
from clairevoie.release.manifest import Entry, Manifest, manifest, read, write
from clairevoie.release.types import TYPES, content_type

__all__ = ["TYPES", "Difference", "Entry", "Manifest", "content_type", "difference", "manifest", "read", "write"]

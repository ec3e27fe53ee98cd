"""Keys that somebody could guess, or that open more than one site."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from itertools import pairwise

_LEAST_LETTERS = 12  # different ones: of 22 drawn from 64 at random, one in 10 million has fewer
_HASHES = ("md5", "sha1", "sha256", "sha512", "blake2b")


def guessable(keys: Mapping[str, str]) -> str:
    """What is wrong with the keys of sites (site → key), "" where nothing is; no key is repeated."""
    for site, key in keys.items():
        if len(set(key)) < _LEAST_LETTERS or len({ord(b) - ord(a) for a, b in pairwise(key)}) < _LEAST_LETTERS // 2:
            return f"the key of {site} repeats or counts"
        if any(digest.startswith(key) for digest in _derived(site)):
            return f"the key of {site} is made of its name"
    ordered = sorted(keys.items(), key=lambda item: item[1])
    for (one, shorter), (other, longer) in pairwise(ordered):
        if longer.startswith(shorter):
            return f"the keys of {one} and {other} begin alike, so one opens both"
    return ""


def _derived(site: str) -> list[str]:
    forms = []
    for name in _HASHES:
        digest = hashlib.new(name, site.encode(), usedforsecurity=False).digest()
        forms += [digest.hex(), digest.hex().upper(), base64.urlsafe_b64encode(digest).decode()]
    return forms

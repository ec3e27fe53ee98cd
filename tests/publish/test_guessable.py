"""Keys that open more than they should, or that somebody could guess."""

from __future__ import annotations

import hashlib
import json
import secrets

import pytest

from clairevoie.blobs import Folder
from clairevoie.errors import TargetError
from clairevoie.publish import keys
from clairevoie.publish.guessable import guessable

GOOD = "Zr8kQ1vX0pLw3sTn6yHb2mCd"


def test_keys_as_they_are_drawn_have_no_fault() -> None:
    assert guessable({f"c{n}": secrets.token_urlsafe(24) for n in range(2000)}) == ""


def test_y11_two_sites_that_share_a_key_or_the_beginning_of_one_are_refused() -> None:
    assert "begin alike" in guessable({"acme": GOOD, "beta": GOOD})
    assert "begin alike" in guessable({"acme": GOOD + "x", "beta": GOOD, "aa": "Q" + GOOD})


@pytest.mark.parametrize("key", [
    "0" * 21 + "1", "abcdefghijklmnopqrstuvwx", "0123456789" * 3, "acme" * 8, hashlib.sha256(b"acme").hexdigest(),
    hashlib.sha512(b"acme").hexdigest()[:24], hashlib.blake2b(b"acme").hexdigest()])
def test_y12_a_key_that_counts_repeats_or_comes_from_the_name_is_refused(key: str) -> None:
    assert guessable({"acme": key}).startswith("the key of acme ")
    assert key not in guessable({"acme": key})


@pytest.mark.parametrize(("place", "says"), [
    ({"acme": {"key": GOOD}, "beta": {"key": GOOD}}, "begin alike"), ({"acme": {"key": GOOD[:21]}}, "not whole")])
def test_y11_y12_a_private_state_with_such_keys_is_refused_in_one_line(
        tmp_path_factory: pytest.TempPathFactory, place: object, says: str) -> None:
    store = Folder(tmp_path_factory.mktemp("state"))
    store.put("site.json", json.dumps({"target": "site", "places": place}).encode())
    with pytest.raises(TargetError, match=says) as refused:
        keys.load(store, "site")
    assert GOOD not in str(refused.value)

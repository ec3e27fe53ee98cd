"""Names that a cache may hold stale: which ones, and how few of them are told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairevoie.publish.cdn.names import EVERYTHING, deleted, few, replaced
from tests.sampling import sample

KEY = "k" * 32
FOLDER = "0000001-0123456789abcdef"
HASH = "a" * 64
_NAMES = st.builds(
    lambda key, folder, kind: kind.format(key, folder), st.integers(0, 30), st.integers(0, 3), st.sampled_from(
        ["sites/k{0}/pointer.json", "sites/k{0}/releases/{1}/", "sites/k{0}/", "links/{0}{1}.json"]))


@pytest.mark.parametrize(("name", "stale"), [
    (f"sites/{KEY}/pointer.json", {f"sites/{KEY}/pointer.json"}),
    ("links/internal.json", {"links/internal.json"}),
    (f"links/{HASH}.json", set()),
    (f"sites/{KEY}/releases/{FOLDER}/pointer.json", set()),
    (f"sites/{KEY}/manifests/{FOLDER}.json", set()),
    ("sites/probe", set()),
    ("state/prod.json", set()),
])
def test_only_a_pointer_and_the_staffs_link_are_replaced(name: str, stale: set[str]) -> None:
    assert replaced(name) == stale


def test_what_is_deleted_is_a_pointer_a_link_or_the_folder_of_a_release() -> None:
    names = [f"sites/{KEY}/releases/{FOLDER}/{path}" for path in ("index.html", "data/figures.json")]
    names += [f"sites/{KEY}/manifests/{FOLDER}.json", f"sites/{KEY}/pointer.json", f"links/{HASH}.json"]
    assert deleted(names) == {
        f"sites/{KEY}/releases/{FOLDER}/", f"sites/{KEY}/pointer.json", f"links/{HASH}.json"}


def test_what_a_folder_means_is_not_said_again() -> None:
    neighbour = f"sites/{KEY}2/pointer.json"
    names = {f"sites/{KEY}/", f"sites/{KEY}/pointer.json", f"sites/{KEY}/releases/{FOLDER}/", neighbour}
    assert few(names) == (f"sites/{KEY}/", neighbour)


def test_many_folders_are_said_by_their_sites_and_many_sites_by_what_is_above() -> None:
    folders = {f"sites/{KEY}/releases/{number:07d}-0123456789abcdef/" for number in range(11)}
    assert few(folders | {f"sites/{KEY}/pointer.json"}) == (f"sites/{KEY}/",)
    sites = {f"sites/k{number}/releases/{FOLDER}/" for number in range(11)}
    assert few(sites | {f"links/{HASH}.json"}) == EVERYTHING
    assert few(sites) == ("sites/",)


def test_a_thousand_pointers_are_one_call_and_one_more_is_what_is_above() -> None:
    pointers = [f"sites/k{number}/pointer.json" for number in range(1001)]
    assert few(pointers[:1000]) == tuple(sorted(pointers[:1000]))
    assert few(pointers) == ("sites/",)


@given(st.sets(_NAMES, max_size=80))
@sample(100)
def test_few_names_mean_all_of_them(names: set[str]) -> None:
    chosen = few(names)
    assert all(any(name == one or (one.endswith("/") and name.startswith(one)) for one in chosen) for name in names)
    assert sum(one.endswith("/") for one in chosen) <= 10
    assert len(chosen) <= len(names)

"""Targets that lie one inside the other, or over what is nobody's but the workspace's, are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from clairevoie.errors import ConfigurationError
from clairevoie.pipeline.checking import load_checked
from tests.project.workspace import PORTAL, workspace

S3 = "type: s3, bucket: sites"


def refused(root: Path, targets: str, more: str = "") -> list[str]:
    """What is said of a portal.yml with these targets."""
    try:
        load_checked(workspace(root, portal=f"{PORTAL}targets: {{{targets}}}\n{more}"), None)
    except ConfigurationError as error:
        return [str(fault) for fault in error.faults]
    return []


@pytest.mark.parametrize(("one", "other"), [
    ("type: folder, path: published", "type: folder, path: ./published/"),
    ("type: folder, path: published/sites", "type: folder, path: published"),
    (f"{S3}, prefix: portal/", f"{S3}, prefix: portal/"), (S3, f"{S3}, prefix: portal/"),
    (f"{S3}, prefix: portal/", f"{S3}, prefix: portal/sites/"),
    (f"{S3}, prefix: a/", "type: cloudfront, bucket: sites, prefix: a/, distribution: E2EXAMPLE1ABCD"),
])
def test_two_targets_in_one_place_are_refused_with_the_line(tmp_path: Path, one: str, other: str) -> None:
    assert refused(tmp_path, f"one: {{{one}}}, two: {{{other}}}") == [
        "portal.yml:9: target two: it and target one lie one inside the other; give each a place of its own"]


@pytest.mark.parametrize(("one", "other"), [
    ("type: folder, path: published", "type: folder, path: published2"),
    (f"{S3}, prefix: acme/", f"{S3}, prefix: acme-corp/"), (S3, "type: s3, bucket: sites2"),
    (S3, f"{S3}, endpoint_url: 'https://s3.example.net'"), (S3, "type: folder, path: sites"),
])
def test_neighbours_are_not(tmp_path: Path, one: str, other: str) -> None:
    assert refused(tmp_path, f"one: {{{one}}}, two: {{{other}}}") == []


@pytest.mark.parametrize("path", [".", "..", "content", "data_sources/itsm", ".clairevoie/targets", "x/../content",
                                  "output", "output/x"])
def test_a_target_over_a_folder_of_the_workspace_is_refused(tmp_path: Path, path: str) -> None:
    said = refused(tmp_path / "w", f"one: {{type: folder, path: {path}}}")
    assert said and all("it and the workspace's" in line for line in said)


def test_a_target_over_the_store_is_refused(tmp_path: Path) -> None:
    store = "store: {url: 's3://sites/portal/store/'}\n"
    assert "it and the store lie" in refused(tmp_path, f"one: {{{S3}, prefix: portal/}}", store)[0]
    assert refused(tmp_path, f"one: {{{S3}, prefix: portal/sites/}}", store) == []


@pytest.mark.parametrize(("settings", "says"), [
    ("type: folder, path: x, adress: y", "unknown setting 'adress'; did you mean 'address'?"),
    ("type: s3", "bucket is missing"),
    (f"{S3}, prefix: p", "prefix: write folders of A-Z a-z 0-9 . _ -, each with a / at its end: portal/"),
    (f"{S3}, endpoint_url: 'http://minio:9000'", "endpoint_url: write https://host, without a path"),
    ("type: folder, path: \"a\\0b\"", "path: write a path"),
])
def test_a_setting_that_will_not_do_is_said_in_words(tmp_path: Path, settings: str, says: str) -> None:
    (line,) = refused(tmp_path, f"one: {{{settings}}}")
    assert line.startswith(f"portal.yml: target one: {says}")

"""The file system table of bad inputs, through the command.

F05, F08 to F10 for data and state are with the store and the sources, F01 of other commands and F02 with publishing;
F10 for notes and logos is in tests/project.
"""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from tests.demo import AS_OF, REPOSITORY, build, command, files_of
from tests.e2e.conftest import CLIENT


@pytest.mark.parametrize("most", [500, 9_000, 60_000])  # bytes: a slice, a figure's rows, a page
def test_f01_a_disk_that_is_full_while_sites_are_built_is_one_line_and_the_old_site_stands(
        small: tuple[Path, Path], most: int) -> None:
    workspace, output = small
    before = files_of(output)
    limited = (f"import resource, runpy, sys; resource.setrlimit(resource.RLIMIT_FSIZE, ({most}, {most}));"
               " sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name='__main__')")
    done = subprocess.run(
        [sys.executable, "-c", limited, REPOSITORY / "publish.py", "build", "--workspace", workspace, "--output",
         output, "--as-of", AS_OF, *CLIENT], check=False, capture_output=True, encoding="utf-8", timeout=120)
    assert done.returncode == 4, done.stderr
    lines = done.stderr.splitlines()
    assert lines[-1].startswith("error: ") and "File too large" in lines[-1] and "Traceback" not in done.stderr
    assert files_of(output) == before
    assert not (output / ".new").exists() and not (workspace / ".clairevoie" / "work").exists()


def test_f03_what_an_earlier_build_or_another_client_left_in_a_site_is_gone(small: tuple[Path, Path]) -> None:
    workspace, output = small
    before = files_of(output / "orsted")
    (output / "orsted" / "lefevre.html").write_text("Transports Lefèvre", encoding="utf-8")
    (output / "orsted" / "old").mkdir()
    (output / "orsted" / "old" / "index.html").write_text("old", encoding="utf-8")
    build(workspace, output, *CLIENT)
    assert files_of(output / "orsted") == before


def test_f03_what_was_put_into_a_site_after_it_was_built_is_never_published(small: tuple[Path, Path]) -> None:
    workspace, output = small
    (output / "orsted" / "lefevre.html").write_text("Transports Lefèvre", encoding="utf-8")
    done = command("publish", "local", "--workspace", workspace, "--output", output, *CLIENT)
    assert done.returncode == 4
    assert "lefevre.html" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize("name", ["cafe\u0301.md", "x" * 252 + ".md", "Note..md", "NOTE.md"])
def test_f07_a_note_of_any_name_has_a_stable_address_or_is_refused(small: tuple[Path, Path], name: str) -> None:
    workspace, output = small
    notes = workspace / "content" / "clients" / "orsted" / "news"
    (notes / name).write_text("Title: Named\nDate: 2026-10-30\nLanguage: en\n\nWords.\n", encoding="utf-8")
    done = command("build", "--workspace", workspace, "--output", output, "--as-of", AS_OF, *CLIENT)
    assert "Traceback" not in done.stderr
    if done.returncode:
        assert done.returncode == 2 and f"content/clients/orsted/news/{name}" in done.stderr
        return
    addresses = [path for path in files_of(output / "orsted") if "news/" in path]
    assert all(address.isascii() and address == unicodedata.normalize("NFC", address) for address in addresses)


def test_f07_two_notes_whose_names_differ_by_their_writing_only_are_refused(small: tuple[Path, Path]) -> None:
    workspace, output = small
    notes = workspace / "content" / "clients" / "orsted" / "news"
    for name in ("café.md", "cafe\u0301.md"):
        (notes / name).write_text("Title: Named\nDate: 2026-10-30\nLanguage: en\n\nWords.\n", encoding="utf-8")
    done = command("build", "--workspace", workspace, "--output", output, "--as-of", AS_OF, *CLIENT)
    assert done.returncode == 2
    assert "two writings share this name" in done.stderr


def test_f12_without_home_network_or_credentials_a_site_is_built_and_publishing_says_one_line(
        small: tuple[Path, Path]) -> None:
    workspace, output = small
    before = files_of(output / "orsted")
    bare = {"HOME": "", "AWS_CONFIG_FILE": "/nonexistent", "AWS_SHARED_CREDENTIALS_FILE": "/nonexistent",
            "AWS_EC2_METADATA_DISABLED": "true", "http_proxy": "http://127.0.0.1:1", "https_proxy": "http://127.0.0.1:1"}
    build(workspace, output, *CLIENT, env=bare)
    assert files_of(output / "orsted") == before
    portal = (workspace / "portal.yml").read_text(encoding="utf-8")
    head, _, tail = portal.partition("targets:\n")
    bucket = "  nowhere: {type: s3, bucket: nowhere-at-all, region: eu-west-3, owner: \"123456789012\"}\n"
    (workspace / "portal.yml").write_text(f"{head}targets:\n{bucket}{tail}", encoding="utf-8")
    done = command("publish", "nowhere", "--workspace", workspace, "--output", output, *CLIENT, env=bare)
    assert done.returncode == 4
    assert "target nowhere" in done.stderr and "Traceback" not in done.stderr
    assert len([line for line in done.stderr.splitlines() if line.startswith("error: ")]) == 1

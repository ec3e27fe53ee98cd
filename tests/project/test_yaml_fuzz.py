"""Whatever bytes stand in a YAML file: it is read, or refused in lines that a person can mend."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from clairevoie.errors import ClairevoieError, Fault
from clairevoie.project import files
from clairevoie.project.load import load
from clairevoie.project.strict_yaml import read
from clairevoie.project.validated import checked
from tests.project.workspace import CLIENT, PORTAL, SOURCE, workspace
from tests.sampling import sample

PIECES = (
    *PORTAL.splitlines(keepends=True), *CLIENT.splitlines(keepends=True), "- ", "? ", ": ", "&a ", "*a", "!x ",
    "!!int ", "---\n", "...\n", "%YAML 1.1\n", "{", "}", "[", "]", "|\n", ">-\n", "<<: ", "\t", "\ufeff", "\u2028",
    "\x85", "#", "'", '"', "\\x", "NO", "010", "0x1F", "1_000", "~", ".inf", ".nan", "12:30:45", "2026-02-30",
    "9" * 400, "key: value\n", '"a\\nb": 1\n', "password: x\n",
)
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=12).map("".join).map(str.encode)
BYTES = st.binary(max_size=60)


@st.composite
def _spoiled(draw: st.DrawFn) -> bytes:
    """A good file with some bytes put in, or cut out."""
    good = draw(st.sampled_from([PORTAL, CLIENT, SOURCE])).encode()
    at, to = sorted((draw(st.integers(0, len(good))), draw(st.integers(0, len(good)))))
    return good[:at] + draw(TEXTS | BYTES) + good[draw(st.sampled_from([at, to])):]


@sample(500)
@given(TEXTS | BYTES | _spoiled())
def test_any_bytes_are_a_document_or_a_refusal_with_the_name_of_the_file(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "x.yml"
        file.write_bytes(content)
        try:
            document = read(file, "x.yml")
        except ClairevoieError as error:
            _check(error.faults)
            return
    for model in (files.PortalFile, files.ClientFile):
        faults: list[Fault] = []
        assert checked(document, model, faults) is not None or faults
        _check(tuple(faults))


@sample(50)
@given(TEXTS | BYTES | _spoiled(), st.sampled_from(["portal.yml", "content/clients/acme/client.yml",
                                                    "data_sources/itsm/source.yml"]))
def test_any_bytes_in_a_workspace_are_read_or_refused(content: bytes, name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = workspace(Path(folder))
        (root / name).write_bytes(content)
        with contextlib.suppress(ClairevoieError):
            load(root)


def _check(faults: tuple[Fault, ...]) -> None:
    for fault in faults:
        assert fault.where.startswith("x.yml")
        assert "\n" not in str(fault), str(fault)

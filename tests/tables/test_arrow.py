"""What Arrow does behind our back."""

from __future__ import annotations

import os
import subprocess
import sys

ASKED = """
import sys
from clairevoie.tables import arrow
import numpy as np, pyarrow as pa
pa.array(["a"]), pa.array(np.zeros(2)), pa.scalar("x"), pa.table({"a": [1, None]})
assert "pandas" not in sys.modules, "it is imported for an array"
frame = pa.table({"a": ["x", None]}).to_pandas()
assert pa.Table.from_pandas(frame)["a"].to_pylist() == ["x", None]
"""


def test_pandas_is_imported_for_a_frame_and_not_for_an_array() -> None:
    paths = {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", ASKED], check=False, capture_output=True, text=True,
                          env=os.environ | paths)
    assert (done.returncode, done.stderr) == (0, "")

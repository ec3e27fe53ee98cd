"""Whatever bytes stand in a file: rows, rows set aside, or one line that holds the source. Never a traceback."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from tests.sampling import sample
from tests.sources.fuzz import BYTES, survives


@pytest.mark.parametrize("kind", sorted(BYTES))
@sample(60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_bytes_of_a_file_end_in_rows_or_in_one_line(
    tmp_path_factory: pytest.TempPathFactory, kind: str, data: st.DataObject
) -> None:
    survives(tmp_path_factory.getbasetemp() / "fuzz")(kind, data.draw(BYTES[kind]))

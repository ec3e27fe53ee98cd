"""From checked rows to figures: working time, row-local facts, then one function a KPI."""

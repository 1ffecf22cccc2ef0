"""DuckDB over the exported log as engine: years on one machine. Only commands load it."""

from typing import Any

import ibis
import pyarrow as pa


def read(files: list[str]) -> Any:
    """The lines of the files."""
    engine = ibis.duckdb.connect()
    engine.raw_sql("SET enable_progress_bar = false")
    return engine.read_parquet(files, union_by_name=True, hive_partitioning=False)


def hold(rows: pa.Table) -> Any:
    """A small table beside them."""
    return ibis.memtable(rows)

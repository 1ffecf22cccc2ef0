"""An open data set as Parquet: the columns of its CSV, with their types."""

import tempfile
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import orjson

COLUMNS = {
    "month": "VARCHAR", "place_code": "VARCHAR", "place": "VARCHAR", "numerator": "BIGINT", "denominator": "BIGINT",
    "median": "BIGINT", "ninth_decile": "BIGINT", "held_back": "BOOLEAN",
}  # fmt: skip
Row = tuple[str | int | bool | None, ...]


def parquet_of(rows: Sequence[Row]) -> bytes:
    """The rows under `COLUMNS`. DuckDB comes at the first use: it weighs 50 MB, and a server at rest carries it not."""
    with tempfile.TemporaryDirectory() as here, import_module("duckdb").connect() as engine:
        told, made = Path(here) / "rows.json", Path(here) / "rows.parquet"
        told.write_bytes(b"\n".join(orjson.dumps(dict(zip(COLUMNS, row, strict=True))) for row in rows))
        engine.execute("SET threads = 1; SET memory_limit = '200MB'")
        lines = engine.read_json(str(told), columns=COLUMNS, format="newline_delimited")
        lines.write_parquet(str(made), compression="zstd")
        return made.read_bytes()

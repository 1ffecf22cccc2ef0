"""Spark over the exported log as engine: many machines. Only commands load it; it needs the extra `spark` and Java."""

from typing import Any

import ibis
import pyarrow as pa
from django.conf import settings
from pyspark.sql import SparkSession


def read(files: list[str]) -> Any:
    """The lines of the files, which every machine of the cluster must see under the same paths."""
    return _seen("lines", _session().read.option("mergeSchema", "true").parquet(*files))


def hold(rows: pa.Table) -> Any:
    """A small table beside them; given as Arrow, for by way of Pandas what is not known would become a word."""
    return _seen("parts", _session().createDataFrame(rows))


def _seen(name: str, frame: Any) -> Any:
    frame.createOrReplaceTempView(name)
    return ibis.pyspark.connect(_session()).table(name)


def _session() -> Any:
    """The one session of this process: at the master of the settings, in UTC as the files are written."""
    builder = SparkSession.builder.master(settings.SPARK_MASTER).appName("tinhso tally")
    for name, value in (
        ("spark.ui.enabled", "false"),
        ("spark.ui.showConsoleProgress", "false"),
        ("spark.sql.session.timeZone", "UTC"),
        ("spark.sql.shuffle.partitions", settings.SPARK_PARTITIONS),
    ):
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session

"""Days as files, with the columns of `ai_metrics_daily`. Both functions block: call them in a thread."""

import csv
import io
from collections.abc import Sequence
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from pawsight.daily_metrics import METRICS, StoredDay

MEDIA_TYPES: Final = {"csv": "text/csv; charset=utf-8", "parquet": "application/vnd.apache.parquet"}

SCHEMA: Final = pa.schema(
    [
        pa.field("date", pa.date32(), nullable=False),
        *(pa.field(name, pa.int32(), nullable=False) for name in METRICS),
        pa.field("updated_at", pa.timestamp("us", tz="UTC"), nullable=False),
    ]
)


def as_csv(days: Sequence[StoredDay]) -> bytes:
    """RFC 4180 with a line of names; days are ISO 8601."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(SCHEMA.names)
    writer.writerows(
        [day.date, *(getattr(day, name) for name in METRICS), day.updated_at.isoformat()] for day in days
    )
    return out.getvalue().encode()


def as_parquet(days: Sequence[StoredDay]) -> bytes:
    """A Parquet file of `SCHEMA`."""
    columns = {name: [getattr(day, name) for day in days] for name in SCHEMA.names}
    out = io.BytesIO()
    pq.write_table(pa.table(columns, schema=SCHEMA), out)
    return out.getvalue()

"""How much there is of each column and month, and how much is known to be missing."""

from pathlib import Path
from typing import Any

import duckdb

from crawler.releases.tables import ARTICLES, COVERAGE
from crawler.releases.writing import parquet_files

_COVERAGE = """
CREATE TABLE coverage AS
SELECT site, "column", month, sum(articles)::INTEGER AS articles, sum(missing)::INTEGER AS missing
FROM (
  SELECT site, "column", strftime("date", '%Y-%m') AS month, count(*) AS articles, 0 AS missing
  FROM read_parquet(?) GROUP BY ALL
  UNION ALL
  SELECT site, "column", left(told.list_date, 7) AS month, 0 AS articles, count(*) AS missing
  FROM links WHERE missing GROUP BY ALL
) GROUP BY site, "column", month
"""
_ROWS = 'SELECT * FROM coverage ORDER BY site, "column" NULLS LAST, month NULLS LAST'


def measure_coverage(store: duckdb.DuckDBPyConnection, folder: Path) -> list[dict[str, Any]]:
    """Rows of :data:`COVERAGE`, given the release's folder with its articles; they are few."""
    store.execute(_COVERAGE, [parquet_files(folder, ARTICLES)])
    return [dict(zip(COVERAGE.names, values, strict=True)) for values in store.execute(_ROWS).fetchall()]

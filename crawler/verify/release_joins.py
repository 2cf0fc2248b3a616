"""What the tables of a version say of each other, and of the version before: asked of its Parquet files, by DuckDB."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from crawler.releases import changes
from crawler.releases.gather import database
from crawler.releases.tables import TABLES
from crawler.releases.writing import parquet_files

_MOST = 1_000
# Each finds rows that should not be: what they are called, and what is wrong.
_QUESTIONS = (
    """
    SELECT cluster, count(*) || ' articles, ' || count(*) FILTER (id = cluster) || ' of them the first; it takes two'
    FROM articles WHERE cluster IS NOT NULL GROUP BY cluster
    HAVING count(*) < 2 OR count(*) FILTER (id = cluster) <> 1
    """,
    """
    SELECT site || ' ' || coalesce("column", 'null') || ' ' || coalesce(month, 'null'),
      'coverage says ' || coalesce(told.articles || ' articles, ' || told.missing || ' missing', 'nothing')
      || ', the rows ' || found.articles || ', ' || found.missing
    FROM (
      SELECT site, "column", month, sum(articles) AS articles, sum(missing) AS missing FROM (
        SELECT site, "column", strftime("date", '%Y-%m') AS month, 1 AS articles, 0 AS missing FROM articles
        UNION ALL
        SELECT site, "column", strftime(list_date, '%Y-%m'), 0, 1 FROM links WHERE missing
        UNION ALL SELECT site, "column", month, 0, 0 FROM coverage
      ) GROUP BY ALL
    ) AS found LEFT JOIN (SELECT site AS s, "column" AS c, month AS m, articles, missing FROM coverage) AS told
      ON told.s = site AND told.c IS NOT DISTINCT FROM "column" AND told.m IS NOT DISTINCT FROM month
    WHERE (told.articles, told.missing) IS DISTINCT FROM (found.articles, found.missing)
    """,
    """
    SELECT 'id ' || id, 'is ' || outcome || ' by a link (' || url || '), and neither in articles nor in removals'
    FROM links ANTI JOIN articles USING (id) ANTI JOIN removals USING (id) WHERE outcome IN ('written', 'known')
    """,
    """
    SELECT url, 'is ' || CASE WHEN missing THEN '' ELSE 'not ' END || 'called missing'
    FROM links WHERE missing <> (
      outcome = 'failed' AND coalesce(id, '') NOT IN (SELECT id FROM articles)
      AND coalesce(from_id, '') NOT IN (SELECT id FROM articles)
    )
    """,
    """
    SELECT 'id ' || id, 'has ' || articles.revisions || ' earlier texts, revisions hold ' || coalesce(held.number, 0)
    FROM articles LEFT JOIN (SELECT id, count(*) AS number FROM revisions GROUP BY id) AS held USING (id)
    WHERE articles.revisions <> coalesce(held.number, 0)
    """,
    """
    SELECT 'id ' || id, 'is removed and not restored, and in articles'
    FROM removals SEMI JOIN articles USING (id) WHERE NOT restored
    """,
)
_CHANGES = """
SELECT 'id ' || coalesce(told.id, found.id),
  'changes say ' || coalesce(told.op, 'nothing') || ', the two versions ' || coalesce(found.op, 'nothing')
FROM changes AS told FULL JOIN different AS found ON told.id = found.id
WHERE (told.op, told.content_sha256, told.previous_sha256)
  IS DISTINCT FROM (found.op, found.content_sha256, found.previous_sha256)
"""


def wrong_joins(folder: Path, previous: Path | None, work: Path) -> Iterator[str]:
    """What doesn't go together, a line each; ``previous`` is the version before, where it is still there.

    Raises :class:`duckdb.Error` for files that can't be read.
    """
    with TemporaryDirectory(dir=work) as own, closing(database(Path(own))) as store:
        for table in TABLES:
            store.from_parquet(parquet_files(folder, table)).create_view(table.name)
        questions = list(_QUESTIONS)
        if previous is not None:
            changes.compare(store, folder, previous)
            questions.append(_CHANGES)
        for question in questions:
            for named, what in store.execute(question).fetchmany(_MOST):
                yield f"{named}: {what}"

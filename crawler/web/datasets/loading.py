"""How a version is loaded: lines that run in its folder, with the names its files have."""

from collections.abc import Sequence

PANDAS, POLARS, DUCKDB, HUGGING_FACE = "pandas", "Polars", "DuckDB", "Hugging Face datasets"


def snippets(shards: Sequence[str]) -> list[tuple[str, str]]:
    """Tool and code, given the Parquet files of the articles: ``data/articles-00000-of-00001.parquet``."""
    # One pattern for several shards: it stays right however many there are.
    name = shards[0] if len(shards) == 1 else "data/articles-*.parquet"
    pandas = (
        f'import pandas; articles = pandas.read_parquet("{name}")'
        if len(shards) == 1
        else f'import glob, pandas; articles = pandas.concat(map(pandas.read_parquet, sorted(glob.glob("{name}"))))'
    )
    hugging_face = f'articles = load_dataset("parquet", data_files="{name}", split="train")'
    return [
        (PANDAS, pandas),
        (POLARS, f'import polars; articles = polars.read_parquet("{name}")'),
        (DUCKDB, f'import duckdb; articles = duckdb.read_parquet("{name}")'),
        (HUGGING_FACE, f"from datasets import load_dataset; {hugging_face}"),
    ]

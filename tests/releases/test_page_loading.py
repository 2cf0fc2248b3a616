"""What the page of a dataset says of loading a version, run as it stands there, on data/sample."""

import json
from pathlib import Path

import pytest
from loaders import ROOT, python

from crawler.web.datasets.loading import snippets

SAMPLE = ROOT / "data" / "sample"
ONE, SEVERAL = (
    ["data/articles-00000-of-00001.parquet"],
    [f"data/articles-{number:05}-of-00002.parquet" for number in (0, 1)],
)


@pytest.mark.parametrize("shards", [ONE, SEVERAL], ids=["one", "several"])
def test_each_line_loads_all_articles(shards: list[str], tmp_path: Path) -> None:
    articles = json.loads((SAMPLE / "manifest.json").read_text(encoding="utf-8"))["counts"]["articles"]
    for tool, line in snippets(shards):
        told = python(f"{line}\nprint(len(articles))", SAMPLE, tmp_path)
        assert told == articles, tool

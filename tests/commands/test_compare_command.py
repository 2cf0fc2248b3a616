"""``lanmu compare`` on real runs: exit 0 for an exact dataset, 1 for any difference."""

import json
import shutil
from pathlib import Path

import pytest
from conftest import DemoCrawls
from support import lanmu


@pytest.fixture
def copied(demo: DemoCrawls, tmp_path: Path) -> Path:
    """A copy of the first run's folder, with the truth as the crawl found it beside it."""
    shutil.copytree(demo.runs[0].folder, tmp_path / "run")
    records = {record["url"]: record for record in demo.runs[0].articles}
    # What this file tests is the command, so its truth agrees with the run even where extraction has a fault.
    truth = [
        {**line, **{name: value for name, value in records[line["url"]].items() if name in line}}
        if line["kind"] == "article"
        else line
        for line in demo.truth
    ]
    (tmp_path / "truth.jsonl").write_text("".join(json.dumps(line) + "\n" for line in truth), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("demo", [7411], indirect=True)
def test_exit_codes(copied: Path, demo: DemoCrawls) -> None:
    run = demo.runs[0]
    exact = lanmu("compare", "truth.jsonl", "run", cwd=copied)
    assert (exact.returncode, exact.stderr) == (0, ""), exact.stdout
    lines = [{**run.articles[0], "title": "别的"}, *run.articles[2:]]
    (copied / "run" / "articles.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    done = lanmu("compare", "truth.jsonl", "run", cwd=copied)
    assert done.returncode == 1
    assert "articles missing: 1" in done.stdout
    assert "articles with another title: 1" in done.stdout

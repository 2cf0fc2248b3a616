"""A site's truth and a perfect crawl of it, to be spoilt; and the command that compares them."""

import copy
import json
from pathlib import Path
from typing import Any

from support import Done, lanmu

from crawler.sandbox.sites import build  # noqa: TID251
from crawler.sandbox.truth import truth_lines  # noqa: TID251

ROOT = Path(__file__).parents[2]
Lines = list[dict[str, Any]]
_REASONS = {"dead": "gone", "external": "external"}


def truth_of_a_site() -> Lines:
    """What a site holds, line by line."""
    return list(map(json.loads, truth_lines(build(1, 100, "http://127.0.0.1:8000"))))


def articles_of(truth: Lines) -> Lines:
    """The articles of a perfect crawl."""
    columns = {line["url"]: line["column"] for line in truth if line["kind"] == "link"}
    return [
        {**copy.deepcopy(line), "column": columns[line["url"]], "id": "x"}
        for line in truth
        if line["kind"] == "article"
    ]


def links_of(truth: Lines) -> Lines:
    """The links of a perfect crawl."""
    outcomes = {"article": "written", "dead": "dropped", "external": "dropped"}
    return [
        {**line, "outcome": outcomes[line["target"]], "reason": _REASONS.get(line["target"])}
        for line in truth
        if line["kind"] == "link"
    ]


def write(path: Path, lines: Lines) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")


def compare(*paths: Path) -> Done:
    return lanmu("compare", *paths, cwd=ROOT)

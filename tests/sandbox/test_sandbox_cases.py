"""Every case a crawler should meet occurs in every seed, more than once."""

import json
from collections import Counter
from typing import Any

import pytest

from crawler.sandbox.sites import build  # noqa: TID251
from crawler.sandbox.truth import truth_lines  # noqa: TID251


@pytest.fixture(params=[1, 2, 3])
def truth(request: pytest.FixtureRequest) -> list[dict[str, Any]]:
    return list(map(json.loads, truth_lines(build(request.param, 100, "http://127.0.0.1:8000"))))


def test_bodies(truth: list[dict[str, Any]]) -> None:
    articles = [line for line in truth if line["kind"] == "article"]
    cases = {
        "paged": [a for a in articles if a["pages"] > 1],
        "picture only": [a for a in articles if a["images"] and not a["body"]],
        "attachment only": [a for a in articles if a["attachments"] and not a["body"]],
        "linked in prose": [a for a in articles if any(f["name"] in a["body"] for f in a["attachments"])],
        "table": [a for a in articles if "\t" in a["body"]],
        "numbered": [a for a in articles if "\n一、" in a["body"]],
        "long": [a for a in articles if a["body"].count("\n") >= 59],
        "one paragraph": [a for a in articles if a["body"] and "\n" not in a["body"]],
        "echo": [a for a in articles if f"\n{a['title']}" in a["body"]],
        "rare": [a for a in articles if "𠮷" in a["body"] or "㙦" in a["body"]],
        "no source": [a for a in articles if a["source"] is None],
        "far past": [a for a in articles if a["date"] < "2007"],
    }
    assert {name: len(found) for name, found in cases.items() if len(found) < 3} == {}
    assert {a["pages"] for a in articles} == {1, 2, 3, 4}
    assert max(Counter(a["title"] for a in articles).values()) > 1


def test_listings(truth: list[dict[str, Any]]) -> None:
    links = [line for line in truth if line["kind"] == "link"]
    rows = Counter((link["column"], link["url"]) for link in links)
    columns = Counter(url for _, url in rows)
    assert sum(count > 1 for count in rows.values()) >= 2, "listed again in one column"
    assert sum(count > 1 for count in columns.values()) >= 3, "listed in two columns"
    assert Counter(link["target"] for link in links).keys() == {"article", "dead", "external"}
    assert sum(link["list_title"].endswith(("…", "...")) for link in links) >= 3
    last_pages = Counter({link["column"]: link["page"] for link in links})
    assert last_pages["领导讲话"] == 1


def test_the_largest_column_has_more_than_ten_pages() -> None:
    for seed in range(1, 11):
        pages = build(seed, 600, "http://127.0.0.1:8000")
        assert len(pages.rows["dwjs"]) > 10

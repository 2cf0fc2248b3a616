"""``lanmu compare``: which lines of which runs it compares with the truth."""

import json
from pathlib import Path

import pytest
from comparing import Lines, articles_of, compare, links_of, truth_of_a_site, write

from crawler.commands.compare import read_run


@pytest.fixture(scope="module")
def truth() -> Lines:
    return truth_of_a_site()


@pytest.fixture
def records(truth: Lines) -> Lines:
    return articles_of(truth)


@pytest.fixture
def links(truth: Lines) -> Lines:
    return links_of(truth)


def test_the_command_reads_a_run_or_all_of_them(tmp_path: Path, truth: Lines, records: Lines, links: Lines) -> None:
    write(tmp_path / "truth.jsonl", truth)
    write(tmp_path / "runs" / "1" / "articles.jsonl", records[:50])
    write(tmp_path / "runs" / "1" / "links.jsonl", links[:5])
    write(tmp_path / "runs" / "2" / "articles.jsonl", records[50:])
    write(tmp_path / "runs" / "2" / "links.jsonl", links)
    (tmp_path / "runs" / "3").mkdir()
    assert read_run(tmp_path)[1] == links
    whole = compare(tmp_path / "truth.jsonl", tmp_path)
    assert (whole.returncode, whole.stderr) == (0, "")
    assert whole.stdout == f"100 articles: 100 exact; {len(links)} listings: {len(links)} exact\n"
    half = compare(tmp_path / "truth.jsonl", tmp_path / "runs" / "1")
    assert half.returncode == 1
    assert "articles missing: 50" in half.stdout


def test_the_newest_text_of_an_article_counts(tmp_path: Path, truth: Lines, records: Lines, links: Lines) -> None:
    write(tmp_path / "truth.jsonl", truth)
    old = [{**record, "body": "旧文"} if place in {3, 4} else record for place, record in enumerate(records)]
    revised = {**records[3], "previous_sha256": "x", "restored": False, "changes": {}}
    write(tmp_path / "runs" / "20261101T000000Z" / "articles.jsonl", old)
    write(tmp_path / "runs" / "20261101T000000Z" / "links.jsonl", links)
    middle, last = (tmp_path / "runs" / f"2026110{day}T000000Z" for day in (2, 3))
    write(middle / "articles.jsonl", [])
    write(middle / "revisions.jsonl", [{**revised, "body": "新文"}, {**records[4], "restored": False}])
    write(last / "articles.jsonl", [])
    write(last / "links.jsonl", links)
    write(last / "revisions.jsonl", [revised])
    whole = compare(tmp_path / "truth.jsonl", tmp_path)
    assert (whole.returncode, whole.stdout.split(";")[0]) == (0, "100 articles: 100 exact")
    (last / "revisions.jsonl").unlink()
    assert "articles with another body: 1" in compare(tmp_path / "truth.jsonl", tmp_path).stdout


def test_a_removed_article_is_not_compared_until_it_is_back(
    tmp_path: Path, truth: Lines, records: Lines, links: Lines
) -> None:
    gone = {"id": "x", "url": records[-1]["url"]}
    write(tmp_path / "truth.jsonl", [line for line in truth if line["url"] != gone["url"]])
    write(tmp_path / "runs" / "1" / "articles.jsonl", records)
    write(tmp_path / "runs" / "2" / "articles.jsonl", [])
    write(tmp_path / "runs" / "2" / "links.jsonl", [link for link in links if link["url"] != gone["url"]])
    told = compare(tmp_path / "truth.jsonl", tmp_path)
    assert (told.returncode, "articles not in the truth: 1" in told.stdout) == (1, True)
    write(tmp_path / "runs" / "2" / "removals.jsonl", [gone])
    told = compare(tmp_path / "truth.jsonl", tmp_path)
    assert (told.returncode, told.stdout.split(";")[0]) == (0, "99 articles: 99 exact")
    # Back again: a revision in the run that found it, and it is compared.
    write(tmp_path / "truth.jsonl", truth)
    write(tmp_path / "runs" / "3" / "articles.jsonl", [])
    write(tmp_path / "runs" / "3" / "links.jsonl", links)
    write(tmp_path / "runs" / "3" / "revisions.jsonl", [{**records[-1], "restored": True}])
    assert compare(tmp_path / "truth.jsonl", tmp_path).returncode == 0


def test_links_that_were_only_tried_again_are_no_listings(
    tmp_path: Path, truth: Lines, records: Lines, links: Lines
) -> None:
    again = [{**link, "page": None, "position": None} for link in links[:3]]
    write(tmp_path / "truth.jsonl", truth)
    write(tmp_path / "runs" / "1" / "articles.jsonl", records)
    write(tmp_path / "runs" / "1" / "links.jsonl", [*again, *links])
    write(tmp_path / "runs" / "2" / "articles.jsonl", [])
    write(tmp_path / "runs" / "2" / "links.jsonl", again)
    for folder in (tmp_path, tmp_path / "runs" / "1"):
        told = compare(tmp_path / "truth.jsonl", folder)
        assert (told.returncode, told.stdout.split("; ")[1]) == (0, f"{len(links)} listings: {len(links)} exact\n")


def test_pages_behind_a_seal_are_not_missing(tmp_path: Path, truth: Lines, records: Lines, links: Lines) -> None:
    name = max((link["column"] for link in links), key=[link["column"] for link in links].count)
    read = [link for link in links if link["column"] != name or link["page"] == 1]
    assert len(read) < len(links)
    write(tmp_path / "truth.jsonl", truth)
    write(tmp_path / "articles.jsonl", records)
    write(tmp_path / "links.jsonl", read)
    told = compare(tmp_path / "truth.jsonl", tmp_path)
    assert f"listings missing: {len(links) - len(read)}" in told.stdout
    report = {"columns": [{"column": name, "ended": "sealed"}, {"column": "另一栏目", "ended": "walked"}]}
    (tmp_path / "report.json").write_text(json.dumps(report), encoding="utf-8")
    told = compare(tmp_path / "truth.jsonl", tmp_path)
    assert (told.returncode, told.stdout.split("; ")[1]) == (0, f"{len(read)} listings: {len(read)} exact\n")
    # What it did read counts.
    write(tmp_path / "links.jsonl", [link for link in read if (link["column"], link["position"]) != (name, 1)])
    assert "listings missing: 1" in compare(tmp_path / "truth.jsonl", tmp_path).stdout
    open_places = [{**line, "page": None, "position": None} if line.get("column") == name else line for line in truth]
    write(tmp_path / "truth.jsonl", open_places)
    write(tmp_path / "links.jsonl", read)
    assert compare(tmp_path / "truth.jsonl", tmp_path).returncode == 0


def test_usage_mistakes_are_one_line(tmp_path: Path, truth: Lines) -> None:
    write(tmp_path / "truth.jsonl", truth)
    (tmp_path / "broken.jsonl").write_text("{\n", encoding="utf-8")
    for paths in (
        (tmp_path / "truth.jsonl",),
        (tmp_path / "none.jsonl", tmp_path),
        (tmp_path / "truth.jsonl", tmp_path / "none"),
        (tmp_path / "broken.jsonl", tmp_path),
    ):
        done = compare(*paths)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)

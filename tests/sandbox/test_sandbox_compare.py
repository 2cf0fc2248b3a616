"""``lanmu compare``: a perfect crawl is exact; each kind of fault is found and counted."""

import copy
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from crawler.commands.compare import brief, describe, read_run, summary
from crawler.sandbox.comparison import compare_articles, compare_listings  # noqa: TID251
from crawler.sandbox.identity import identity  # noqa: TID251
from crawler.sandbox.sites import build  # noqa: TID251
from crawler.sandbox.truth import truth_lines  # noqa: TID251

ROOT = Path(__file__).parents[2]
Lines = list[dict[str, Any]]
_REASONS = {"dead": "gone", "external": "external"}


@pytest.fixture(scope="module")
def truth() -> Lines:
    return list(map(json.loads, truth_lines(build(1, 100, "http://127.0.0.1:8000"))))


@pytest.fixture
def records(truth: Lines) -> Lines:
    columns = {line["url"]: line["column"] for line in truth if line["kind"] == "link"}
    return [
        {**copy.deepcopy(line), "column": columns[line["url"]], "id": "x"}
        for line in truth
        if line["kind"] == "article"
    ]


@pytest.fixture
def links(truth: Lines) -> Lines:
    outcomes = {"article": "written", "dead": "dropped", "external": "dropped"}
    return [
        {**line, "outcome": outcomes[line["target"]], "reason": _REASONS.get(line["target"])}
        for line in truth
        if line["kind"] == "link"
    ]


def write(path: Path, lines: Lines) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")


def compare(*paths: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "crawler.cmdline", "compare", *map(str, paths)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "SCRAPY_SETTINGS_MODULE": "crawler.settings"},
    )


def test_a_perfect_crawl_is_exact_on_whatever_host(truth: Lines, records: Lines, links: Lines) -> None:
    for record in records:
        record["url"] = record["url"].replace("127.0.0.1:8000", "other.host")
    articles, listings = compare_articles(truth, records), compare_listings(truth, links)
    assert articles.clean()
    assert listings.clean()
    assert [*describe("articles", articles), *describe("listings", listings)] == []
    assert summary("articles", articles) == "100 articles: 100 exact"


def test_article_faults_are_told_apart(truth: Lines, records: Lines) -> None:
    records[0]["title"] += "x"
    records[0]["body"] += "x"
    records[1]["column"] = "无此栏目"
    records.append({**records[2]})
    records.append({**records[3], "url": "http://127.0.0.1:8000/dwjs/1.jhtml"})
    del records[4]
    report = compare_articles(truth, records)
    assert [len(places) for places in (report.missing, report.double, report.unknown)] == [1, 1, 1]
    assert {name: len(found) for name, found in report.fields.items()} == {"title": 1, "body": 1, "column": 1}
    assert summary("articles", report) == "100 articles: 96 exact, 1 missing, 1 double, 2 differ, 1 not in the truth"


def test_attachments_and_images_count(truth: Lines, records: Lines) -> None:
    with_file = next(record for record in records if record["attachments"])
    with_image = next(record for record in records if record["images"])
    with_file["attachments"][0]["sha256"] = "a further key does not matter"
    assert compare_articles(truth, records).clean()
    with_file["attachments"][0]["name"] = "x"
    with_image["images"] = None
    assert compare_articles(truth, records).fields.keys() == {"attachments", "images"}


def test_listing_faults_are_told_apart(truth: Lines, links: Lines) -> None:
    dead = next(link for link in links if link["target"] == "dead")
    external = next(link for link in links if link["target"] == "external")
    article = next(link for link in links if link["target"] == "article")
    dead["reason"], external["outcome"], article["outcome"] = None, "failed", "failed"
    moved = links[-1]
    moved["position"] += 1
    report = compare_listings(truth, links)
    assert len(report.fields["outcome"]) == 3
    assert [len(report.missing), len(report.unknown)] == [1, 1]


def test_a_dead_link_listed_twice_may_be_settled_once(truth: Lines, links: Lines) -> None:
    dead = next(link for link in links if link["target"] == "dead")
    again = {**next(line for line in truth if line.get("url") == dead["url"]), "column": "总栏"}
    repeated = {**again, "outcome": "repeated", "reason": None}
    assert compare_listings([*truth, again], [*links, repeated]).clean()
    dead["outcome"], dead["reason"] = "repeated", None
    assert len(compare_listings(truth, links).fields["outcome"]) == 1


@pytest.mark.parametrize(("outcome", "reason"), [("dropped", "gone_before"), ("known", None)])
def test_a_later_run_need_not_ask_for_a_dead_link(truth: Lines, links: Lines, outcome: str, reason: str | None) -> None:
    for link in links:
        if link["target"] == "dead":
            link["outcome"], link["reason"] = outcome, reason
    assert compare_listings(truth, links).clean()
    external = next(link for link in links if link["target"] == "external")
    external["outcome"], external["reason"] = outcome, reason
    assert len(compare_listings(truth, links).fields["outcome"]) == 1


def test_a_list_without_years_leaves_the_date_open(truth: Lines, links: Lines) -> None:
    yearless = [{**line, "list_date": None} for line in truth]
    assert compare_listings(yearless, links).clean()


def test_an_article_is_known_by_its_page_not_by_its_address(truth: Lines, records: Lines, links: Lines) -> None:
    for number, line in enumerate((*records, *links)):
        form = (
            "https://www.x.cn{}",
            "http://x.cn{}/",
            "{};jsessionid=0A1B",
            "{}?from=singlemessage",
            "{}?spm=a&utm_id=1",
        )
        if line.get("target") != "external":
            line["url"] = form[number % 5].format(line["url"].removeprefix("http://127.0.0.1:8000"))
    assert compare_articles(truth, records).clean()
    assert compare_listings(truth, links).clean()


def test_two_addresses_of_one_article_are_double(truth: Lines, records: Lines) -> None:
    records.append({**records[0], "url": f"{records[0]['url']}?utm_source=weixin"})
    assert compare_articles(truth, records).double == [identity(records[0]["url"])]


@pytest.mark.parametrize(
    ("url", "same"),
    [
        ("http://a.cn/lm/1.html", "/lm/1.html"),
        ("https://www.a.cn/lm/1.html/", "/lm/1.html"),
        ("http://a.cn/lm/1.html;jsessionid=9F", "/lm/1.html"),
        ("http://a.cn/show.aspx;jsessionid=9F?b=2&a=1&utm_medium=x&SPM=1", "/show.aspx?a=1&b=2"),
        ("http://a.cn/show.aspx?id=7&from=timeline", "/show.aspx?id=7"),
        ("http://a.cn/", "/"),
        ("http://a.cn", "/"),
        ("http://a.cn/1.html?print=1", "/1.html?print=1"),
    ],
)
def test_identity(url: str, same: str) -> None:
    assert identity(url) == same


def test_columns_without_places_must_list_each_article_somewhere(truth: Lines, links: Lines) -> None:
    column = links[0]["column"]
    seen: set[tuple[str, str]] = set()
    moved = []
    for line in truth:
        if line.get("column") == column and line["kind"] == "link":
            if (line["column"], line["url"]) in seen:
                continue
            seen.add((line["column"], line["url"]))
            moved.append({**line, "page": None, "position": None})
        else:
            moved.append(line)
    own = [link for link in links if link["column"] == column]
    again = [{**link, "page": 9, "position": n} for n, link in enumerate(own[:5])]
    assert compare_listings(moved, [*links, *again]).clean()
    gone = next(link for link in own if sum(one["url"] == link["url"] for one in own) == 1)
    report = compare_listings(moved, [link for link in links if link is not gone])
    assert report.missing == [f"{column}: {identity(gone['url'])}"]
    stray = {**links[-1], "column": column}
    assert len(compare_listings(moved, [*links, stray]).unknown) == (stray["url"] not in {url for _, url in seen})


def test_examples_show_the_first_difference() -> None:
    expected, found = brief("一" * 100 + "甲" + "二" * 100, "一" * 100 + "乙" + "二" * 100)
    assert expected.startswith("…一")
    assert "甲" in expected
    assert "乙" in found
    assert max(len(expected), len(found)) < 70


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


def test_runs_folded_into_one_folder_keep_their_order(tmp_path: Path, records: Lines) -> None:
    def line(record: dict[str, Any], day: int, **more: str) -> dict[str, Any]:
        return {**record, "run": f"2026100{day}T000000Z", **more}

    write(tmp_path / "runs" / "2026-10" / "articles.jsonl", [line(record, 1) for record in records[:3]])
    back = line(records[1], 3, body="回来了")
    write(tmp_path / "runs" / "2026-10" / "revisions.jsonl", [line(records[0], 1, body="改过了"), back])
    write(tmp_path / "runs" / "2026-10" / "removals.jsonl", [line({"url": one["url"]}, 2) for one in records[1:3]])
    found, _, _ = read_run(tmp_path)
    assert [record["body"] for record in found] == ["改过了", "回来了"]


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

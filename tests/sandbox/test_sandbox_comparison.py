"""A perfect crawl is exact; each kind of fault is found and counted."""

from pathlib import Path
from typing import Any

import pytest
from comparing import Lines, articles_of, links_of, truth_of_a_site, write

from crawler.commands.compare import brief, describe, read_run, summary
from crawler.sandbox.comparison import compare_articles, compare_listings  # noqa: TID251
from crawler.sandbox.identity import identity  # noqa: TID251


@pytest.fixture(scope="module")
def truth() -> Lines:
    return truth_of_a_site()


@pytest.fixture
def records(truth: Lines) -> Lines:
    return articles_of(truth)


@pytest.fixture
def links(truth: Lines) -> Lines:
    return links_of(truth)


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


def test_runs_folded_into_one_folder_keep_their_order(tmp_path: Path, records: Lines) -> None:
    def line(record: dict[str, Any], day: int, **more: str) -> dict[str, Any]:
        return {**record, "run": f"2026100{day}T000000Z", **more}

    write(tmp_path / "runs" / "2026-10" / "articles.jsonl", [line(record, 1) for record in records[:3]])
    back = line(records[1], 3, body="回来了")
    write(tmp_path / "runs" / "2026-10" / "revisions.jsonl", [line(records[0], 1, body="改过了"), back])
    write(tmp_path / "runs" / "2026-10" / "removals.jsonl", [line({"url": one["url"]}, 2) for one in records[1:3]])
    found, _, _ = read_run(tmp_path)
    assert [record["body"] for record in found] == ["改过了", "回来了"]

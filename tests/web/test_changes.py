"""Edits, removals and articles that came back, found by real crawls, as the pages tell them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import pytest
from addresses import body_of
from history import SITE, History, date_on
from news_site import NewsSite
from pytest_httpserver import HTTPServer
from small_site import TEXT
from web_server import Served, serving

from crawler import clock

NEWS, NOTICES = "队伍建设", "政法要闻"
OTHER_TEXT = TEXT.replace("各单位认真落实部署", "各部门认真落实三项部署") + "\n会后走访了群众。"
_TOTAL = re.compile(r'<p class="total[^"]*" data-total="(\d+)">')
_ROW = re.compile(r"<tr>\n<td.*?</tr>", re.DOTALL)


@dataclass(frozen=True)
class Past:
    """Pages of what was done, and the ids of the articles to which it was."""

    pages: Served
    edited: str
    retitled: str
    back: str
    gone: str
    same: str


@pytest.fixture(scope="module")
def past(servers: tuple[HTTPServer, HTTPServer], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Past]:
    """Day 1: one article edited, one retitled, two taken down; day 3: one of these is back, the edit is undone."""
    folder: Path = tmp_path_factory.mktemp("changes")
    site = NewsSite(servers[0])
    edited, retitled, back, gone, *_ = site.open(NEWS, "/dwjs/", 6, day=date_on(0))
    (same,) = site.open(NOTICES, "/zfyw/", 1, day=date_on(0))
    history = History(site, folder)
    first = history.crawl(0)
    site.edit(edited, text=OTHER_TEXT)
    site.edit(retitled, title="一次改了标题的会议", source="某省日报")
    site.fault(back, 404)
    site.fault(gone, 404)
    history.crawl(1)
    site.edit(edited, text=TEXT)
    site.restore(back)
    history.crawl(3)
    ids = {path: first.link(path)["id"] for path in (edited, retitled, back, gone, same)}
    moment = clock.now().replace(hour=20) + timedelta(days=3)
    with serving(folder, SITE, moment=moment) as pages:
        yield Past(pages, *(ids[path] for path in (edited, retitled, back, gone, same)))


def shown(past: Past, view: str, **asked: str) -> str:
    return body_of(f"{past.pages.address}/{view}?{urlencode(asked)}")


@pytest.mark.parametrize(
    ("asked", "kinds"),
    [
        ({}, ["改动", "恢复", "改动", "改动", "撤下", "撤下"]),
        ({"kind": "changed"}, ["改动", "恢复", "改动", "改动"]),
        ({"kind": "edited"}, ["改动", "改动", "改动"]),
        ({"kind": "restored"}, ["恢复"]),
        ({"kind": "removed"}, ["撤下", "撤下"]),
        ({"day": date_on(1)}, ["改动", "改动", "撤下", "撤下"]),
        ({"day": date_on(2)}, []),
        ({"day": date_on(3), "kind": "changed", "site": SITE, "column": NEWS}, ["改动", "恢复"]),
        ({"site": SITE, "column": NOTICES}, []),
        ({"column": NEWS, "kind": "removed"}, ["撤下", "撤下"]),
    ],
)
def test_each_filter_shows_what_was_found(past: Past, asked: dict[str, str], kinds: list[str]) -> None:
    body = shown(past, "changes", **asked)
    assert _TOTAL.findall(body) == [str(len(kinds))]
    rows = _ROW.findall(body)
    assert sorted(re.findall(r'<span class="state [^"]*">(\S+)</span>', "".join(rows))) == sorted(kinds)
    days = re.findall(r'<td class="day"><a [^>]*><time datetime="([^"T]+)', "".join(rows))
    assert days == sorted(days, reverse=True)


def test_what_changed_is_told_by_words(past: Past) -> None:
    (row,) = [one for one in _ROW.findall(shown(past, "changes", day=date_on(1), kind="edited")) if past.edited in one]
    assert "各<del>单位</del><ins>部门</ins>认真落实<ins>三项</ins>部署" in row
    assert "<ins>会后走访了群众。</ins>" in row
    (row,) = [one for one in _ROW.findall(shown(past, "changes", kind="edited")) if past.retitled in one]
    assert "某<del>市</del><ins>省</ins>日报" in row
    assert "一次改了标题的会议</a>" in row


def test_a_removal_says_what_the_site_answered(past: Past) -> None:
    rows = _ROW.findall(shown(past, "changes", kind="removed"))
    assert len(rows) == 2
    assert all("网站答复 404，已删除；上次见到" in row for row in rows)
    assert all("the site answered 404" in row for row in _ROW.findall(shown(past, "en/changes", kind="removed")))


def test_an_article_tells_its_own_changes_newest_first(past: Past) -> None:
    body = shown(past, "article", id=past.edited)
    assert _TOTAL.findall(body) == ["2"]
    assert body.index("各<del>部门</del><ins>单位</ins>认真") < body.index("各<del>单位</del><ins>部门</ins>认真")
    assert OTHER_TEXT not in unescape(body)
    assert TEXT in unescape(body)
    body = shown(past, "article", id=past.gone)
    assert "已撤下" in body
    assert "网站答复 404" in body
    body = shown(past, "article", id=past.back)
    assert "已撤下" not in body
    assert "又有了，文字与撤下前相同" in body
    assert _TOTAL.findall(shown(past, "article", id=past.same)) == []


def test_lists_of_articles_mark_what_became_of_them(past: Past) -> None:
    rows = _ROW.findall(shown(past, "articles"))
    assert len(rows) == 7
    edited = {one for one in rows if "有改动" in one}
    assert {re.findall(r"id=(\w+)", one)[0] for one in edited} == {past.edited, past.retitled, past.back}
    (row,) = _ROW.findall(shown(past, "articles", removed="1"))
    assert past.gone in row
    assert f"已撤下 {date_on(1)}" in row


def test_a_search_finds_the_present_text_and_no_earlier_one(past: Past) -> None:
    assert _TOTAL.findall(shown(past, "articles", q="走访")) == ["0"]
    assert _TOTAL.findall(shown(past, "articles", q="改了标题")) == ["1"]


def test_a_file_has_the_present_record_without_what_a_revision_adds(past: Past) -> None:
    lines = shown(past, "articles.jsonl").split("\n")[:-1]
    assert len(lines) == 7
    assert not any("previous_sha256" in line for line in lines)
    assert sum('"title": "一次改了标题的会议"' in line for line in lines) == 1


def test_listings_say_where_it_stood(past: Past) -> None:
    body = shown(past, "article", id=past.retitled).partition('id="listings"')[2]
    assert f'<a href="/run?site={SITE}&amp;run=' in body
    assert '<td class="number">1</td><td class="number">2</td>' in body
    assert "第5次工作会议召开" in body

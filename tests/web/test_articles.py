"""The list of articles: searches, filters, sheets and files are those of the records, counted otherwise."""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest
from addresses import body_of
from made_runs import Look, article, write_run
from project_sites import Project
from support import Record
from web_server import ONLY, Served, serving

from crawler.items import EXPORTED
from crawler.page.dates import BEIJING
from crawler.pipelines.check import FLAGS as CHECKED
from crawler.query.csv_export import cell
from crawler.web.articles.flags import FLAGS
from crawler.web.articles.rules import RULES

NOW = datetime(2027, 3, 31, 23, 0, tzinfo=BEIJING)
NEWS, NOTICES = "政法要闻", "通知 & 公告"
SITES = ("luoxi", "yunze")
SHEET = 100
_FIRST, _LAST = NOW - timedelta(days=2), NOW - timedelta(hours=1)
_TOTAL = re.compile(r'<p class="total" data-total="(\d+)">')
_ROW = re.compile(r'<tr>.*?href="/article\?id=(\w+)".*?</tr>', re.DOTALL)


def made(site: str) -> list[Record]:
    """Articles that differ in what can be asked for."""
    found = []
    for number in range(130):
        day = NOW - timedelta(days=number % 40 + 2)
        told: Record = {
            "source": [None, "云泽日报", "罗溪县人民检察院"][number % 3],
            "flags": [[], ["no_date"], ["short_body", "meta_differs"]][number % 5 % 3],
            "body": f"会议强调，要抓好落实。第{number}件：" + ("开展反诈宣传，" * (number % 7 == 0)) + "Ab12 平安建设",
        }
        if number % 11 == 0:
            told["title"] = f"“反诈”宣传进社区（{number}）"
        if number % 50 == 3:
            told["title"] = None
        if number % 17 == 5:
            told["body"] = ""
        date = None if number % 13 == 0 else f"{day:%Y-%m-%d}"
        found.append(
            article([NEWS, NOTICES][number % 2], number_of(site, number), date, site=site, site_name="", **told)
        )
    return [{name: one.get(name) for name in EXPORTED} | one for one in found]


def number_of(site: str, number: int) -> int:
    return SITES.index(site) * 10_000 + number


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = Project(tmp_path_factory.mktemp("articles") / "project")
    for site in SITES:
        project.add(site, "http://127.0.0.1:9/")
        records = made(site)
        for at, part in ((_FIRST, records[:100]), (_LAST, records[100:])):
            looks = [Look(column, [one for one in part if one["column"] == column]) for column in (NEWS, NOTICES)]
            write_run(project.folder / "data", site, at, looks)
    return project.folder


@pytest.fixture(scope="module")
def pages(folder: Path) -> Iterator[Served]:
    with serving(folder, *ONLY, moment=NOW) as served:
        yield served


@pytest.fixture(scope="module")
def records(folder: Path) -> list[Record]:
    """All of them as the runs hold them, each with the day its run began on."""
    found = []
    for path in sorted(folder.glob("data/*/runs/*/articles.jsonl")):
        first = _FIRST if path.parent.name < f"{_LAST - timedelta(hours=9):%Y%m%dT%H%M%SZ}" else _LAST
        lines = path.read_text(encoding="utf-8").split("\n")[:-1]
        found += [json.loads(line) | {"first": f"{first:%Y-%m-%d}"} for line in lines]
    return found


def posted(record: Record) -> str:
    return str(record["date"] or record["first"])


def text_of(record: Record) -> str:
    return f"{record['title']}\n{record['body']}".lower()


CASES: list[tuple[Mapping[str, str], Callable[[Record], bool]]] = [
    ({}, lambda _: True),
    ({"q": "反诈"}, lambda one: "反诈" in text_of(one)),
    ({"q": "诈"}, lambda one: "诈" in text_of(one)),
    ({"q": "反诈 社区"}, lambda one: "反诈" in text_of(one) and "社区" in text_of(one)),
    ({"q": "平安建设"}, lambda one: "平安建设" in text_of(one)),
    ({"q": "安建 要抓好落"}, lambda one: "安建" in text_of(one) and "要抓好落" in text_of(one)),
    ({"q": "AB12"}, lambda one: "ab12" in text_of(one)),
    ({"q": "落实第"}, lambda _: False),
    ({"q": "设"}, lambda one: "设" in text_of(one)),
    ({"q": "，。“”"}, lambda _: False),
    ({"q": "不在任何地方"}, lambda _: False),
    ({"site": "luoxi"}, lambda one: one["site"] == "luoxi"),
    ({"column": NOTICES}, lambda one: one["column"] == NOTICES),
    ({"site": "yunze", "column": NEWS}, lambda one: (one["site"], one["column"]) == ("yunze", NEWS)),
    ({"source": "云泽日报"}, lambda one: one["source"] == "云泽日报"),
    ({"source": "云泽"}, lambda _: False),
    ({"first": f"{_LAST:%Y-%m-%d}"}, lambda one: one["first"] == f"{_LAST:%Y-%m-%d}"),
    ({"from": "2027-03-01", "until": "2027-03-10"}, lambda one: "2027-03-01" <= posted(one) <= "2027-03-10"),
    ({"flag": "meta_differs"}, lambda one: "meta_differs" in one["flags"]),
    ({"flag": "mojibake"}, lambda _: False),
    ({"missing": "title"}, lambda one: one["title"] is None),
    ({"missing": "date"}, lambda one: one["date"] is None),
    ({"missing": "source"}, lambda one: one["source"] is None),
    ({"missing": "body"}, lambda one: not one["body"]),
    ({"removed": "1"}, lambda _: False),
    ({"run": f"{_FIRST - timedelta(hours=8):%Y%m%dT%H%M%SZ}"}, lambda one: one["first"] == f"{_FIRST:%Y-%m-%d}"),
    (
        {"q": "反诈", "site": "luoxi", "missing": "source", "flag": "no_date", "until": "2027-03-20"},
        lambda one: "反诈" in text_of(one) and one["site"] == "luoxi" and one["source"] is None
        and "no_date" in one["flags"] and posted(one) <= "2027-03-20",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "holds"), CASES, ids=[urlencode(asked) or "all" for asked, _ in CASES])
def test_a_selection_is_that_of_the_records(
    pages: Served, records: list[Record], asked: Mapping[str, str], holds: Callable[[Record], bool]
) -> None:
    """By its total, by the rows of its sheets in their order, and by both of its files."""
    chosen = {one["id"]: one for one in records if holds(one)}
    sheets = max(-(-len(chosen) // SHEET), 1)
    ids: list[str] = []
    for number in range(1, sheets + 1):
        body = body_of(f"{pages.address}/articles?{urlencode({**asked, 'sheet': number})}")
        assert _TOTAL.findall(body) == [str(len(chosen))]
        rows = _ROW.findall(body)
        assert len(rows) == min(SHEET, len(chosen) - len(ids))
        ids += rows
    assert sorted(ids) == sorted(chosen)
    days = [posted(chosen[one]) for one in ids]
    assert days == sorted(days, reverse=True)
    lines = body_of(f"{pages.address}/articles.jsonl?{urlencode(asked)}").split("\n")[:-1]
    assert [json.loads(line)["id"] for line in lines] == ids
    head, *table = table_of(pages, asked)
    assert [row[head.index("id")] for row in table] == ids


def table_of(pages: Served, asked: Mapping[str, str]) -> list[list[str]]:
    text = body_of(f"{pages.address}/articles.csv?{urlencode(asked)}")
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_hits_are_marked_in_title_and_text(pages: Served) -> None:
    body = body_of(f"{pages.address}/articles?{urlencode({'q': '反诈 ab12'})}")
    assert "“<mark>反诈</mark>”宣传进社区（77）" in body
    assert re.search(r'<p class="snippet crawled">[^<]*开展<mark>反诈</mark>宣传[^<]*<mark>Ab12</mark>', body)
    assert "<mark>" not in body_of(f"{pages.address}/articles")


def test_a_file_holds_the_records_whole(pages: Served, records: list[Record]) -> None:
    held = {one["id"]: one for one in records}
    with urlopen(f"{pages.address}/articles.jsonl", timeout=60) as answer:  # noqa: S310 - on loopback
        assert answer.headers["Content-Disposition"] == 'attachment; filename="lanmu-articles-2027-03-31.jsonl"'
        lines = answer.read().decode("utf-8").split("\n")[:-1]
    assert len(lines) == len(records)
    for line in lines:
        told = json.loads(line)
        assert told == {name: held[told["id"]][name] for name in told}
        assert set(EXPORTED) <= set(told)
    head, *table = table_of(pages, {})
    assert head == [*EXPORTED, "first_seen", "removed"]
    for row in table:
        record = held[row[0]]
        assert row == [str(cell(value)) for value in (*(record[name] for name in EXPORTED), record["first"], None)]


def test_flags_and_missing_titles_are_told_in_words(pages: Served) -> None:
    body = body_of(f"{pages.address}/articles?flag=short_body")
    assert body.count('<span class="flag">正文很短</span><span class="flag">与网页元数据不同</span>') > 10
    assert "（无标题）" in body_of(f"{pages.address}/articles?missing=title")
    assert "(no title)" in body_of(f"{pages.address}/en/articles?missing=title")


def test_every_flag_and_every_rule_has_words() -> None:
    """As docs/fields.md has them in its tables."""
    text = (Path(__file__).parents[2] / "docs" / "fields.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE))
    assert set(CHECKED) == set(FLAGS) == documented & set(CHECKED)
    assert documented - set(CHECKED) == {rule.partition(":")[0] for rule in RULES}
    assert set(re.findall(r"`(title_line:\w+)`", text)) == {rule for rule in RULES if ":" in rule}


def test_the_form_keeps_what_was_asked(pages: Served) -> None:
    asked = {
        "q": '"反诈"',
        "site": "luoxi",
        "column": "没有的栏目",
        "from": "2027-03-01",
        "flag": "no_date",
        "run": "x",
    }
    body = body_of(f"{pages.address}/articles?{urlencode(asked)}")
    form = unescape(body.partition("<form")[2].partition("</form>")[0])
    assert 'name="q" value=""反诈""' in form
    assert '<option value="luoxi" selected>' in form
    assert "<option selected>没有的栏目</option>" in form
    assert "<option>通知 & 公告</option>" in form
    assert 'name="from" value="2027-03-01"' in form
    assert '<option value="no_date" selected>' in form
    assert '<input type="hidden" name="run" value="x">' in form
    assert "<details open>" in form


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("site=nobody", 404), ("from=1.3.2027", 400), ("flag=x", 400), ("missing=author", 400), ("removed=0", 400),
        ("from=2027-02-29", 400), ("until=20270228", 400),
        ("sheet=4", 400), ("sheet=0", 400), ("sheet=x", 400), ("Q=x", 400), ("q=1&q=2", 400), ("q=" + "x" * 201, 400),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused(pages: Served, asked: str, status: int) -> None:
    with pytest.raises(HTTPError) as caught:
        urlopen(f"{pages.address}/articles?{asked}", timeout=60)  # noqa: S310
    assert caught.value.code == status
    caught.value.close()


def test_one_article_shows_its_fields_and_the_rule_of_each(pages: Served, records: list[Record]) -> None:
    one = next(record for record in records if record["flags"] == ["short_body", "meta_differs"] and record["source"])
    text = visible(body_of(f"{pages.address}/article?id={one['id']}"))
    for told in (
        f"标题{one['title']}标题行，与列表标题相符title_line:list_title",
        f"日期{one['date']}标签之后labelled",
        f"来源{one['source']}标签之后labelled",
        "作者空没有规则读到",
        "正文很短：正文不足30字，没有图片，也没有附件。",
        f"编号{one['id']}",
        "引用",
        f"{len(one['body'])}字·标题与文末之间的正文块window",
    ):
        assert unicodedata.normalize("NFC", told).replace(" ", "") in text, told


def visible(body: str) -> str:
    """The text of a page, without white space."""
    return re.sub(r"\s", "", unescape(re.sub(r"<[^>]*>", "", body)))


def test_an_unknown_article_is_not_found(pages: Served) -> None:
    for asked in ("id=" + "0" * 20, "id=", "", "id=x"):
        with pytest.raises(HTTPError) as caught:
            urlopen(f"{pages.address}/article?{asked}", timeout=60)  # noqa: S310
        assert caught.value.code == 404
        caught.value.close()

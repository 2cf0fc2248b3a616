"""Lists that come as JSON: which array, which keys, what the totals are; and markup inside JSON."""

import json
from typing import Any

import pytest

from crawler.page.json_list import JsonList, fragment_of, json_list
from crawler.page.list_row import Row

BASE = "http://www.example.gov.cn/col/col12/index.html"
TITLES = ["演示市召开年度工作会议", "演示县开展集中宣传活动", "演示法院发布白皮书"]
EXPECTED = [
    Row(f"http://www.example.gov.cn/art/2024/{n}.html", title, f"2024-03-0{n}") for n, title in enumerate(TITLES, 1)
]


def listed(data: Any) -> JsonList:
    """The list in ``data``; fails where there is none."""
    found = json_list(data if isinstance(data, str) else json.dumps(data, ensure_ascii=False), BASE)
    assert found is not None
    return found


def records(url: str = "url", title: str = "title", day: str = "pubDate") -> list[dict[str, Any]]:
    return [
        {"id": n, url: f"/art/2024/{n}.html", title: text, day: f"2024-03-0{n} 18:15:00", "source": "演示日报"}
        for n, text in enumerate(TITLES, 1)
    ]


def day_of(**keys: object) -> str | None:
    """The date of a record that has these keys besides its address and title."""
    return listed([{"url": "/art/1.html", "title": "演示标题", **keys}]).rows[0].date


@pytest.mark.parametrize(
    "data",
    [
        records(),
        {"data": records()},
        {"code": 0, "data": {"page": {"list": records()}}},
        {"result": {"hits": {"hits": [{"_id": "x1", "_source": record} for record in records()]}}},
        {"d": json.dumps(records())},
        {"columns": [{"title": "栏目", "url": "/col/1/", "icon": "a.png"}], "articles": records()},
    ],
    ids=["array", "object", "deep", "search engine", "JSON in JSON", "longer than the columns"],
)
def test_the_longest_array_of_addresses_and_titles_is_the_list(data: Any) -> None:
    assert listed(data).rows == EXPECTED


@pytest.mark.parametrize(
    ("url", "title", "day"),
    [
        ("URL", "FILENAME", "PUBDATE"),
        ("docpuburl", "docTitle", "docreltime"),
        ("linkUrl", "article_title", "display_publish_time"),
        ("href", "infoName", "createTime"),
        ("网址", "标题", "发布时间"),
        ("subjectUrl", "subject", "date"),
        ("f1", "f2", "f3Date"),
    ],
)
def test_keys_may_be_called_anything(url: str, title: str, day: str) -> None:
    assert listed({"rows": records(url, title, day)}).rows == EXPECTED


def test_of_several_addresses_the_articles_counts() -> None:
    record = {
        "imgUrl": "/u/1.jpg",
        "thumb": "/u/2.html",
        "columnUrl": "/col/col12/",
        "siteUrl": "http://www.example.gov.cn/",
        "url": "",
        "docPubUrl": "./t20240301_9.html",
        "title": "演示标题",
    }
    assert listed([record]).rows == [Row("http://www.example.gov.cn/col/col12/t20240301_9.html", "演示标题", None)]


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("http://other.example.cn/a/1.html", "http://other.example.cn/a/1.html"),
        ("//other.example.cn/a/1.html", "http://other.example.cn/a/1.html"),
        ("/art/1.html?a=1&amp;b=2", "http://www.example.gov.cn/art/1.html?a=1&b=2"),
        ("../art/1.html", "http://www.example.gov.cn/col/art/1.html"),
        ("show.aspx?id=1", "http://www.example.gov.cn/col/col12/show.aspx?id=1"),
        ("content/post_1", "http://www.example.gov.cn/col/col12/content/post_1"),
    ],
)
def test_addresses_become_absolute(written: str, url: str) -> None:
    assert listed([{"url": written, "title": "演示标题"}]).rows[0].url == url


@pytest.mark.parametrize(
    "written",
    [
        "javascript:;",
        "#",
        "",
        "mailto:a@example.cn",
        "/p.jpg",
        "http://[bad/1.html",
        5,
        "/" * 99_999,
        f"{'a/' * 9_999}<",
    ],
)
def test_a_record_without_an_address_is_no_row(written: object) -> None:
    assert [row.title for row in listed([*records(), {"url": written, "title": "演示标题"}]).rows] == TITLES


@pytest.mark.parametrize(
    "written",
    [
        "<font color='red'>演示</font>标题",
        "&lt;b&gt;演示&lt;/b&gt;标题",
        "　演示\r\n标题 ".replace("\r\n", ""),
        "演示&#26631;题",
        "\u200b演示标题<br/>",
    ],
)
def test_titles_are_text(written: str) -> None:
    assert listed([{"url": "/art/1.html", "title": written}]).rows[0].title == "演示标题"


def test_the_title_is_no_other_name() -> None:
    record = {"subTitle": "演示副题", "columnName": "栏目", "source": {"name": "演示日报"}, "url": "/art/1.html"}
    assert listed([{**record, "name": "演示标题"}]).rows[0].title == "演示标题"


def test_a_link_inside_a_value_is_address_and_title() -> None:
    data = [{"html": "<a class=x href='/art/1.html'>演示标题</a>", "day": "2024-03-05"}]
    assert listed(data).rows == [Row("http://www.example.gov.cn/art/1.html", "演示标题", "2024-03-05")]


@pytest.mark.parametrize(
    "written",
    [
        "2024-03-05",
        "2024-03-05 18:15:00",
        "2024-03-05T18:15:00+08:00",
        "2024-03-04T20:00:00Z",
        "2024-03-04T20:00:00.000+0000",
        "2024/3/5",
        "2024年3月5日 18时15分",
        "二〇二四年三月五日",
        "20240305",
        "20240305181500",
        1709632800,
        "1709632800",
        1709632800000,
        "1709632800000",
        1709632800.5,
        1709568000,  # midnight in Beijing, the day before in Greenwich
        "/Date(1709632800000)/",
        "/Date(1709632800000+0800)/",
        "Mar 5, 2024 6:15:00 PM",
        "Tue Mar 05 18:15:00 CST 2024",
        {"time": 1709632800000, "year": 124},
    ],
)
def test_days_of_any_form_are_beijings(written: object) -> None:
    assert day_of(pubDate=written) == "2024-03-05"


@pytest.mark.parametrize(
    "written",
    ["", None, 0, "0", "03-05", "昨天", True, [], "2024-02-30", 123, {"a": 1}, float("inf"), 1e300, "x" * 9999],
)
def test_what_is_no_day_is_left_open(written: object) -> None:
    assert day_of(pubDate=written) is None


@pytest.mark.parametrize(
    "keys",
    [
        {"createTime": "2024-03-01", "publishTime": "2024-03-05", "updateTime": "2024-03-09"},
        {"updateTime": "2024-03-09", "createTime": "2024-03-05"},
        {"DOCRELTIME": "2024-03-08", "PUBDATE": "2024-03-05"},
        {"created_at": "2024-03-01", "date": 1709632800, "display_publish_time": ""},
        {"writeTime": "2024-02-01", "endDate": "2024-04-01", "efectDate": "2024-05-01", "showTime": "2024-03-05"},
        {"成文日期": "2024-02-01", "发布日期": "2024-03-05"},
        {"pubDate": "无", "inputtime": 1709632800},
        {"updateTime": "2024-03-05"},
    ],
)
def test_of_several_days_the_one_of_publication_counts(keys: dict[str, object]) -> None:
    assert day_of(**keys) == "2024-03-05"


def test_days_of_other_things_are_no_dates() -> None:
    assert day_of(endTime="2024-03-05", expireDate="2024-03-05", abolidate="2024-03-05", 成文日期="2024-03-05") is None


@pytest.mark.parametrize(
    ("told", "items", "pages", "current"),
    [
        ({"total": 47, "pageSize": 20, "pageNo": 1}, 47, 3, 1),
        ({"totalCount": "47", "totalPage": "3", "currentPage": "2"}, 47, 3, 2),
        ({"page": {"recordCount": 47, "pageCount": 3, "pageIndex": 0}}, 47, 3, 0),
        ({"count": 47, "per_page": 20}, 47, 3, None),
        ({"total": 3, "records": 47, "page": 1}, 47, 3, 1),
        ({"totalElements": 47, "totalPages": 3, "size": 20}, 47, 3, None),
        ({"total": 1, "code": 200}, None, None, None),
        ({"total": True, "pages": "viele"}, None, None, None),
        ({}, None, None, None),
    ],
)
def test_totals_are_read(told: dict[str, object], items: int | None, pages: int | None, current: int | None) -> None:
    assert listed({**told, "rows": records()}) == JsonList(EXPECTED, items, pages, current)
    assert listed({"data": {"list": records(), **told}}) == JsonList(EXPECTED, items, pages, current)


def test_numbers_of_the_records_are_no_totals() -> None:
    assert listed([{**record, "count": 900, "page": 7} for record in records()]) == JsonList(EXPECTED, None, None, None)


PLAIN = json.dumps({"rows": records()}, ensure_ascii=False)


@pytest.mark.parametrize(
    "text",
    [
        f"\ufeff{PLAIN}",
        f"\r\n {PLAIN}\n",
        f"callback({PLAIN});",
        f"jQuery12_34.cb( {PLAIN} )",
        f"var list = {PLAIN};",
        PLAIN.replace("]", ",]").replace("}", " ,\n}"),
        PLAIN.replace("演示日报", "演示\t日\n报\x01"),
    ],
    ids=["byte order mark", "white space", "JSONP", "JSONP with dots", "assignment", "trailing commas", "control"],
)
def test_json_as_it_comes_is_read(text: str) -> None:
    assert listed(text).rows == EXPECTED


def test_commas_inside_texts_stay() -> None:
    text = '[{"url": "/art/1.html", "title": "演示,}标题,]", "x": [1,],},]'
    assert listed(text).rows[0].title == "演示,}标题,]"


NO_LISTS = """
<html><body><a href=/art/1.html>演示</a></body></html>
{
null
5
{}
"演示"
alert(1)
{"data": null, "total": 0}
{"rows": [{"id": 1, "title": "演示标题"}], "total": 1}
"""
DEEP = ["[" * 99_999, f"{'[' * 900}{']' * 900}", f"{'[' * 900}Infinity{']' * 900}", f"{'[' * 900}5{']' * 900}"]


@pytest.mark.parametrize("text", [*NO_LISTS.split("\n"), *DEEP])
def test_what_holds_no_list_is_none(text: str) -> None:
    assert json_list(text, BASE) is None


@pytest.mark.parametrize("text", ['{"rows": [], "total": 0}', '{"data": {"total": "0", "list": []}, "code": 0}'])
def test_an_empty_array_with_a_total_of_nothing_is_a_list_without_rows(text: str) -> None:
    assert json_list(text, BASE) == JsonList([], 0, None, None)


@pytest.mark.parametrize("text", ["[]", '{"rows": []}', '{"articles": [], "page": 8}'])
def test_an_empty_array_is_what_is_behind_the_last_page(text: str) -> None:
    listed = json_list(text, BASE)
    assert listed is not None
    assert listed.rows == []


def test_the_longest_markup_with_links_is_the_fragment() -> None:
    markup = '<li><a href="/art/1.html">演示标题</a></li>'
    data = {"more": '<a href="/">更多</a>', "data": {"html": markup}, "text": "演示" * 99, "page": 1}
    assert fragment_of(json.dumps(data)) == markup
    assert fragment_of(f"cb({json.dumps([markup])})") == markup
    assert fragment_of(json.dumps(markup)) == markup


@pytest.mark.parametrize("text", ["", "{}", '{"html": "<p>演示</p>"}', "<a href=/art/1.html>演示</a>", "[[[["])
def test_without_links_there_is_no_fragment(text: str) -> None:
    assert fragment_of(text) is None

"""The list of columns and one column's page: what they say of histories made up by hand."""

import csv
import io
import re
import shutil
import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode

import pytest
from addresses import body_of
from asking import ask
from made_columns import LAW, NEWS, NOTICES, NOW, WEEKS, write_project
from web_server import ONLY, Served, health_said, serving, verdict_of

from crawler.health.finding import LANGUAGES, Language
from crawler.web.addresses import PREFIXES


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("columns")
    write_project(folder)
    with serving(folder, *ONLY, moment=NOW) as found:
        yield found


def page(served: Served, view: str, language: str = "", /, **parameters: object) -> str:
    """The text of a page, as a reader or a screen reader has it: tags out, labels in, blanks made one."""
    body = body_of(f"{served.address}{language}/{view}?{urlencode(parameters)}").partition("<main")[2]
    labelled = re.sub(r'<[^>]*aria-label="([^"]*)"[^>]*>', r" \1 ", body)
    text = " ".join(unescape(re.sub(r"<[^>]*>", " ", labelled)).split())
    return re.sub(r"(\d) /(\d)", r"\1/\2", text)


def rows(served: Served, **parameters: object) -> list[str]:
    """The columns listed, each by its site and name."""
    body = body_of(f"{served.address}/columns?{urlencode(parameters)}")
    found = re.findall(
        r'<th scope="row">.*?href="/column\?site=(\w+)(&amp;name=)?.*?">(?:<bdi>)?(.*?)<', body, re.DOTALL
    )
    return [f"{site}/{unescape(name)}" if named else site for site, named, name in found]


def status_of(served: Served, address: str) -> int:
    with pytest.raises(HTTPError) as failed:
        body_of(served.address + address)
    with failed.value as answer:
        return answer.code


# The list


def test_what_needs_a_person_comes_first(served: Served) -> None:
    assert rows(served) == [f"qingyu/{NOTICES}", f"yunze/{LAW}", f"yunze/{NEWS}", "weizao", f"luoxi/{NEWS}"]


def test_each_state_has_its_count_beside_the_other_filters(served: Served) -> None:
    assert "全部 5 被拦 1 不完整 1" in page(served, "columns")
    assert "全部 2 被拦 1 安静(预期内) 1" in page(served, "columns", province="henan")


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"state": "blocked"}, [f"qingyu/{NOTICES}"]),
        ({"platform": "trs", "sort": "name"}, [f"luoxi/{NEWS}", "weizao"]),
        ({"province": "hubei", "sort": "name"}, [f"yunze/{LAW}", f"yunze/{NEWS}"]),
        ({"site": "yunze", "q": "通知"}, [f"yunze/{NEWS}"]),
        ({"q": "公告 长安", "sort": "name"}, [f"luoxi/{NEWS}", f"qingyu/{NOTICES}", f"yunze/{NEWS}"]),
        ({"province": "sites"}, []),
        ({"province": "-"}, ["weizao"]),
        ({"known": "0"}, ["weizao"]),
        ({"known": "1", "state": "not_run"}, []),
        ({"q": "没有这样的"}, []),
        ({"sort": "today"}, [f"yunze/{NEWS}", f"luoxi/{NEWS}", f"qingyu/{NOTICES}", "weizao", f"yunze/{LAW}"]),
    ],
)
def test_filters_and_orders(served: Served, filters: dict[str, str], found: list[str]) -> None:
    assert rows(served, **filters) == found
    assert f"{len(found)} 个栏目" in page(served, "columns", **filters)


@pytest.mark.parametrize(
    ("asked", "zh", "en"),
    [
        *((f"{name}=red", "不在其中：", " is none of ") for name in ("state", "group", "sort", "view")),
        ("sheet=2", "共 1 页", "there are 1"),
        ("sheet=0", "不是 1 到 1000000 的数", "is no number from 1 to 1000000"),
        ("colour=red", "这一页没有 colour", "the page knows no colour"),
        ("q=a&q=b", "q 写了两次", "q is given twice"),
    ],
)
def test_what_cannot_be_meant_is_said(served: Served, asked: str, zh: str, en: str) -> None:
    for language, said in (("", zh), ("/en", en)):
        answer = ask(served.address, f"{language}/columns?{asked}")
        assert answer.status == 400
        assert said in answer.body


def test_today_stands_beside_what_the_weekday_usually_has(served: Served) -> None:
    text = page(served, "columns", site="yunze", q=NEWS)
    assert "平时周三" in text
    assert re.search(r"一天最多 5 篇 2 2–5 2/2 走完 列出 5 = 新增 2 \+ 已有 3", text)


def test_an_account_names_what_failed(served: Served) -> None:
    assert "4/5 失败 1 不完整 列出 5 = 已有 4 + 失败 1" in page(served, "columns", q=LAW)


def test_groups_tell_what_their_columns_have_in_common(served: Served) -> None:
    text = page(served, "columns", group="platform")
    assert re.search(r"jeecms 3 被拦 1 不完整 1 解析漂移 1 网站不让抓取（blocked_challenge）", text)
    assert re.search(r"trs 2 .*没有要处理的事", text)
    assert rows(served, group="site", sort="name")[0] == f"qingyu/{NOTICES}"


def test_the_heat_map_says_in_words_what_each_day_came_to(served: Served) -> None:
    text = page(served, "columns", view="heat")
    # Of 60 days the last three are blocked, and every other one before has no run.
    assert "60 天发布 0 篇，一天最多 0 篇；0 天不完整，3 天被拦，28 天没有运行" in text
    assert "60 天发布 0 篇，一天最多 0 篇；3 天不完整，0 天被拦，0 天没有运行" in text
    assert "圆点：没有运行" in text


def test_the_list_opens_in_excel(served: Served) -> None:
    body = body_of(f"{served.address}/columns.csv?platform=jeecms")
    assert body.startswith("\ufeff")
    table = list(csv.DictReader(io.StringIO(body.removeprefix("\ufeff"))))
    assert [one["栏目"] for one in table] == [NOTICES, LAW, NEWS]
    news = table[2]
    names = ("今日", "平时最少", "平时最多", "列出", "新增", "缺来源")
    assert [news[name] for name in names] == ["2", "2", "5", "5", "2", "10"]
    assert status_of(served, "/columns.csv?state=red") == 400


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_verdict_is_that_of_lanmu_health(served: Served, language: Language) -> None:
    """With a site of which no column was read, and a muted finding; each number leads to just these rows."""
    body = body_of(f"{served.address}{PREFIXES[language]}/")
    assert verdict_of(body) == health_said(served.folder, NOW, language)
    leads = dict(re.findall(r'<a class="count" href="/(?:en/)?(columns\?[^"]*)">([\d,]+)</a>', body))
    assert leads["columns?known=1"] == "4"
    assert leads["columns?known=0"] == "1"
    for href, number in leads.items():
        assert f'data-total="{number}"' in body_of(f"{served.address}/{unescape(href)}")
    assert '<a href="#muted">1</a>' in body
    assert len(re.findall("<li>", body.partition('aria-labelledby="muted"')[2])) == 1


def test_a_site_file_that_lies_in_no_folder_of_a_province_has_none(served: Served) -> None:
    for text in (page(served, "columns", site="weizao"), page(served, "column", site="weizao")):
        assert "未造长安网" in text
        assert "sites" not in text
    assert "没有写 1 新 1" in page(served, "columns", group="province")


def test_what_needs_a_person_has_the_last_good_beside_the_present(served: Served) -> None:
    text = page(served, "")
    # A site that refuses, and a column of which a page fails.
    for good, now in (
        ("2027-03-28 (完整，列出 2 )", "2027-03-31 (失败，列出 0 )"),
        ("2027-03-28 (页 5/5 走完 ，列出 4 )", "2027-03-31 (页 4/5 失败 1 不完整 ，列出 5 )"),
    ):
        assert f"上次完好： {good} · 现在： {now}" in text
    body = body_of(f"{served.address}/")
    for day in ("2027-03-28", "2027-03-31"):
        (run, *_) = re.findall(rf'href="(/run\?[^"]*)">{day}<', body)
        assert day.replace("-", "") in run
        assert ask(served.address, unescape(run)).status == 200


def test_the_list_in_english(served: Served) -> None:
    text = page(served, "columns", "/en", group="province")
    assert "Groups: 3" in text
    assert "the site refuses (blocked_challenge)" in text


# One column


def test_lamps_say_why_and_findings_what_to_do(served: Served) -> None:
    text = page(served, "column", site="yunze", name=LAW)
    for lamp in (
        "到达 正常",
        "完整 不完整 网站连不上或出错：共 5 页只走到 4：第 3 页 http_500",
        "活着",
        "可读",
        "放行 不完整",
    ):
        assert lamp in text
    assert "连续 3 次" in text
    assert "怎么办：" in text


def test_what_is_as_somebody_expects_says_so(served: Served) -> None:
    text = page(served, "column", site="luoxi", name=NEWS)
    assert "标为预期，至 2027-12-31：网站搬家，记者甲" in text
    assert "安静(预期内) 已静音" in text
    assert "怎么办" not in text


def test_the_past_is_told_in_words(served: Served) -> None:
    text = page(served, "column", site="yunze", name=NEWS)
    assert "近 8 周，周一至周五平均每天 2.1 篇（最多 5），周六、周日 0.0 篇（最多 0）" in text
    assert "平时这一天 2–5 篇" in text
    assert re.search(r"每天发布的文章：共 \d+ 篇，一天最多 5 篇，最近一天 2 篇", text)


def test_the_shares_of_rules_show_a_redesign(served: Served) -> None:
    text = page(served, "column", site="yunze", name=NEWS)
    assert re.search(r"来源 标签之后 90 %，缺 10 %", text)
    assert re.search(r"日期 标签之后 90 %，网页元数据 10 %", text)
    assert "解析漂移" in text


def test_list_and_article_that_differ_are_marked(served: Served) -> None:
    text = page(served, "column", site="qingyu", name=NOTICES)
    assert "列表上的题 2027-01-17 第1次会议召开 2027-01-18 标题不符 日期不符" in text
    assert "标题不符" not in page(served, "column", site="yunze", name=NEWS)


def test_each_run_has_its_account(served: Served) -> None:
    text = page(served, "column", site="yunze", name=NEWS)
    assert f"{7 * WEEKS + 1} 次运行读过它" in text
    assert (
        "2027-03-31 22:00 2/2 走完 列出 5 = 新增 2 + 已有 3 标题 100 %，日期 100 %，来源 0 %，正文 100 % 不完整" in text
    )
    assert status_of(served, f"/column?{urlencode({'site': 'yunze', 'name': NEWS, 'sheet': 9})}") == 400


def test_failures_are_told_with_their_reasons(served: Served) -> None:
    text = page(served, "column", site="yunze", name=LAW, tab="failures")
    assert "最近 3 次有失败的运行" in text
    assert "栏目第 3 页 HTTP 500 http_500 http://127.0.0.1:9/index_3.jhtml" in text
    assert "旧闻一则 超时 timeout http://127.0.0.1:9/9.jhtml" in text
    assert "没有失败" in page(served, "column", site="yunze", name=NEWS, tab="failures")


def test_settings_are_those_of_the_site_file_and_no_path(served: Served) -> None:
    text = page(served, "column", site="yunze", name=NEWS, tab="settings")
    assert "多久抓一次 every day" in text
    assert "网站名 site_name 云泽长安网" in text
    assert str(served.folder) not in text


def test_a_column_without_changes(served: Served) -> None:
    assert "没有发现改动或撤下" in page(served, "column", site="yunze", name=NEWS, tab="changes")


def test_a_site_that_was_never_crawled(served: Served) -> None:
    text = page(served, "column", site="weizao")
    assert "还没有运行读到过它" in text
    assert "还没有运行过" in text


@pytest.mark.parametrize(
    ("asked", "status"), [("site=yunze&name=nothing", 404), ("site=nowhere", 404), ("site=luoxi", 404), ("", 400)]
)
def test_there_is_no_such_column(served: Served, asked: str, status: int) -> None:
    assert status_of(served, f"/column?{asked}") == status


def test_a_column_in_english(served: Served) -> None:
    text = page(served, "column", "/en", site="yunze", name=LAW, tab="failures")
    assert "The last 3 runs in which something failed" in text
    assert "page 3 of the column HTTP 500" in text


def test_a_site_with_a_damaged_run_still_shows_its_columns(served: Served, tmp_path: Path) -> None:
    folder = tmp_path / "project"
    shutil.copytree(served.folder, folder, ignore=shutil.ignore_patterns(".web"))
    with serving(folder, *ONLY, "-s", "WEB_REFRESH=0.2", moment=NOW) as found:
        shutil.rmtree(folder / "data/yunze/cache")
        last = max((folder / "data/yunze/runs").iterdir())
        (last / "report.json").write_text("{}", encoding="utf-8")
        deadline = time.monotonic() + 60
        while "有一次运行的文件不完整" not in (text := page(found, "column", site="yunze", name=NEWS)):
            assert time.monotonic() < deadline, text
            time.sleep(0.1)
        assert f"yunze/runs/{last.name}" in text
        assert "105 标题 100 %" in text
        assert str(folder) not in text + page(found, "")
        assert rows(found, site="yunze") == ["yunze"]
